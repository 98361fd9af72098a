import { type ExecFileException, execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { openStore } from "../../src/store/open.ts";
import { freePort } from "./port.ts";

export interface TestPostgres {
  /** Of the maintenance database; its user may do everything, without a password. */
  readonly url: string;
  /** Process id of the server. */
  readonly pid: number;
  /** A database of its own, migrated unless `empty`; returns its URL. */
  createDatabase(options?: { readonly empty?: boolean }): Promise<string>;
  /** Ends every connection to that database, as an administrator or a restart would. */
  endConnections(url: string): Promise<void>;
  stop(): Promise<void>;
}

const TEMPLATE = "foyer_template";

/** A throw-away Postgres from Debian's package, on a free port of the loopback, in a directory of its own. */
export async function startPostgres(): Promise<TestPostgres> {
  const run = runner(binaries());
  const directory = mkdtempSync(join(tmpdir(), "foyer-postgres-"));
  if (run.as.uid !== undefined) chownSync(directory, run.as.uid, run.as.gid ?? run.as.uid);
  const place = join(directory, "db");
  await run.command("initdb", ["-D", place, "-U", "foyer", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
  const port = await freePort();
  const options = `-p ${port} -h 127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit=off
    -c full_page_writes=off -c max_connections=200`.replaceAll("\n", " ");
  await run.command("pg_ctl", ["-D", place, "-l", join(directory, "log"), "-o", options, "-w", "start"]);
  const halt = () => {
    if (existsSync(place)) run.commandSync("pg_ctl", ["-D", place, "-m", "immediate", "-w", "stop"]);
    rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", halt);
  const url = (database: string) => `postgres://foyer@127.0.0.1:${port}/${database}`;
  const admin = postgres(url("postgres"), { max: 1, onnotice: () => undefined });
  let databases = 0;
  return {
    url: url("postgres"),
    pid: Number.parseInt(readFileSync(join(place, "postmaster.pid"), "utf8"), 10),
    createDatabase: async ({ empty = false } = {}) => {
      if (!empty) await ensureTemplate(admin, url(TEMPLATE));
      const name = `foyer_${++databases}`;
      await admin.unsafe(`create database ${name}${empty ? "" : ` template ${TEMPLATE}`}`);
      return url(name);
    },
    endConnections: async (of) => {
      const name = new URL(of).pathname.slice(1);
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    },
    stop: async () => {
      await admin.end();
      process.off("exit", halt);
      halt();
    },
  };
}

async function ensureTemplate(admin: postgres.Sql, url: string): Promise<void> {
  const [known] = await admin`select 1 from pg_database where datname = ${TEMPLATE}`;
  if (known !== undefined) return;
  await admin.unsafe(`create database ${TEMPLATE}`);
  const store = await openStore({ databaseUrl: url, dataDir: "" });
  await store.migrate();
  await store.close();
}

/** Debian keeps them off the PATH, by version; the newest is taken. */
function binaries(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(root, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
  if (found === undefined)
    throw new Error("Postgres is missing: these tests need Debian's package: apt-get install postgresql");
  return found;
}

/** Postgres refuses to run as root: then it runs as the user that the package made. */
function runner(bin: string) {
  const isRoot = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const as: { uid?: number; gid?: number } = isRoot ? { uid: id("-u"), gid: id("-g") } : {};
  const command = (name: string, parameters: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      const done = (error: ExecFileException | null, _: string, said: string) =>
        error === null ? resolve() : reject(new Error(`${name} failed: ${said}`, { cause: error }));
      // The server inherits what pg_ctl has open: a pipe would never close.
      const child = execFile(join(bin, name), parameters, { ...as, cwd: tmpdir() }, done);
      child.once("exit", () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
    });
  const commandSync = (name: string, parameters: readonly string[]) => {
    execFileSync(join(bin, name), parameters, { ...as, cwd: tmpdir(), stdio: "ignore" });
  };
  return { as, command, commandSync };
}
