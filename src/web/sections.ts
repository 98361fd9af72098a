import { KINDS, TOPICS } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import { languageName } from "../policy/locale.ts";
import { cleanLine, cleanText } from "../smtp/literal.ts";
import { reasonText } from "../smtp/reasons.ts";
import type { CustomerRecord } from "../store/customer.ts";
import type { CardFacts, CardMessage, TicketLine } from "../store/tickets.ts";
import { dateWords } from "./dates.ts";
import type { PageWords } from "./words.ts";

/** A part of a card: plain text, to be escaped by whoever prints it. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly warnings: readonly string[];
  readonly points: readonly string[];
  readonly letters: readonly { readonly head: string; readonly text: string }[];
}

export interface CardReader {
  readonly words: PageWords;
  readonly language: Language;
  readonly timeZone: string;
}

const EMPTY = { rows: [], warnings: [], points: [], letters: [] } as const;

/** A ticket's card, for the agent who answers: who writes, what was promised, what to ask oneself, how others were solved. */
export function cardSections(facts: CardFacts, reader: CardReader): readonly Section[] {
  const { card } = reader.words;
  const points = (heading: string, list: readonly string[]): Section => ({
    ...EMPTY,
    heading,
    points: list.length === 0 ? [card.none] : list,
  });
  return [
    ticketSection(facts, reader),
    customerSection(facts.customer, reader),
    ...(facts.agreed === null
      ? []
      : [{ ...EMPTY, heading: card.agreed, letters: [{ head: "", text: cleanText(facts.agreed, 3_000) }] }]),
    points(card.questions, questions(facts, reader)),
    points(
      card.alike,
      facts.alike.map(({ answer, ...line }) => {
        const said = answer === null ? "" : `: “${cleanLine(answer, 500)}”`;
        return `${lineWords(line, reader)}${said}`;
      }),
    ),
    points(
      card.earlier,
      facts.earlier.map((line) => lineWords(line, reader)),
    ),
    points(card.reasons, reasons(facts, reader)),
    points(
      card.sent,
      facts.sent.map(({ template, at }) => `${codeWords(template, reader)}, ${clock(at, reader)}`),
    ),
    ...(facts.answer === null ? [] : [answerSection(facts.answer, reader)]),
    { ...EMPTY, heading: card.messages, letters: facts.messages.map((message) => letter(message, reader)) },
  ].filter(({ letters, points: list, rows }) => letters.length + list.length + rows.length > 0);
}

function answerSection({ at, text }: NonNullable<CardFacts["answer"]>, reader: CardReader): Section {
  const letters = [{ head: clock(at, reader), text: cleanText(text, 3_000) }];
  return { ...EMPTY, heading: reader.words.card.lastAnswer, letters };
}

function ticketSection({ ticket, subject, ratings, outreach }: CardFacts, reader: CardReader): Section {
  const { card, rating } = reader.words;
  const why = outreach === null ? [] : outreach.reasons.map((code) => codeWords(code, reader));
  const at = (date: Date | null): string => (date === null ? "" : clock(date, reader));
  const rows: readonly (readonly [string, string])[] = [
    [card.subject, cleanLine(subject, 300)],
    [card.state, codeWords(ticket.state, reader)],
    [card.priority, codeWords(ticket.priority, reader)],
    [card.kind, codeWords(ticket.kind, reader)],
    [card.topic, codeWords(ticket.topic, reader)],
    [card.manner, codeWords(ticket.manner, reader)],
    [card.opened, at(ticket.openedAt)],
    [card.firstAnswer, at(ticket.firstAnswerAt)],
    [card.promised, at(ticket.promisedUntil)],
    [card.answerDue, at(ticket.answerDueAt)],
    [card.solutionDue, at(ticket.solutionDueAt)],
    [card.recurrence, ticket.recurrence === 0 ? "" : `${count(ticket.recurrence, reader)} ×`],
    [card.complaints, ticket.complaintsInWindow === 0 ? "" : count(ticket.complaintsInWindow, reader)],
    [card.outreach, outreach === null ? "" : [...why, at(outreach.at)].join(", ")],
    ...ratings.map(
      (one) => [card.rating, `${rating[one.rating]}, ${at(one.at)}${comment(one.comment)}`] as const,
    ),
  ];
  return {
    ...EMPTY,
    heading: card.ticket,
    rows: rows.filter(([, value]) => value !== ""),
    warnings: ticket.apologyOwed ? [card.promiseBroken] : [],
  };
}

