import { type ParsedMail, type SimpleParserOptions, simpleParser } from "mailparser";
import { createTransport, type SendMailOptions } from "nodemailer";
import postgres from "postgres";
import { login } from "./ground.ts";
import type { Contender, Opened, Place } from "./place.ts";

const BATCH = 50;

/** What mailparser does beside parsing, left out. */
const SPARING: SimpleParserOptions = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };

/** fetch + UID MOVE in batches, nothing else. */
export const bare: Contender = {
  name: "fetch + UID MOVE, nothing else",
  open: (place) => openPlainly(place, { work: async () => undefined, ahead: false }),
};

export const parsing: Contender = {
  name: "the same + mailparser",
  open: (place) =>
    openPlainly(place, {
      ahead: false,
      work: async (sources) => {
        for (const source of sources) await simpleParser(source);
      },
    }),
};

export const plain: Contender = {
  name: "plain loop: fetch ahead, mailparser, one transaction a batch, pooled acknowledgement",
  open: (place) => openAnswering(place, {}),
};

export const sparing: Contender = {
  name: "the plain loop with mailparser's skip options",
  open: (place) => openAnswering(place, SPARING),
};

/** Fetch ahead, mailparser, one transaction a batch (4 rows a message), pooled acknowledgements. */
async function openAnswering(place: Place, options: SimpleParserOptions): Promise<Opened> {
  const sql = postgres(place.database, { max: 2, onnotice: () => undefined });
  await sql`create table plain (id bigint generated always as identity primary key, kind text, message jsonb)`;
  const smtp = createTransport({
    host: "127.0.0.1",
    port: place.sinkPort,
    pool: true,
    maxConnections: 5,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  });
  const sends: Promise<unknown>[] = [];
  const work = async (sources: readonly Buffer[]): Promise<void> => {
    const parsed: ParsedMail[] = [];
    for (const source of sources) parsed.push(await simpleParser(source, options));
    const rows = parsed.flatMap((one) => rowsOf(one));
    await sql.begin(
      (tx) =>
        tx`insert into plain ${tx(rows.map(({ kind, message }) => ({ kind, message: tx.json(message) })))}`,
    );
    sends.push(...parsed.map((one) => smtp.sendMail(acknowledgementOf(one))));
  };
  const opened = await openPlainly(place, { work, ahead: true });
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
}

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

async function openPlainly(place: Place, { work, ahead }: Loop): Promise<Opened> {
  const client = await login(place.imapPort, place.user);
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
