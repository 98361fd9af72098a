import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { chmod, chown } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { type DovecotLayout, dovecotConf, rightsFile } from "./dovecot.conf.ts";
import { freePort } from "./port.ts";

export interface DovecotOptions {
  readonly capability?: string;
  readonly format?: "maildir" | "sdbox";
  readonly separator?: "/" | ".";
  readonly prefix?: string;
  readonly quota?: string;
  readonly rights?: Readonly<Record<string, string>>;
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** A throw-away Dovecot on loopback. Any user name is a mailbox, its password "secret". */
export interface Dovecot {
  readonly host: "127.0.0.1";
  readonly imapPort: number;
  readonly lmtpPort: number;
  readonly password: "secret";
  readonly directory: string;
  /** A user nobody had before: an empty mailbox. */
  user(): string;
  /** Hands a message over by LMTP, as a mail server would; envelope sender null unless given. */
  deliver(user: string, raw: string | Uint8Array, sender?: string): Promise<void>;
  /** Stops it in good order and starts it again on the same ports, with the same mail. */
  restart(): Promise<void>;
  /** kill -9 of the master and all its children. */
  kill(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PACKAGES = "dovecot-imapd dovecot-lmtpd dovecot-sieve";
const BINARIES = [
  "/usr/sbin/dovecot",
  "/usr/local/sbin/dovecot",
  "/usr/local/bin/dovecot",
  "/usr/bin/dovecot",
];

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function binary(): string {
  const found = BINARIES.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`these tests need Dovecot: apt-get install ${PACKAGES}`);
  return found;
}

/** As root Dovecot drops to its own users and the mail belongs to nobody; else all is the current user's. */
function owners(): DovecotLayout["users"] {
  const me = userInfo();
  const id = (flag: string, name: string): string =>
    execFileSync("id", [flag, name], { encoding: "utf8" }).trim();
  if (me.uid !== 0) {
    const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();
    return {
      internal: me.username,
      internalGroup: group,
      login: me.username,
      mailUid: me.uid,
      mailGid: me.gid,
    };
  }
  return {
    internal: "dovecot",
    internalGroup: "dovecot",
    login: "dovenull",
    mailUid: Number(id("-u", "nobody")),
    mailGid: Number(id("-g", "nobody")),
  };
}

async function prepare(options: DovecotOptions): Promise<DovecotLayout> {
  const directory = mkdtempSync(join(tmpdir(), "foyer-dovecot-"));
  const users = owners();
  for (const name of ["run", "state", "mail", "home", "log"]) mkdirSync(join(directory, name));
  if (userInfo().uid === 0) {
    await chmod(directory, 0o755);
    await chown(join(directory, "home"), users.mailUid, users.mailGid);
  }
  const layout: DovecotLayout = {
    directory,
    imapPort: await freePort(),
    lmtpPort: await freePort(),
    format: options.format ?? "maildir",
    separator: options.separator ?? "/",
    prefix: options.prefix ?? "",
    capability: options.capability ?? null,
    quota: options.quota ?? null,
    rights: options.rights ?? {},
    tls: options.tls ?? null,
    users,
  };
  writeFileSync(join(directory, "dovecot.conf"), dovecotConf(layout));
  writeFileSync(join(directory, "rights"), rightsFile(layout.rights));
  return layout;
}

/** Whether a server greets on the port. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket();
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => end(false));
    socket.on("error", () => end(false));
    socket.on("data", (greeting) => end(/^(\* OK|220)/.test(greeting.toString("latin1"))));
    socket.connect(port, "127.0.0.1");
  });
}

/** Runs the binary to its end. An inherited pipe would be kept open for ever by Dovecot's children. */
function run(parameters: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary(), [...parameters], { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function launch(layout: DovecotLayout): Promise<void> {
  const until = Date.now() + 8_000;
  const configuration = join(layout.directory, "dovecot.conf");
  // After kill -9 the old master's sockets and pid file stand in the way for a moment.
  for (let isUp = false; !isUp; ) {
    isUp = (await run(["-c", configuration])) === 0;
    if (!isUp && Date.now() > until) throw new Error(`Dovecot does not start:\n${lastLog(layout)}`);
    if (!isUp) await pause(50);
  }
  while (!((await greets(layout.imapPort)) && (await greets(layout.lmtpPort)))) {
    if (Date.now() > until) throw new Error(`Dovecot does not answer:\n${lastLog(layout)}`);
    await pause(10);
  }
}

function lastLog(layout: DovecotLayout): string {
  const path = join(layout.directory, "log", "dovecot.log");
  return existsSync(path) ? readFileSync(path, "utf8").slice(-2_000) : "(no log)";
}

function masterPid(layout: DovecotLayout): number | null {
  const path = join(layout.directory, "run", "master.pid");
  return existsSync(path) ? Number(readFileSync(path, "utf8").trim()) : null;
}

function killAll(layout: DovecotLayout): void {
  const master = masterPid(layout);
  if (master === null) return;
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", `${master}`], { encoding: "utf8" });
  for (const pid of [master, ...children.split("\n").map(Number).filter(Boolean)]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
}

async function halt(layout: DovecotLayout): Promise<void> {
  const master = masterPid(layout);
  if (master === null) return;
  await run(["-c", join(layout.directory, "dovecot.conf"), "stop"]);
  for (let turn = 0; turn < 200 && (await greets(layout.imapPort)); turn++) await pause(10);
}

let users = 0;

/** Starts Dovecot of Debian's packages in a temporary directory; `stop` removes it. Takes about 0.1 s. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  binary();
  const layout = await prepare(options);
  await launch(layout);
  const lmtp = createTransport({
    host: "127.0.0.1",
    port: layout.lmtpPort,
    lmtp: true,
    ignoreTLS: true,
    pool: true,
    maxConnections: 1,
  });
  return {
    host: "127.0.0.1",
    imapPort: layout.imapPort,
    lmtpPort: layout.lmtpPort,
    password: "secret",
    directory: layout.directory,
    user: () => `user${++users}x${process.pid}`,
    async deliver(user, raw, sender = "") {
      await lmtp.sendMail({
        envelope: { from: sender, to: [`${user}@example.test`] },
        raw: typeof raw === "string" ? raw : Buffer.from(raw),
      });
    },
    async restart() {
      await halt(layout);
      await launch(layout);
    },
    kill: () => killAll(layout),
    start: () => launch(layout),
    async stop() {
      lmtp.close();
      // In good order it would take two seconds.
      killAll(layout);
      rmSync(layout.directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}
