import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { KINDS, TOPICS } from "../classify/judgement.ts";
import { PermanentError } from "../errors.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { ACTION_KINDS, GROUP_STATES } from "../policy/action.ts";
import { type ReasonWords, readReasons } from "../smtp/reasons.ts";
import type { Fault as TemplateFault } from "../smtp/template-file.ts";

const phrase = z.string().min(1).max(600);

const rating = z.strictObject({
  title: phrase,
  about: phrase,
  aboutNumber: phrase,
  question: phrase,
  good: phrase,
  partly: phrase,
  not: phrase,
  comment: phrase,
  send: phrase,
  doneGood: phrase,
  donePartly: phrase,
  doneNot: phrase,
  change: phrase,
  already: phrase,
  alreadyText: phrase,
});

const optOut = z.strictObject({
  title: phrase,
  text: phrase,
  stop: phrase,
  done: phrase,
  doneText: phrase,
  undo: phrase,
  undone: phrase,
});

/** Each fault has a heading and a text. */
const FAULTS = ["broken", "expired", "gone", "tooLarge", "tooMany", "failed"] as const;
export type Fault = (typeof FAULTS)[number];

const card = z.strictObject({
  title: phrase,
  customer: phrase,
  name: phrase,
  addresses: phrase,
  phones: phrase,
  orders: phrase,
  language: phrase,
  contacts: phrase,
  firstContact: phrase,
  lastContact: phrase,
  remarks: phrase,
  vip: phrase,
  optedOut: phrase,
  dead: phrase,
  unknownCustomer: phrase,
  ticket: phrase,
  subject: phrase,
  state: phrase,
  priority: phrase,
  topic: phrase,
  kind: phrase,
  manner: phrase,
  opened: phrase,
  firstAnswer: phrase,
  lastAnswer: phrase,
  answerDue: phrase,
  solutionDue: phrase,
  promised: phrase,
  promiseBroken: phrase,
  recurrence: phrase,
  complaints: phrase,
  outreach: phrase,
  rating: phrase,
  reasons: phrase,
  messages: phrase,
  sent: phrase,
  questions: phrase,
  earlier: phrase,
  alike: phrase,
  agreed: phrase,
  none: phrase,
  expires: phrase,
  /** States, priorities, kinds, topics and manners; what is missing shows as its code. */
  codes: z.record(z.string(), phrase),
  /** Questions to ask oneself: for every ticket, then by kind and by topic. */
  asked: z.partialRecord(z.enum(["all", ...KINDS, ...TOPICS]), z.array(phrase).max(6)),
});

const action = z.strictObject({
  title: phrase,
  /** What is decided; may name {group}, {person} and {count}. */
  what: z.record(z.enum(ACTION_KINDS), phrase),
  size: phrase,
  examples: phrase,
  whom: phrase,
  more: phrase,
  leftOut: phrase,
  /** Why people are left out, by code. */
  codes: z.record(z.string(), phrase),
  note: phrase,
  askText: phrase,
  ask: phrase,
  sent: phrase,
  sentText: phrase,
  notSent: phrase,
  notSentText: phrase,
  name: phrase,
  language: phrase,
  answer: phrase,
  answerHint: phrase,
  link: phrase,
  state: phrase,
  states: z.record(z.enum(GROUP_STATES), phrase),
  openEntry: phrase,
  do: phrase,
  missing: phrase,
  badAnswer: phrase,
  taken: phrase,
  takenText: phrase,
  spent: phrase,
  spentText: phrase,
  notYours: phrase,
  notYoursText: phrase,
  late: phrase,
  lateText: phrase,
  /** Where there are digests. */
  lateNext: phrase,
  /** Only the second link is too old. */
  lateConfirm: phrase,
  lateConfirmText: phrase,
  changed: phrase,
  changedText: phrase,
});

const pageWords = z.strictObject({
  rating,
  optOut,
  faults: z.record(z.enum(FAULTS.flatMap((fault) => [fault, `${fault}Text` as const])), phrase),
  card,
  action,
});
/** templates/<language>/pages.json. */
export type PageWords = z.infer<typeof pageWords> & {
  /** What each reason code means. */
  readonly reasons: ReasonWords;
};

type Words = Readonly<Record<Language, PageWords>>;

/**
 * The words of the pages in every language; a file of the same name in `overrideDir` stands in for foyer's own. Throws
 * PermanentError("templates") whose message has a line for each fault.
 */
export function loadPageWords(dir: string, overrideDir: string | null): Words {
  const { words, faults } = readPageWords(dir, overrideDir);
  const lines = faults.map(({ file, what }) => `${file}: ${what}`);
  if (lines.length > 0)
    throw new PermanentError("templates", `the words of the pages cannot be used:\n${lines.join("\n")}`);
  return Object.fromEntries(words) as Words;
}

/** What is wrong with the words of the pages: while there is anything, no page is served. */
export function pageWordFaults(dir: string, overrideDir: string | null): readonly TemplateFault[] {
  return readPageWords(dir, overrideDir).faults;
}

function readPageWords(dir: string, overrideDir: string | null) {
  const faults: TemplateFault[] = [];
  const words = LANGUAGES.flatMap((language): readonly (readonly [Language, PageWords])[] => {
    const own = overrideDir === null ? null : join(overrideDir, language, "pages.json");
    const file = own !== null && existsSync(own) ? own : join(dir, language, "pages.json");
    try {
      const parsed = pageWords.safeParse(JSON.parse(readFileSync(file, "utf8")));
      const reasons = readReasons({ dir, overrideDir }, language, (file, what) =>
        faults.push({ file, line: 0, what }),
      );
      if (parsed.success) return [[language, { ...parsed.data, reasons }]];
      for (const { path, message } of parsed.error.issues)
        faults.push({ file, line: 0, what: `${path.join(".")}: ${message}` });
    } catch (error) {
      faults.push({ file, line: 0, what: error instanceof Error ? error.message : "cannot be read" });
    }
    return [];
  });
  return { words, faults };
}
