import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { createTransport, type SendMailOptions } from "nodemailer";
import postgres from "postgres";
import { withHouse } from "../src/cli/house.ts";
import { loadConfig } from "../src/config/load.ts";
import { openSession, type Session } from "../src/main/session.ts";
import { workOnce } from "../src/main/work.ts";
import { environment, fill, type Ground, login } from "./ground.ts";

const BATCH = 50;
/** Messages that warm a contender up: code is compiled as it runs, and foyer's parser is a thread of its own. */
const WARMING = 400;

/** A way to drain a mailbox, opened on one. */
interface Opened {
  /** Drains INBOX of `count` messages. */
  drain(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  open(ground: Ground, user: string): Promise<Opened>;
}

const skip = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };

/** fetch + UID MOVE in batches, nothing else. */
const bare: Contender = {
  name: "fetch + UID MOVE, nothing else",
  open: (ground, user) => openPlainly(ground, user, { work: async () => undefined, ahead: false }),
};

const parsing: Contender = {
  name: "the same + mailparser",
  open: (ground, user) =>
    openPlainly(ground, user, {
      ahead: false,
      work: async (sources) => {
        for (const source of sources) await simpleParser(source, skip);
      },
    }),
};

/** Fetch ahead, mailparser, one transaction a batch (4 rows a message), pooled acknowledgements. */
const plain: Contender = {
  name: "plain loop: fetch ahead, mailparser, one transaction a batch, pooled acknowledgement",
  open: async (ground, user) => {
    const sql = postgres(await ground.createDatabase(), { max: 2, onnotice: () => undefined });
    await sql`create table plain (id bigint generated always as identity primary key, kind text, message jsonb)`;
    const smtp = createTransport({
      host: "127.0.0.1",
      port: ground.sinkPort,
      pool: true,
      maxConnections: 5,
      maxMessages: Number.POSITIVE_INFINITY,
      ignoreTLS: true,
    });
    const sends: Promise<unknown>[] = [];
    const work = async (sources: readonly Buffer[]): Promise<void> => {
      const parsed: ParsedMail[] = [];
      for (const source of sources) parsed.push(await simpleParser(source, skip));
      const rows = parsed.flatMap((one) => rowsOf(one));
      await sql.begin(
        (tx) =>
          tx`insert into plain ${tx(rows.map(({ kind, message }) => ({ kind, message: tx.json(message) })))}`,
      );
      sends.push(...parsed.map((one) => smtp.sendMail(acknowledgementOf(one))));
    };
    const opened = await openPlainly(ground, user, { work, ahead: true });
    return {
      drain: async (count) => {
        await opened.drain(count);
        await Promise.all(sends.splice(0));
      },
      close: async () => {
        smtp.close();
        await Promise.all([sql.end(), opened.close()]);
      },
    };
  },
};

function rowsOf(mail: ParsedMail) {
  const message = {
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    from: mail.from?.value[0]?.address ?? "",
  };
  return ["message", "ticket", "outbox", "event"].map((kind) => ({ kind, message }));
}

function acknowledgementOf(mail: ParsedMail): SendMailOptions {
  return {
    from: "support@shop.example",
    to: mail.from?.value[0]?.address ?? "nobody@shop.example",
    subject: `Re: ${mail.subject ?? ""}`,
    inReplyTo: mail.messageId ?? "",
    text: "Thank you for your message. We have received it and will answer as soon as we can.",
    html: "<p>Thank you for your message. We have received it and will answer as soon as we can.</p>",
  };
}

interface Loop {
  work(sources: readonly Buffer[]): Promise<void>;
  /** Fetch the next batch while this one is worked on. */
  readonly ahead: boolean;
}

async function openPlainly(ground: Ground, user: string, { work, ahead }: Loop): Promise<Opened> {
  const client = await login(ground, user);
  await client.mailboxCreate("Done");
  await client.mailboxOpen("INBOX");
  const read = async (window: readonly number[]): Promise<Buffer[]> => {
    const rows = await client.fetchAll(window.join(","), { uid: true, source: true }, { uid: true });
    return rows.flatMap((row) => row.source ?? []);
  };
  return {
    drain: async (count) => {
      await client.noop();
      const uids = (await client.search({ all: true }, { uid: true })) || [];
      let next: Promise<Buffer[]> | null = null;
      for (let at = 0; at < count; at += BATCH) {
        const sources: Buffer[] = await (next ?? read(uids.slice(at, at + BATCH)));
        const following = uids.slice(at + BATCH, at + 2 * BATCH);
        next = ahead && following.length > 0 ? read(following) : null;
        await work(sources);
        await client.messageMove(uids.slice(at, at + BATCH).join(","), "Done", { uid: true });
      }
    },
    close: () => client.logout(),
  };
}

/** The whole program: read, parse, decide, commit, file into many folders with keywords, acknowledge. */
const foyer: Contender = {
  name: "foyer: fetch, parse, decide, commit, file, acknowledge",
  open: async (ground, user) => {
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
    const config = loadConfig(environment(ground, user, await ground.createDatabase(), dataDir));
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
      close: async () => {
        closing.resolve();
        await closed;
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  },
};

async function drainOnce(session: Session, signal: AbortSignal): Promise<void> {
  await workOnce(session, signal, { backfill: false, onProgress: () => undefined });
}

export const contenders: readonly Contender[] = [bare, parsing, plain, foyer];

/** Messages a second of one contender on a fresh mailbox that holds `mails`, warmed up by a tenth of them. */
export async function measure(
  contender: Contender,
  ground: Ground,
  mails: readonly Buffer[],
): Promise<number> {
  const user = ground.dovecot.user();
  const opened = await contender.open(ground, user);
  const warming = mails
    .slice(0, WARMING)
    .map((mail) => Buffer.from(mail.toString("latin1").replaceAll("bench-", "warm-"), "latin1"));
  await fill(ground, user, warming);
  await opened.drain(warming.length);
  await fill(ground, user, mails);
  const began = performance.now();
  await opened.drain(mails.length);
  const milliseconds = performance.now() - began;
  await opened.close();
  return (mails.length * 1000) / milliseconds;
}
