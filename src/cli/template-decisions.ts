import type { Language } from "../mail/message.ts";
import { ACTION_KINDS, type ActionKind, OUTCOMES, type Outcome } from "../policy/action.ts";
import type { DecisionDoneValues, DecisionValues, DecisionWantedValues } from "../smtp/decision-kinds.ts";
import { CAST } from "./template-people.ts";
import type { Sample } from "./template-sample.ts";

const PAGE = "https://lantern.example/a/bG9vayBhdCB0aGlz";
const MAIL = "mailto:support@lantern.example?subject=act_12";

/** The mails around what managers decide. */
export function decisionSamples(language: Language): readonly Sample[] {
  const { company, customer, subject } = CAST[language];
  const about = (kind: ActionKind): DecisionValues => ({
    company,
    mailboxAddress: "support@lantern.example",
    action: 12,
    kind,
    group: subject,
    person: `${customer} <maria@example.org>`,
    count: 23,
    link: PAGE,
  });
  const of = (name: Sample["name"], variant: string, values: DecisionWantedValues): Sample => ({
    name,
    manner: "plain",
    variant,
    values,
  });
  const ended = (outcome: Outcome, done: boolean): Sample => {
    const values: DecisionDoneValues = { ...about(done ? "name-group" : "approve-fixed"), done, outcome };
    return of("decision-done", outcome, values);
  };
  const refused = Object.keys(OUTCOMES).filter((code): code is Outcome => REFUSALS.has(code));
  return [
    ...ACTION_KINDS.map((kind) => of("decision-wanted", kind, about(kind))),
    of("decision-wanted", "by mail", { ...about("name-group"), link: MAIL }),
    of("decision-wanted", "with its note", {
      ...about("approve-fixed"),
      notes: [{ language, text: subject }],
    }),
    of("decision-confirm", "", about("approve-fixed")),
    ended("named", true),
    ...refused.map((outcome) => ended(outcome, false)),
  ];
}

const REFUSALS: ReadonlySet<string> = new Set<Outcome>(["unauthenticated", "spent", "gone", "superseded"]);
