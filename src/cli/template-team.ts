import { ROOT_CAUSES } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import { addDays } from "../policy/usual.ts";
import {
  HOOK_FAILURES,
  type HookFailedValues,
  type KudosValues,
  type LookBackValues,
  type NoteFiledValues,
  type SilenceValues,
  type SpikeValues,
} from "../smtp/team-values.ts";
import { CAST } from "./template-people.ts";
import type { Sample } from "./template-sample.ts";

const FIRST = "2026-11-09";
const plotOf = (counts: readonly number[]) =>
  counts.map((customers, index) => ({ date: addDays(FIRST, index), customers }));

/** The mails about what piles up, what stays away, and how a month went. */
export function teamSamples(language: Language): readonly Sample[] {
  const { company, subject, longSubject, praise } = CAST[language];
  const sender = { company, mailboxAddress: "support@lantern.example" };
  const of = (name: Sample["name"], variant: string, values: unknown): Sample => ({
    name,
    manner: "plain",
    variant,
    values,
  });
  const spike: SpikeValues = {
    ...sender,
    kind: "group",
    group: 17,
    name: subject,
    days: 1,
    customers: 9,
    usual: 0.4,
    languages: [language, language === "ru" ? "en" : "ru"],
    plot: plotOf([0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 1, 0, 9]),
    examples: [subject, longSubject, ""].map((one, index) => ({ ticket: 1042 + index, subject: one })),
    more: 6,
    link: "https://tracker.example/issues/42",
  };
  const bare = { group: null, link: null, days: 7, customers: 31, usual: 11.7, more: 28 };
  const silence: SilenceValues = {
    ...sender,
    what: "mail",
    days: 1,
    customers: 0,
    usual: 23.4,
    plot: plotOf([24, 21, 26, 19, 22, 8, 6, 25, 20, 23, 22, 9, 0, 0]),
  };
  const kudos: KudosValues = {
    ...sender,
    month: "2026-10",
    praise: praise.map((words, index) => ({ ticket: 1042 + index, words })),
    more: 4,
    good: 12,
  };
  const lookBack: LookBackValues = {
    ...sender,
    month: "2026-10",
    count: 41,
    before: 52,
    causes: ROOT_CAUSES.map((cause, index) => ({
      cause,
      count: [19, 4, 9, 3, 6][index] ?? 1,
      before: [24, 4, 12, 5, 7][index] ?? 1,
      late: [5, 0, 1, 0, 2][index] ?? 0,
      reopened: [3, 1, 0, 0, 0][index] ?? 0,
      unhappy: [2, 0, 2, 0, 0][index] ?? 0,
    })),
    mended: 14,
  };
  return [
    of("spike", "group", spike),
    of("spike", "a topic", { ...spike, ...bare, kind: "topic", name: "delivery" }),
    of("spike", "root cause", { ...spike, ...bare, kind: "root-cause", name: "interpersonal" }),
    of("silence", "mail", silence),
    of("silence", "complaints", { ...silence, what: "complaints", days: 7, customers: 2, usual: 14.2 }),
    ...HOOK_FAILURES.map((why) => {
      const values: HookFailedValues = {
        ...sender,
        target: why === "gone" ? "tracker" : "chat",
        why,
        code: "hook-404",
      };
      return of("hook-failed", why, values);
    }),
    of("note-filed", "", { ...sender, folder: "Queue" } satisfies NoteFiledValues),
    of("kudos", "", kudos),
    of("look-back", "", lookBack),
    of("look-back", "first month", {
      ...lookBack,
      before: null,
      mended: 0,
      causes: lookBack.causes.map((one) => ({ ...one, before: null })),
    }),
  ];
}
