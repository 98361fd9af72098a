import type { Context, Disposition, Refusal } from "./decision.ts";

/**
 * What an agent may know better than the guards. Of a message that agent looked at; of whatever else comes from that
 * customer, whose autoresponder stays one. A bounce, a report or a receipt is no person's whoever says so.
 */
const OF_THIS_MESSAGE: readonly Disposition[] = ["autoresponse", "list", "bulk", "spam"];
const OF_ITS_SENDER: readonly Disposition[] = ["list", "bulk", "spam"];

/** Here nobody can be answered, or a program answers back: an agent's word changes nothing. */
const STANDING: ReadonlySet<string> = new Set([
  "null-sender",
  "empty-sender",
  "noreply-address",
  "system-address",
  "challenge-response",
  "x-loop",
]);

type Said = Pick<Context, "person" | "customer">;

/** Whether an agent has said that a person wrote this message, or stands behind its address. */
export function isPerson({ person, customer }: Said): boolean {
  return person === true || customer?.person === true;
}

/** Whether an agent's word outweighs what a guard saw. */
export function isOverruled({ disposition, reason }: Refusal, said: Said): boolean {
  if (!isPerson(said) || STANDING.has(reason.code)) return false;
  return (said.person === true ? OF_THIS_MESSAGE : OF_ITS_SENDER).includes(disposition);
}
