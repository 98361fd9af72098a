import type { Language } from "../mail/message.ts";
import { MANNERS, type Manner, SENSITIVITIES } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";
import { greetingName } from "../smtp/names.ts";
import type { AlertValues, BadRatingValues, HandedOverValues, TicketsValues } from "../smtp/staff-values.ts";
import type {
  AcknowledgementValues,
  CustomerValues,
  DraftValues,
  FixedValues,
  FollowupValues,
  HandoverValues,
  OutreachValues,
  ProgressValues,
  ReferralValues,
  ReopenedValues,
  SolvedValues,
} from "../smtp/values.ts";
import { decisionSamples } from "./template-decisions.ts";
import { complaintListSample, digestSample, emptyDigestSample } from "./template-digest.ts";
import { CAST } from "./template-people.ts";
import type { Sample } from "./template-sample.ts";
import { teamSamples } from "./template-team.ts";

/** A Sunday morning; the promise is two days ahead. */
export const PREVIEWED_AT = new Date("2026-11-22T09:10:00Z");
const timeZone = "Europe/Athens";
const promise = { deadline: "2026-11-24T14:00:00Z", timeZone };
const broken = { deadline: "2026-11-20T14:00:00Z", timeZone };
const HOSTILE =
  "{{ company }} <b>**x**</b> [win](https://evil.example) ![i](https://evil.example/i.png) %{x} \u202eabc";
const rating = {
  good: "https://lantern.example/r/bG9vayBhdCB0aGlz.Z29vZA",
  partly: "https://lantern.example/r/bG9vayBhdCB0aGlz.cGFydGx5",
  not: "https://lantern.example/r/bG9vayBhdCB0aGlz.bm90",
};
const card = "https://lantern.example/c/bG9vayBhdCB0aGlz";
const unsubscribe = "https://lantern.example/u/bG9vayBhdCB0aGlz";

/** Every kind of mail in every manner, with the values that change its wording. */
export function samples(language: Language): readonly Sample[] {
  return [
    ...MANNERS.flatMap((manner) => inManner(language, manner)),
    ...inOneManner(language),
    ...toStaff(language),
    ...decisionSamples(language),
    ...teamSamples(language),
  ];
}

function customer(language: Language): CustomerValues {
  const { customer: name, subject, company } = CAST[language];
  return {
    name: greetingName({ name, address: "" }),
    ticket: 1042,
    subject,
    company,
    mailboxAddress: "support@lantern.example",
  };
}

function acknowledgement(language: Language): AcknowledgementValues {
  return {
    ...customer(language),
    topic: null,
    kind: "complaint",
    promise,
    asks: [],
    sensitivity: null,
  };
}

function inManner(language: Language, manner: Manner): readonly Sample[] {
  const of = (name: TemplateName, variant: string, values: unknown): Sample => ({
    name,
    manner,
    variant,
    values,
  });
  const ack = acknowledgement(language);
  const base = customer(language);
  const progress: ProgressValues = { ...base, promise, acted: false, second: false };
  const handover: HandoverValues = {
    ...base,
    promise,
    holder: CAST[language].colleague,
    why: "complaint",
  };
  const solved: SolvedValues = { ...base, topic: "delivery", rating };
  const followup: FollowupValues = { ...base, complaint: true, rating, unsubscribe };
  const reopened: ReopenedValues = { ...base, promise };
  const outreach: OutreachValues = {
    ...base,
    subject: "",
    why: "quiet",
    matter: base.subject,
    unsubscribe,
  };
  const { answer, options, note } = CAST[language];
  const fixed: FixedValues = { ...base, note, rating, unsubscribe };
  const draft: DraftValues = { ...base, complaint: true, topic: "delivery", answer, options: [...options] };
  return [
    of("acknowledgement", "asks", { ...ack, asks: ["order-number", "photo"] }),
    of("acknowledgement", "topic", { ...ack, topic: "delivery" }),
    of("acknowledgement", "again", { ...ack, recurrence: "again" }),
    of("acknowledgement", "third", { ...ack, recurrence: "third" }),
    of("progress", "first", progress),
    of("progress", "acted, second, apology", { ...progress, acted: true, second: true, apology: true }),
    of("handover", "complaint", handover),
    of("handover", "authority, no name", { ...handover, holder: null, why: "authority" }),
    of("handover", "delay, apology", { ...handover, why: "delay", apology: true }),
    of("solved", "links", solved),
    of("solved", "no links, no note, apology", { ...solved, topic: null, rating: null, apology: true }),
    of("followup", "links", followup),
    of("followup", "no links", { ...followup, complaint: false, rating: null, unsubscribe: null }),
    of("fixed", "links", fixed),
    of("fixed", "no links, apology", { ...fixed, rating: null, unsubscribe: null, apology: true }),
    of("reopened", "promise", reopened),
    of("outreach", "quiet", outreach),
    of("outreach", "stopped", { ...outreach, why: "stopped", matter: "" }),
    of("outreach", "never, no link", { ...outreach, why: "never", matter: "", unsubscribe: null }),
    of("draft", "agreed answer", draft),
    of("draft", "no answer, apology", { ...draft, answer: null, options: [], apology: true }),
  ];
}

