import type { MailboxConfig } from "../config.ts";
import { type AgreedAnswers, agreedAnswer, writtenAnswer } from "../smtp/agreed.ts";
import type { CardFacts } from "../store/tickets.ts";

/**
 * A card with the agreed answer as the ticket's draft would say it: that of its group or topic, else that of a file; one
 * that cannot be filled in as it was written.
 */
export function withAnswer(
  facts: CardFacts,
  answers: AgreedAnswers,
  { displayName, address }: Pick<MailboxConfig, "displayName" | "address">,
): CardFacts {
  const { id, language, topic } = facts.ticket;
  const values = {
    name: facts.customer?.names[0] ?? null,
    ticket: id,
    subject: facts.subject,
    company: displayName,
    mailboxAddress: address,
  };
  const agreed =
    facts.agreed === null
      ? agreedAnswer(answers, { language, topic }, values)
      : writtenAnswer(facts.agreed, language, values);
  if (agreed === null) return facts;
  const { text, options, prevention } = agreed;
  const list = options.map((option) => `- ${option}`).join("\n");
  return { ...facts, agreed: [text, list, prevention ?? ""].filter((part) => part !== "").join("\n\n") };
}
