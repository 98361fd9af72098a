import type { Message } from "../mail/message.ts";
import { findToken, readToken, type Token } from "./token.ts";

/** The first lines hold what a mail client makes of a mailto link, if it leaves the subject out. Characters. */
const WITHIN = 2_000;

const signedText = (message: Message): string | null =>
  findToken(`${message.subject}\n${message.replyText.slice(0, WITHIN)}`);

/** A rating or an opt-out by mail: whoever has the link may use it. */
export function tokenIn(message: Message, now: Date, secret: string): Token | null {
  const text = signedText(message);
  if (text === null) return null;
  for (const purpose of ["rate", "opt-out"] as const) {
    const token = readToken(text, { purpose, now }, secret);
    if (typeof token === "object") return token;
  }
  return null;
}

/** The ticket that a link's text names, whether or not the text is good. */
export function namedTicket(message: Message): number | null {
  const ticket = /_(\d{1,15})_/.exec(signedText(message) ?? "")?.[1];
  return ticket === undefined ? null : Number(ticket);
}
