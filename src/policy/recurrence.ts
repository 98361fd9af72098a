import type { Judgements, Topic } from "../classify/judgement.ts";
import type { Context, CustomerFacts } from "./decision.ts";
import { TOPIC_SURE } from "./sure.ts";

/** How often the customer was here before, within the mailbox's window. */
export interface Recurrence {
  /** Earlier tickets on the same topic, where this one or one of them complains. */
  readonly topic: number;
  /** Earlier tickets that complain. */
  readonly complaints: number;
}

/** What people ask about now and again without anything being wrong. */
const HARMLESS: ReadonlySet<string> = new Set<Topic>(["sales", "other"]);
const DAY = 86_400_000;
/** Earlier complaints that make this one the third. */
const TWO = 2;

/** For a message that opens a ticket; later ones belong to what is known already. */
export function recurrenceOf(judgements: Judgements, context: Context, complains: boolean): Recurrence {
  const past = context.ticket === null ? earlierTickets(context) : [];
  const complaints = past.filter((one) => one.complaint).length;
  const { topic } = judgements;
  if (HARMLESS.has(topic.label) || topic.confidence < TOPIC_SURE) return { topic: 0, complaints };
  const same = past.filter((one) => one.topic === topic.label);
  const problem = complains || same.some((one) => one.complaint);
  return { topic: problem ? same.length : 0, complaints };
}

function earlierTickets({ customer, now, mailbox }: Context): NonNullable<CustomerFacts["past"]> {
  const since = now.getTime() - mailbox.recurrenceDays * DAY;
  return (customer?.past ?? []).filter((one) => one.openedAt.getTime() >= since);
}

/** What it changes: "third" for a third complaint and later, "again" for the same topic again. */
export function recurs(recurrence: Recurrence | undefined, complains: boolean): "none" | "again" | "third" {
  if (recurrence === undefined) return "none";
  if (complains && recurrence.complaints >= TWO) return "third";
  return recurrence.topic > 0 ? "again" : "none";
}
