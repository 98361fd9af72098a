import { randomUUID } from "node:crypto";
import { foyersTopic } from "../classify/topicname.ts";
import type { Message } from "../mail/message.ts";
import { ticketAddress } from "../policy/arrival.ts";
import { complains } from "../policy/customer.ts";
import type { Decision } from "../policy/decision.ts";
import { isSure } from "../policy/sure.ts";
import type { DraftValues } from "../smtp/values.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import { type CustomerOwn, toCustomer } from "./letter.ts";
import type { Writing } from "./writing.ts";

/**
 * The answer that is drafted for an agent when a ticket is opened, as DRAFTS has it; null where none is wanted. Sensitive
 * matters get none: what is written then should not begin with a form.
 */
export function draftFor(
  desk: Writing,
  message: Message,
  decision: Decision,
  ticket: number | null,
): OutboxDraft | null {
  const to = ticketAddress(decision);
  const opens = "open" in decision.ticket && ticket !== null;
  if (!opens || to === null || decision.sensitivity !== null || !isWanted(desk, decision)) return null;
  const { topic } = decision.judgements;
  const values: CustomerOwn<DraftValues> = {
    complaint: complains(decision.judgements, decision.customer),
    topic: isSure(topic) ? foyersTopic(topic.label) : null,
    // Filled in when it is laid into Drafts.
    answer: null,
    options: [],
  };
  const { language, customer } = decision;
  return {
    ...toCustomer(desk, "draft", {
      ...{ to, ticket, language, manner: customer.primary ?? "plain", values, once: "draft" },
      subject: message.subject,
      answering: message,
    }),
    // Not signed: the agent may send it under this very id, and mail that foyer signs counts as no person's answer.
    messageId: `<draft.${randomUUID()}@${desk.config.address.split("@")[1] ?? "localhost"}>`,
  };
}

function isWanted({ config }: Writing, decision: Decision): boolean {
  if (config.drafts === "off") return false;
  if (complains(decision.judgements, decision.customer)) return true;
  const { label } = decision.judgements.kind;
  return config.drafts === "all" && (label === "question" || label === "request" || label === "complaint");
}
