import { topicNameable } from "../classify/nameable.ts";
import { orderNumbers } from "../mail/mentions.ts";
import type { Address, Message } from "../mail/message.ts";
import { missing } from "../policy/ask.ts";
import { complains } from "../policy/customer.ts";
import type { Decision } from "../policy/decision.ts";
import { recurs } from "../policy/recurrence.ts";
import { answerAddress } from "../policy/reply.ts";
import type { AlertValues } from "../smtp/staff-values.ts";
import type { AcknowledgementValues } from "../smtp/values.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import { draftFor } from "./draft.ts";
import { type CustomerOwn, type StaffOwn, toCustomer, toStaff } from "./letter.ts";
import { EXCERPT, promiseFor, senderText, type Writing } from "./writing.ts";

const HOUR = 3_600_000;

/** The automatic mail that a decision asks for: an acknowledgement to the customer, an alert and a draft to the agents. */
export function answersFor(
  desk: Writing,
  message: Message,
  decision: Decision,
  ticket: number | null,
): OutboxDraft[] {
  const drafts: OutboxDraft[] = [];
  const to = decision.acknowledge.send ? answerAddress(message, decision) : null;
  if (decision.acknowledge.send && to !== null && ticket !== null)
    drafts.push(acknowledgement(desk, message, { decision, to, ticket }));
  const promised = drafts.some(({ template }) => template === "acknowledgement");
  const alert = alertFor(desk, message, decision, { ticket, promised });
  if (alert !== null) drafts.push(alert);
  const draft = draftFor(desk, message, decision, ticket);
  if (draft !== null) drafts.push(draft);
  return drafts;
}

function acknowledgement(
  desk: Writing,
  message: Message,
  { decision, to, ticket }: { decision: Decision; to: Address; ticket: number },
): OutboxDraft {
  const { acknowledge, judgements } = decision;
  const topic = topicNameable(judgements.topic) ? judgements.topic.label : null;
  const values: CustomerOwn<AcknowledgementValues> = {
    topic,
    kind: judgements.kind.label,
    promise: promiseFor(desk, decision),
    asks: [
      ...missing(
        message,
        // Whoever is in an emergency is asked for nothing.
        decision.priority === "urgent" ? null : topic,
        orderNumbers(message.text),
        message.attachments,
      ),
    ],
    sensitivity: decision.sensitivity,
    recurrence: recurs(decision.recurrence, complains(judgements, decision.customer)),
  };
  const { language } = decision;
  const [template, manner] = acknowledge.send
    ? ([acknowledge.template, acknowledge.manner] as const)
    : (["receipt", "plain"] as const);
  return {
    ...toCustomer(desk, template, {
      ...{ to, ticket, language, manner, values, kind: "acknowledgement" },
      subject: message.subject,
      answering: message,
    }),
    dueAt: new Date(desk.now().getTime() + desk.config.ackHoldSeconds * 1000),
  };
}

/** `promised`: the customer is told a time. null where nobody is to be alerted, or enough alerts went out within the hour. */
function alertFor(
  desk: Writing,
  message: Message,
  decision: Decision,
  { ticket, promised }: { ticket: number | null; promised: boolean },
): OutboxDraft | null {
  const { agents, alertsPerHour } = desk.config;
  if (decision.alert === null || agents.length === 0) return null;
  const now = desk.now();
  const { code } = decision.alert;
  const recent = desk.alerts.filter(({ at }) => now.getTime() - at.getTime() < HOUR);
  desk.alerts.splice(0, desk.alerts.length, ...recent);
  // The brake holds back many at once, and once is enough to know.
  if (code === "brake" && recent.some((one) => one.code === code)) return null;
  if (recent.length >= alertsPerHour) {
    desk.log.warn({ ticket, reason: code }, "alert left out");
    return null;
  }
  desk.alerts.push({ at: now, code });
  const values: StaffOwn<AlertValues> = {
    ticket,
    from: senderText(decision),
    subject: message.subject,
    excerpt: message.replyText.slice(0, EXCERPT),
    folder: desk.folders?.[decision.folder] ?? decision.folder,
    reason: decision.alert,
    sensitivity: decision.sensitivity,
    promise: promised ? promiseFor(desk, decision) : null,
  };
  return toStaff(desk, "alert", { to: agents, values, ticket });
}
