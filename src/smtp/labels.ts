import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KINDS, ROOT_CAUSES, TONES, TOPICS } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import { DISPOSITIONS, PRIORITIES } from "../policy/decision.ts";
import { TICKET_STATES } from "../policy/ticket.ts";

const word = z.string().min(1).max(120);

/** Names of what foyer tells apart, as they stand in lists that staff read: templates/<language>/labels.json. */
const labels = z.object({
  topics: z.record(z.enum(TOPICS), word),
  causes: z.record(z.enum(ROOT_CAUSES), word),
  priorities: z.record(z.enum(PRIORITIES), word),
  kinds: z.record(z.enum(KINDS), word),
  tones: z.record(z.enum(TONES), word),
  /** What programs send, in the plural. */
  dispositions: z.partialRecord(z.enum(DISPOSITIONS), word),
  /** Who was erased, or gave neither name nor address. */
  nameless: word,
  leads: z.record(z.enum(["complaints-manager", "supervisor", "managers", "agents"]), word),
  /** What agents' moves say something of; who sent it, and whose it is, by what they say. */
  learns: z.record(z.string(), word),
  /** By reason code (policy/silent.ts). */
  silent: z.record(z.string(), word),
  states: z.record(z.enum(TICKET_STATES), word),
});
export type Labels = z.infer<typeof labels>;

/** The word for a code; the code itself where there is none, as for a mailbox' own topics. */
export const labelled = (words: Readonly<Partial<Record<string, string>>>, code: string): string =>
  (Object.hasOwn(words, code) ? words[code] : undefined) ?? code;

/** One language's, from `overrideDir` where that has them; null where there are none, or, with a fault, where they cannot be read. */
export function readLabels(
  [dir, overrideDir]: readonly [string, string | null],
  language: Language,
  onFault: (file: string, what: string) => void,
): Labels | null {
  const own = overrideDir === null ? null : join(overrideDir, language, "labels.json");
  const file = own !== null && existsSync(own) ? own : join(dir, language, "labels.json");
  if (!existsSync(file)) return null;
  try {
    const read = labels.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) onFault(file, `${path.join(".")}: ${message}`);
  } catch (error) {
    onFault(file, error instanceof Error ? error.message : "cannot be read");
  }
  return null;
}
