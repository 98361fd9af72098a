import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { withHouse } from "../../src/cli/house.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config.ts";
import type { House } from "../../src/main/house.ts";
import { serveOnce } from "../../src/main.ts";
import type { Dovecot } from "./dovecot.ts";
import { startDovecot } from "./dovecot.ts";
import { startPostgres } from "./postgres.ts";
import { type Sink, startSink } from "./sink.ts";

/** Dovecot, Postgres and an SMTP sink: what foyer works with in earnest. */
export interface Town {
  readonly dovecot: Dovecot;
  readonly sink: Sink;
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

export async function startTown(): Promise<Town> {
  const [dovecot, postgres, sink] = await Promise.all([startDovecot(), startPostgres(), startSink()]);
  return {
    dovecot,
    sink,
    createDatabase: () => postgres.createDatabase(),
    stop: async () => {
      await Promise.all([dovecot.stop(), postgres.stop(), sink.stop()]);
    },
  };
}

/** A new mailbox with a new database, and foyer's configuration for it. */
export interface Place {
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  deliver(raw: string): Promise<void>;
  /** `foyer run --once` in this process; `change` may alter the configuration or the house. */
  once(change?: Change): Promise<number>;
  /** What stands in each folder that holds something: path → [{ subject, keywords, flags }]. */
  look(): Promise<Readonly<Record<string, readonly Seen[]>>>;
  /** Works on the mailbox as an agent's mail client would. */
  agent<Result>(use: (client: ImapFlow) => Promise<Result>): Promise<Result>;
  /** Makes the server forget its UIDs: the next SELECT of INBOX has another UIDVALIDITY. */
  renumber(): void;
  /** Takes the server the right to read what stands in INBOX now. */
  lock(): void;
  clean(): void;
}

interface Change {
  readonly env?: Readonly<Record<string, string>>;
  readonly house?: (house: House) => House;
  readonly backfill?: boolean;
}

interface Seen {
  readonly uid: number;
  readonly subject: string;
  readonly flags: readonly string[];
}

export async function newPlace(town: Town, extra: Readonly<Record<string, string>> = {}): Promise<Place> {
  const user = town.dovecot.user();
  const directory = mkdtempSync(join(tmpdir(), "foyer-e2e-"));
  const env = {
    ADDRESS: "support@shop.example",
    IMAP_URL: `imap://${user}:secret@127.0.0.1:${town.dovecot.imapPort}?tls=none`,
    SMTP_URL: `smtp://127.0.0.1:${town.sink.port}?tls=none`,
    DATABASE_URL: await town.createDatabase(),
    DATA_DIR: directory,
    MODE: "live",
    ACK_HOLD: "0",
    LOG_LEVEL: "silent",
    LEASE_SECONDS: "3",
    ...extra,
  };
  const agent: Place["agent"] = async (use) => {
    const client = new ImapFlow({
      host: "127.0.0.1",
      port: town.dovecot.imapPort,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: "secret" },
      logger: false,
    });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.logout();
    }
  };
  return {
    user,
    env,
    deliver: (raw) => town.dovecot.deliver(user, raw, /^From:.*?([^\s<]+@[^\s>]+)/m.exec(raw)?.[1]),
    once: (change = {}) => once(loadConfig({ ...env, ...change.env }), change),
    look: () => agent(look),
    agent,
    renumber: () => {
      const maildir = join(town.dovecot.directory, "home", user, "mail");
      for (const name of readdirSync(maildir))
        if (name.startsWith("dovecot")) rmSync(join(maildir, name), { force: true });
    },
    lock: () => {
      const maildir = join(town.dovecot.directory, "home", user, "mail");
      for (const part of ["new", "cur"])
        for (const name of readdirSync(join(maildir, part))) chmodSync(join(maildir, part, name), 0);
    },
    clean: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function once(config: Config, { house = (same) => same, backfill = false }: Change): Promise<number> {
  const options = { backfill, onProgress: () => undefined };
  return withHouse(config, (all) => serveOnce(house(all), new AbortController().signal, options));
}

async function look(client: ImapFlow): Promise<Record<string, Seen[]>> {
  const seen: Record<string, Seen[]> = {};
  for (const folder of await client.list({ statusQuery: { messages: true } })) {
    if (!folder.status?.messages) continue;
    const lock = await client.getMailboxLock(folder.path);
    try {
      const rows = await client.fetchAll("1:*", { uid: true, flags: true, envelope: true });
      seen[folder.path] = rows.map((one) => ({
        uid: one.uid,
        subject: one.envelope?.subject ?? "",
        flags: [...(one.flags ?? [])].sort(),
      }));
    } finally {
      lock.release();
    }
  }
  return seen;
}
