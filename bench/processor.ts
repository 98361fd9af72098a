import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICK = 10;

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Milliseconds of processor time, user and system, its own and of children that it has waited for. */
  readonly spent: number;
}

/** Milliseconds of processor time, user and system, of these processes and all that they have started. */
export function processorOf(roots: readonly number[]): number {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []));
  const counted = new Set(roots);
  // A child may have a smaller number than its parent.
  for (let before = -1; before !== counted.size; ) {
    before = counted.size;
    for (const { pid, parent } of all) if (counted.has(parent)) counted.add(pid);
  }
  return all.reduce((sum, { pid, spent }) => (counted.has(pid) ? sum + spent : sum), 0);
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // proc(5): after the name, which may hold anything, state, ppid (4th) … utime, stime, cutime, cstime (14th to 17th).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number);
    return { pid, parent: Number(fields[1]), spent: (utime + stime + cutime + cstime) * TICK };
  } catch {
    // Ended meanwhile.
    return null;
  }
}
