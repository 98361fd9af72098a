import { fork } from "node:child_process";
import { once } from "node:events";
import { ImapFlow } from "imapflow";
import { type Dovecot, startDovecot } from "../test/support/dovecot.ts";
import { startPostgres } from "../test/support/postgres.ts";

/** Dovecot, Postgres and a sink, each in a process of its own. */
export interface Ground {
  readonly dovecot: Dovecot;
  readonly sinkPort: number;
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
export async function login(ground: Ground, user: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: ground.dovecot.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: "secret" },
    logger: false,
  });
  await client.connect();
  return client;
}

/** Puts these messages into INBOX. */
export async function fill(ground: Ground, user: string, mails: readonly Buffer[]): Promise<void> {
  const client = await login(ground, user);
  for (const mail of mails) await client.append("INBOX", mail);
  await client.logout();
}

/** foyer's environment for this user. */
export function environment(
  ground: Ground,
  user: string,
  database: string,
  dataDir: string,
): Record<string, string> {
  return {
    ADDRESS: "support@shop.example",
    IMAP_URL: `imap://${user}:secret@127.0.0.1:${ground.dovecot.imapPort}?tls=none`,
    SMTP_URL: `smtp://127.0.0.1:${ground.sinkPort}?tls=none`,
    DATABASE_URL: database,
    DATA_DIR: dataDir,
    MODE: "live",
    ACK_HOLD: "0",
    LOG_LEVEL: "silent",
    BUDGET_DOMAIN_HOUR: "10000",
    // A backlog is more than any mailbox's first hour.
    BUDGET_BRAKE: "1000",
  };
}
