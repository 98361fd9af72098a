import { SingleBar } from "cli-progress";
import type { Config } from "../config.ts";
import { PermanentError } from "../errors.ts";
import { serve, serveOnce } from "../main.ts";
import { readConfig, withHouse } from "./house.ts";

export interface RunOptions {
  readonly once?: boolean;
  readonly live?: boolean;
  readonly shadow?: boolean;
  readonly backfill?: boolean;
}

/** `foyer run`: serves until SIGTERM or SIGINT; the message in hand is finished, then exit 0. */
export async function run(options: RunOptions): Promise<void> {
  const config = withMode(readConfig(), options);
  // In shadow mode all of it would be decided for good, and never filed.
  if (options.backfill && config.mailboxes.some((mailbox) => mailbox.mode !== "live"))
    throw new PermanentError("arguments", "--backfill files mail; it needs --live or MODE=live");
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  await withHouse(config, async (house) => {
    if (!options.once && !options.backfill) return serve(house, stop.signal);
    const progress = progressOf(
      options.backfill
        ? () => "older mail filed"
        : (count) => (count === 1 ? "message settled" : "messages settled"),
    );
    const settled = await serveOnce(house, stop.signal, {
      backfill: options.backfill ?? false,
      onProgress: (done) => progress.update(done),
    });
    progress.stop(settled);
    if (!options.once) await serve(house, stop.signal);
  });
}

function withMode(config: Config, { live, shadow }: RunOptions): Config {
  if (!live && !shadow) return config;
  const mode = live ? "live" : "shadow";
  return { ...config, mailboxes: config.mailboxes.map((mailbox) => ({ ...mailbox, mode })) };
}

/** A counter on a terminal; a plain line each 500 in a pipe. On stderr, since the log is on stdout. */
function progressOf(what: (count: number) => string): {
  update(done: number): void;
  stop(done: number): void;
} {
  if (!process.stderr.isTTY) {
    let said = 0;
    return {
      update: (done) => {
        if (done - said < 500) return;
        said = done;
        process.stderr.write(`${done} ${what(done)}\n`);
      },
      stop: (done) => process.stderr.write(`${done} ${what(done)}\n`),
    };
  }
  const bar = new SingleBar({ format: `{value} ${what(2)} ({duration_formatted})`, stream: process.stderr });
  bar.start(0, 0);
  return {
    update: (done) => bar.update(done),
    stop: (done) => {
      bar.update(done);
      bar.stop();
    },
  };
}
