import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { PermanentError } from "../errors.ts";

/** Files that this process itself holds: in a container every start may get the same pid. */
const held = new Set<string>();

/**
 * Makes `path` the sign that this process uses what stands beside it; returns what takes it away again. A sign left by
 * a process that is gone is taken over. Throws PermanentError("database-locked") where another one is alive.
 */
export function lock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  for (let tries = 0; tries < 3; tries++) {
    if (created(path)) {
      held.add(path);
      return () => {
        if (held.delete(path)) unlinkSync(path);
      };
    }
    const holder = read(path);
    if (holder !== null && isAlive(path, holder)) throw locked(path, holder);
    if (holder !== null) takeAway(path, holder);
  }
  throw new PermanentError("database-locked", `${path} is fought over by several processes`);
}

function locked(path: string, holder: Holder): PermanentError {
  return new PermanentError(
    "database-locked",
    `the database beside ${path} is in use by process ${holder.pid}; PGlite is for one process, set DATABASE_URL for more`,
  );
}

interface Holder {
  /** 0 where the sign names none. */
  readonly pid: number;
  /** Start time of the process, so that a pid used anew is not taken for the old one; "" where it is unknown. */
  readonly started: string;
}

function created(path: string): boolean {
  // Written first and linked then, so that no one ever reads a half-written sign.
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, "w");
  writeSync(file, `${process.pid} ${startTime(process.pid)}\n`);
  closeSync(file);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function read(path: string): Holder | null {
  try {
    const [, pid = "0", started = ""] = /^(\d+)(?: (\d+))?$/.exec(readFileSync(path, "utf8").trim()) ?? [];
    return { pid: Number(pid), started };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function isAlive(path: string, { pid, started }: Holder): boolean {
  if (pid === process.pid) return held.has(path);
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (codeOf(error) === "ESRCH") return false;
  }
  const now = startTime(pid);
  return started === "" || now === "" || now === started;
}

/** Two processes may find the same stale sign: only one rename can take that one away. */
function takeAway(path: string, stale: Holder): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    const taken = read(aside);
    // The other was faster, and what was taken is its new sign: put it back.
    if (taken !== null && (taken.pid !== stale.pid || taken.started !== stale.started)) linkSync(aside, path);
    unlinkSync(aside);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  }
}

/** Field 22 of /proc/PID/stat (clock ticks after boot); "" where there is no such file. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in field 2 may hold spaces and parentheses: count from its end.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
