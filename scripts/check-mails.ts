// Checks labelled mail: records, labels, ids, near-duplicates: node scripts/check-mails.ts FILE.jsonl…
// Prints label counts; exit 1 if something is wrong. Without arguments: all of data/train.
import { readdirSync, readFileSync } from "node:fs";
import { type LabelledMail, parseLabelled } from "../src/classify/labelled.ts";

/** Two mails that share so much of their runs of four words are near-duplicates. */
const ALIKE = 0.3;

const given = process.argv.slice(2);
const files = given.length > 0 ? given : readdirSync("data/train").map((name) => `data/train/${name}`);
const mails = files.flatMap((file) => parseLabelled(readFileSync(file, "utf8"), file));
const faults = [...sameIds(mails), ...nearDuplicates(mails)];
for (const field of ["urgency", "kind", "tone", "topic"] as const)
  console.log(
    field,
    Object.fromEntries(
      [...Map.groupBy(mails, (mail) => mail[field])].map(([label, all]) => [label, all.length]),
    ),
  );
for (const fault of faults) console.log(fault);
console.log(`${mails.length} mails, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

function sameIds(all: readonly LabelledMail[]): string[] {
  return [...Map.groupBy(all, (mail) => mail.id)].flatMap(([id, same]) =>
    same.length > 1 ? [`${id} stands twice`] : [],
  );
}

function shingles(mail: LabelledMail): Set<string> {
  const words = `${mail.subject} ${mail.text}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(3).map((_, index) => words.slice(index, index + 4).join(" ")));
}

function nearDuplicates(all: readonly LabelledMail[]): string[] {
  const sets = all.map(shingles);
  const holders = Map.groupBy(
    sets.flatMap((set, index) => [...set].map((shingle) => ({ shingle, index }))),
    (one) => one.shingle,
  );
  const shared = new Map<string, number>();
  for (const same of holders.values())
    if (same.length > 1 && same.length < 30)
      for (const [at, one] of same.entries())
        for (const other of same.slice(at + 1)) {
          const pair = `${one.index} ${other.index}`;
          shared.set(pair, (shared.get(pair) ?? 0) + 1);
        }
  return [...shared].flatMap(([pair, count]) => {
    const [a = 0, b = 0] = pair.split(" ").map(Number);
    const least = Math.min(sets[a]?.size ?? 0, sets[b]?.size ?? 0);
    return count > 2 && count / least >= ALIKE
      ? [`${all[a]?.id} and ${all[b]?.id} are alike (${count} of ${least})`]
      : [];
  });
}
