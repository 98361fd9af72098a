import { prefixOf } from "./load.ts";
import type { Environment } from "./reader.ts";
import { VARIABLES, type VariableName } from "./variables.ts";

/** Edits between two words: insertions, deletions, replacements, neighbours swapped. Words are short. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** How far a name may be from one of ours and still be taken for it: short words are near to too many. */
function tolerance(name: string): number {
  if (name.length <= 4) return 0;
  return name.length <= 7 ? 1 : 2;
}

/** Common in other programs' environments, and near to one of ours by accident. */
const others = new Set(["AGENT", "LANGUAGES", "MANAGER", "MODEL"]);

/**
 * Warnings about variables that look like misspelt ones of ours ("IMAP_ULR"). Names only, never values.
 * Anything else in the environment is none of our business.
 */
export function configWarnings(environment: Environment): readonly string[] {
  const names = (environment.MAILBOXES ?? "").split(",").map((name) => prefixOf(name.trim()));
  const prefixes = names.filter((prefix) => /^[A-Z]/.test(prefix));
  const known = new Set(Object.keys(VARIABLES));
  for (const prefix of prefixes)
    for (const [name, variable] of Object.entries(VARIABLES))
      if (variable.scope !== "global") known.add(prefix + name);
  const warnings: string[] = [];
  for (const name of Object.keys(environment)) {
    if (known.has(name) || others.has(name) || name.length > 60 || !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name))
      continue;
    const near = nearest(name.toUpperCase().replaceAll("-", "_"), known);
    if (near !== null) warnings.push(`${name} is not a variable of foyer and was ignored; ${near} is.`);
  }
  const ignored = unshared(environment, prefixes);
  return [...warnings, ...ignored];
}

function nearest(name: string, known: ReadonlySet<string>): string | null {
  let best: string | null = null;
  let least = tolerance(name) + 1;
  for (const one of known) {
    if (Math.abs(one.length - name.length) >= least) continue;
    const edits = distance(name, one);
    if (edits >= least) continue;
    best = one;
    least = edits;
  }
  return best;
}

/** With several mailboxes, a plain ADDRESS belongs to none of them. */
function unshared(environment: Environment, prefixes: readonly string[]): readonly string[] {
  const first = prefixes[0];
  if (first === undefined) return [];
  const own = (Object.keys(VARIABLES) as VariableName[]).filter((name) => VARIABLES[name].scope === "own");
  return own
    .filter((name) => (environment[name] ?? "") !== "")
    .map((name) => `${name} is ignored where MAILBOXES is set; ${first}${name} is not.`);
}