const comment = (text: string): string => (text === "" ? "" : `: ${cleanLine(text, 1_000)}`);

function customerSection(customer: CustomerRecord | null, reader: CardReader): Section {
  const { card } = reader.words;
  if (customer === null) return { ...EMPTY, heading: card.customer, points: [card.unknownCustomer] };
  const list = (values: readonly string[]): string => values.map((one) => cleanLine(one, 200)).join(", ");
  const day = (date: Date | null): string => (date === null ? "" : clock(date, reader));
  const remarks = [
    ...(customer.vip ? [card.vip] : []),
    ...(customer.optedOut ? [card.optedOut] : []),
    ...(customer.dead ? [card.dead] : []),
  ];
  const rows: readonly (readonly [string, string])[] = [
    [card.name, list(customer.names.toReversed())],
    [card.addresses, list(customer.addresses)],
    [card.phones, list(customer.phones)],
    [card.orders, list(customer.orderNumbers.slice(-10).toReversed())],
    [card.language, customer.language === null ? "" : languageName(customer.language, reader.language)],
    [card.contacts, count(customer.contacts, reader)],
    [card.firstContact, day(customer.firstContact)],
    [card.lastContact, day(customer.lastContact)],
    [card.remarks, remarks.join(", ")],
  ];
  return { ...EMPTY, heading: card.customer, rows: rows.filter(([, value]) => value !== "") };
}

/** SOURCES: the right questions, to oneself first; the general ones, then those of the kind and of the topic. */
function questions({ ticket }: CardFacts, { words }: CardReader): readonly string[] {
  const { asked } = words.card;
  const kind = ticket.complaint ? "complaint" : KINDS.find((one) => one === ticket.kind);
  const topic = TOPICS.find((one) => one === ticket.topic && one !== "other");
  return [kind, topic, "all" as const].flatMap((name) => (name === undefined ? [] : (asked[name] ?? [])));
}

/** Those of the newest message that a person wrote. */
function reasons({ messages }: CardFacts, { words }: CardReader): readonly string[] {
  const decision = messages.find((one) => one.decision?.disposition === "human")?.decision;
  return (decision?.reasons ?? []).flatMap((reason) =>
    reason.text === "" ? [] : [cleanLine(reasonText(reason, words.reasons), 300)],
  );
}

function lineWords(line: TicketLine, reader: CardReader): string {
  const rated = line.rating === null ? [] : [reader.words.rating[line.rating]];
  const parts = [codeWords(line.state, reader), clock(line.resolvedAt ?? line.openedAt, reader), ...rated];
  return `#${line.id} ${cleanLine(line.subject, 150)} (${parts.join(", ")})`;
}

function letter({ at, from, subject, text }: CardMessage, reader: CardReader) {
  const who = from === null ? "" : cleanLine(`${from.name} <${from.address}>`, 300);
  return {
    head: [clock(at, reader), who, cleanLine(subject, 200)].filter((part) => part !== "").join(" · "),
    text: cleanText(text, 3_000),
  };
}

const count = (number: number, { language }: CardReader): string =>
  new Intl.NumberFormat(language).format(number);

const codeWords = (code: string, { words }: CardReader): string =>
  Object.hasOwn(words.card.codes, code) ? (words.card.codes[code] ?? code) : code;

const clock = (date: Date, { language, timeZone }: CardReader): string =>
  dateWords(date, language, { timeZone, clock: true });