function inOneManner(language: Language): readonly Sample[] {
  const manner = "plain";
  const ack = acknowledgement(language);
  const base = customer(language);
  const { longName, longSubject, benefit } = CAST[language];
  const foreign = CAST[language === "fa" ? "en" : "fa"];
  const long = { name: greetingName({ name: longName, address: "" }), subject: longSubject };
  const referral: ReferralValues = { ...base, benefit, unsubscribe };
  const followup: FollowupValues = { ...base, ...long, complaint: true, rating };
  const bare: AcknowledgementValues = { ...ack, name: null, subject: "", promise: null, kind: "question" };
  const other = { ...ack, name: foreign.customer, subject: foreign.subject };
  return [
    { name: "acknowledgement", manner, variant: "bare", values: bare },
    { name: "acknowledgement", manner, variant: "hostile subject", values: { ...ack, subject: HOSTILE } },
    { name: "acknowledgement", manner, variant: "other script", values: other },
    { name: "acknowledgement", manner, variant: "long names", values: { ...ack, ...long } },
    { name: "followup", manner, variant: "long names", values: followup },
    { name: "closing", manner, variant: "", values: base },
    { name: "referral", manner, variant: "", values: referral },
    { name: "thanks", manner, variant: "", values: ack },
    { name: "receipt", manner, variant: "", values: ack },
    ...[null, ...SENSITIVITIES].map(
      (sensitivity): Sample => ({
        name: "sensitive",
        manner,
        variant: sensitivity ?? "",
        values: { ...ack, sensitivity },
      }),
    ),
  ];
}

function toStaff(language: Language): readonly Sample[] {
  const cast = CAST[language];
  const sender = { company: cast.company, mailboxAddress: "support@lantern.example" };
  const from = `${cast.customer} <maria@example.org>`;
  const { subject, excerpt, folder } = cast;
  const one = { ...sender, ticket: 1042, from, subject, excerpt, folder, card };
  const alert: AlertValues = { ...one, promise, reason: { code: "alert-urgent", text: "harm now" } };
  const since = "2026-11-20T09:00:00Z";
  const row = { customer: cast.customer, since, due: "2026-11-22T10:00:00Z", folder };
  const tickets: TicketsValues = {
    ...sender,
    timeZone,
    tickets: [subject, cast.longSubject, "", CAST.en.subject].map((of, index) => ({
      ...row,
      ticket: 1042 + index,
      subject: of,
    })),
    more: 7,
  };
  const single = { ...tickets, tickets: tickets.tickets.slice(0, 1), more: 0 };
  const handedOver: HandedOverValues = {
    ...one,
    timeZone,
    since,
    contacts: 5,
    complaints: 2,
    answered: true,
    promise: broken,
    due: promise,
    reasons: [{ code: "complaint-today", text: "a complaint" }],
  };
  const manner = "plain";
  const rated = (given: BadRatingValues["rating"]): Sample => {
    const values: BadRatingValues = { ...one, rating: given, due: promise };
    return { name: "bad-rating", manner, variant: given, values };
  };
  return [
    { name: "alert", manner, variant: "", values: alert },
    { name: "deadline-warning", manner, variant: "many", values: tickets },
    { name: "deadline-warning", manner, variant: "one", values: single },
    { name: "overdue", manner, variant: "many", values: tickets },
    { name: "handed-over", manner, variant: "", values: handedOver },
    { name: "complaint-list", manner, variant: "", values: complaintListSample(language) },
    { name: "digest", manner, variant: "week", values: digestSample(language) },
    { name: "digest", manner, variant: "nothing to say", values: emptyDigestSample(language) },
    rated("partly"),
    rated("not"),
    rated("unhappy"),
  ];
}
