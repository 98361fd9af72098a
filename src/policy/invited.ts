import type { Judgements } from "../classify/judgement.ts";
import type { Message } from "../mail/message.ts";
import type { Context } from "./decision.ts";
import { deniesIt } from "./reaction.ts";

/** The message is the first answer to a mail by which we asked a silent customer how things are. */
export const isInvited = ({ ticket }: Pick<Context, "ticket">): boolean => ticket?.facts.invited === true;

/**
 * A plain "no" to whether all is well is a complaint, whatever the classifier makes of a single word; and what somebody
 * says who was asked is never for information only: where it seems so, that is not trusted.
 */
export function heard(message: Message, judgements: Judgements, context: Context): Judgements {
  if (!isInvited(context)) return judgements;
  const { kind } = judgements;
  if (deniesIt(message))
    return { ...judgements, kind: { label: "complaint", confidence: 1, reasons: ["no to our question"] } };
  return kind.label === "other" ? { ...judgements, kind: { ...kind, confidence: 0 } } : judgements;
}
