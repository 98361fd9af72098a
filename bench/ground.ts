import { fork } from "node:child_process";
import { once } from "node:events";
import { chownSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { type Dovecot, startDovecot } from "../test/support/dovecot.ts";
import { startPostgres } from "../test/support/postgres.ts";
import type { Place } from "./place.ts";

/** Dovecot, Postgres and a sink, each in a process of its own. */
export interface Ground {
  readonly dovecot: Dovecot;
  readonly sinkPort: number;
  /** Process ids: of Dovecot, Postgres and the sink. */
  readonly servers: Readonly<Record<"dovecot" | "postgres" | "sink", number>>;
  /** Called with the time (ms since the epoch) of each message in the sink. */
  onSunk: ((at: number) => void) | null;
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const [dovecot, postgres] = await Promise.all([startDovecot(), startPostgres()]);
  const sink = fork(new URL("./sink.ts", import.meta.url).pathname, { stdio: "ignore" });
  const [{ port }] = (await once(sink, "message")) as [{ port: number }];
  const ground: Ground = {
    dovecot,
    sinkPort: port,
    servers: {
      dovecot: Number(readFileSync(join(dovecot.directory, "run", "master.pid"), "utf8")),
      postgres: postgres.pid,
      sink: sink.pid ?? 0,
    },
    onSunk: null,
    createDatabase: () => postgres.createDatabase(),
    stop: async () => {
      sink.kill();
      await Promise.all([dovecot.stop(), postgres.stop()]);
    },
  };
  sink.on("message", (message: { at: number }) => ground.onSunk?.(message.at));
  return ground;
}

/** A plain imapflow connection. */
export async function login(imapPort: number, user: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: "secret" },
    logger: false,
  });
  await client.connect();
  return client;
}

/**
 * Puts these messages into INBOX as a delivery agent would, straight into the maildir, and lets Dovecot take note of
 * them. Ten times as fast as APPEND.
 */
export async function fill(ground: Ground, user: string, mails: readonly Buffer[]): Promise<void> {
  const before = await login(ground.dovecot.imapPort, user);
  await before.mailboxOpen("INBOX");
  await before.logout();
  const maildir = join(ground.dovecot.directory, "home", user, "mail");
  const { uid, gid } = statSync(maildir);
  for (const [index, mail] of mails.entries()) {
    // As Dovecot stores it itself: LF line ends, both sizes in the name, which sorts in the order of delivery.
    const octets = Buffer.from(mail.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    const name = `${Date.now()}.M${1_000_000 + index}.bench,S=${octets.length},W=${mail.length}`;
    writeFileSync(join(maildir, "tmp", name), octets, { mode: 0o600 });
    chownSync(join(maildir, "tmp", name), uid, gid);
    renameSync(join(maildir, "tmp", name), join(maildir, "new", name));
  }
  const client = await login(ground.dovecot.imapPort, user);
  const { exists } = await client.mailboxOpen("INBOX");
  await client.logout();
  if (exists < mails.length) throw new Error(`Dovecot sees ${exists} of ${mails.length} messages`);
}

/** A place of its own for foyer. */
export async function openPlace({ dovecot, sinkPort, createDatabase }: Ground): Promise<Place> {
  return { imapPort: dovecot.imapPort, user: dovecot.user(), database: await createDatabase(), sinkPort };
}

/** foyer's environment there. */
export function environment(place: Place, dataDir: string): Record<string, string> {
  return {
    ADDRESS: "support@shop.example",
    IMAP_URL: `imap://${place.user}:secret@127.0.0.1:${place.imapPort}?tls=none`,
    SMTP_URL: `smtp://127.0.0.1:${place.sinkPort}?tls=none`,
    DATABASE_URL: place.database,
    DATA_DIR: dataDir,
    MODE: "live",
    ACK_HOLD: "0",
    LOG_LEVEL: "silent",
    BUDGET_DOMAIN_HOUR: "10000",
    // A backlog is more than any mailbox's first hour.
    BUDGET_BRAKE: "1000",
  };
}
