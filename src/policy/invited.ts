import type { Judgements } from "../classify/judgement.ts";
import type { Message } from "../mail/message.ts";
import type { Context } from "./decision.ts";
import { deniesIt } from "./reaction.ts";

/** The message is the first answer to a mail by which we asked a silent customer how things are. */
export const isInvited = ({ ticket }: Pick<Context, "ticket">): boolean => ticket?.facts.invited === true;

/** A plain "no" to whether all is well is a complaint, whatever the classifier makes of a single word. */
export function heard(message: Message, judgements: Judgements, context: Context): Judgements {
  if (!isInvited(context) || !deniesIt(message)) return judgements;
  return { ...judgements, kind: { label: "complaint", confidence: 1, reasons: ["no to our question"] } };
}
