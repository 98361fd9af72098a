import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import postgres from "postgres";
import { withHouse } from "../src/cli/house.ts";
import { loadConfig } from "../src/config/load.ts";
import { openSession, workOnce } from "../src/main/session.ts";
import { environment, fill, type Ground, login } from "./ground.ts";

const BATCH = 50;

export interface Contender {
  readonly name: string;
  /** Drains INBOX; resolves to milliseconds. */
  drain(ground: Ground, user: string, count: number): Promise<number>;
  /** Once before INBOX is filled. */
  prepare?(ground: Ground, user: string): Promise<void>;
}

const skip = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };

/** fetch + UID MOVE in batches, nothing else. */
const bare: Contender = {
  name: "fetch + UID MOVE, nothing else",
  drain: (ground, user, count) => drainPlainly(ground, user, count, async () => undefined),
};

const parsing: Contender = {
  name: "the same + mailparser",
  drain: (ground, user, count) =>
    drainPlainly(ground, user, count, async (sources) => {
      for (const source of sources) await simpleParser(source, skip);
    }),
};

/** Fetch ahead, mailparser, one transaction a batch (4 rows a message), pooled acknowledgements. */
const plain: Contender = {
  name: "plain loop: fetch ahead, mailparser, one transaction a batch, pooled acknowledgement",
  drain: async (ground, user, count) => {
    const sql = postgres(await ground.createDatabase(), { max: 2, onnotice: () => undefined });
    await sql`create table plain (id bigint generated always as identity primary key, kind text, message jsonb)`;
    const smtp = createTransport({
      host: "127.0.0.1",
      port: ground.sinkPort,
      pool: true,
      maxConnections: 5,
      ignoreTLS: true,
    });
    const acknowledge = async (sources: readonly Buffer[]): Promise<void> => {
      const parsed = [];
      for (const source of sources) parsed.push(await simpleParser(source, skip));
      const rows = parsed.flatMap((one) =>
        ["message", "ticket", "outbox", "event"].map((kind) => ({
          kind,
          message: {
            subject: one.subject ?? "",
            text: one.text ?? "",
            from: one.from?.value[0]?.address ?? "",
          },
        })),
      );
      await sql.begin(
        (tx) =>
          tx`insert into plain ${tx(rows.map((row) => ({ kind: row.kind, message: tx.json(row.message) })))}`,
      );
      sends.push(
        ...parsed.map((one) =>
          smtp.sendMail({
            from: "support@shop.example",
            to: one.from?.value[0]?.address ?? "nobody@shop.example",
            subject: `Re: ${one.subject ?? ""}`,
            inReplyTo: one.messageId ?? "",
            text: "Thank you for your message. We have received it and will answer as soon as we can.",
            html: "<p>Thank you for your message. We have received it and will answer as soon as we can.</p>",
          }),
        ),
      );
    };
    const sends: Promise<unknown>[] = [];
    const began = performance.now();
    await drainPlainly(ground, user, count, acknowledge, true);
    await Promise.all(sends);
    const took = performance.now() - began;
    smtp.close();
    await sql.end();
    return took;
  },
};

async function drainPlainly(
  ground: Ground,
  user: string,
  count: number,
  work: (sources: readonly Buffer[]) => Promise<void>,
  ahead = false,
): Promise<number> {
  const client = await login(ground, user);
  await client.mailboxCreate("Done");
  await client.mailboxOpen("INBOX");
  const began = performance.now();
  const uids = (await client.search({ all: true }, { uid: true })) || [];
  const read = async (window: readonly number[]): Promise<Buffer[]> => {
    const sources: Buffer[] = [];
    for await (const one of client.fetch(window.join(","), { uid: true, source: true }, { uid: true }))
      if (one.source !== undefined) sources.push(one.source);
    return sources;
  };
  let next: Promise<Buffer[]> | null = null;
  for (let at = 0; at < count; at += BATCH) {
    const window = uids.slice(at, at + BATCH);
    const sources = await (next ?? read(window));
    const following = uids.slice(at + BATCH, at + 2 * BATCH);
    next = ahead && following.length > 0 ? read(following) : null;
    await work(sources);
    await client.messageMove(window.join(","), "Done", { uid: true });
  }
  const took = performance.now() - began;
  await client.logout();
  return took;
}

/** The whole program: read, parse, decide, commit, file into many folders with keywords, acknowledge. */
const foyer: Contender = {
  name: "foyer: fetch, parse, decide, commit, file, acknowledge",
  prepare: async (ground, user) => {
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
    const env = environment(ground, user, await ground.createDatabase(), dataDir);
    prepared.set(user, { env, dataDir });
    await inSession(env, async () => 0);
  },
  drain: async (_ground, user) => {
    const ready = prepared.get(user);
    if (ready === undefined) throw new Error("prepare first");
    const took = await inSession(ready.env, async (work) => {
      const began = performance.now();
      await work();
      return performance.now() - began;
    });
    rmSync(ready.dataDir, { recursive: true, force: true });
    return took;
  },
};
const prepared = new Map<string, { env: Record<string, string>; dataDir: string }>();

async function inSession(
  env: Record<string, string>,
  use: (work: () => Promise<number>) => Promise<number>,
): Promise<number> {
  const config = loadConfig(env);
  const [mailbox] = config.mailboxes;
  if (mailbox === undefined) throw new Error("no mailbox");
  const { signal } = new AbortController();
  return withHouse(config, async (house) => {
    const session = await openSession(house, mailbox, signal);
    if (session === null) throw new Error("no session");
    const work = (): Promise<number> =>
      workOnce(session, signal, { backfill: false, onProgress: () => undefined });
    const result = await use(work);
    if (result === 0) await work();
    await session.close();
    return result;
  });
}

export const contenders: readonly Contender[] = [bare, parsing, plain, foyer];

/** Messages a second of one contender on a fresh mailbox that holds `mails`. */
export async function measure(
  contender: Contender,
  ground: Ground,
  mails: readonly Buffer[],
): Promise<number> {
  const user = ground.dovecot.user();
  await contender.prepare?.(ground, user);
  await fill(ground, user, mails);
  const milliseconds = await contender.drain(ground, user, mails.length);
  return (mails.length * 1000) / milliseconds;
}
