import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withHouse } from "../src/cli/house.ts";
import { loadConfig } from "../src/config/load.ts";
import { openSession, type Session } from "../src/main/session.ts";
import { drain, roundOff } from "../src/main/work.ts";
import { environment } from "./ground.ts";
import type { Contender } from "./place.ts";

/** The whole program: read, parse, decide, commit, file into many folders with keywords, acknowledge. */
export const foyer: Contender = {
  name: "foyer: fetch, parse, decide, commit, file, acknowledge",
  open: async (place) => {
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
    const config = loadConfig(environment(place, dataDir));
    const [mailbox] = config.mailboxes;
    if (mailbox === undefined) throw new Error("no mailbox");
    const { signal } = new AbortController();
    const closing = Promise.withResolvers<void>();
    const ready = Promise.withResolvers<Session>();
    const closed = withHouse(config, async (house) => {
      const session = await openSession(house, mailbox, signal);
      if (session === null) throw new Error("no session");
      await drainOnce(session, signal);
      ready.resolve(session);
      await closing.promise;
      await session.close();
    });
    closed.catch(ready.reject);
    const session = await ready.promise;
    return {
      drain: () => drainOnce(session, signal),
      roundOff: () => roundOff(session, signal),
      close: async () => {
        closing.resolve();
        await closed;
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  },
};

async function drainOnce(session: Session, signal: AbortSignal): Promise<void> {
  await drain(session, signal, { backfill: false, onProgress: () => undefined });
}
