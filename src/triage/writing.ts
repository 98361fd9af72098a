import { randomUUID } from "node:crypto";
import { makeMessageId } from "../mail/thread.ts";
import type { Decision } from "../policy/decision.ts";
import { promised } from "../policy/measure.ts";
import { promiseTime } from "../policy/promise.ts";
import { type Desk, rulesOf } from "./desk.ts";

/** As many of the first letters of a message as an alert shows. */
export const EXCERPT = 300;

/** What of a desk automatic mail is written with. */
export type Writing = Pick<Desk, "config" | "secret" | "now" | "log" | "folders" | "alerts" | "habits">;

/** What the team keeps nearly always, or aims at. */
export function promiseFor(desk: Writing, decision: Decision): { deadline: string; timeZone: string } {
  const rules = rulesOf(desk);
  const deadline = promiseTime(desk.now(), promised(rules, decision.priority).hours, rules.hours);
  return { deadline: deadline.toISOString(), timeZone: rules.hours.timeZone };
}

/** "Maria Papadaki <maria@example.gr>", as far as known. */
export function senderText({ customerAddress }: Decision): string {
  if (customerAddress === null) return "";
  const { name, address } = customerAddress;
  return name === "" ? address : `${name} <${address}>`;
}

/** For a mail of ours: signed, so that an answer to it finds its ticket. */
export function newMessageId(
  desk: Pick<Writing, "config" | "secret">,
  ticket: number,
  purpose: string,
): string {
  const domain = desk.config.address.split("@")[1] ?? "localhost";
  return makeMessageId(ticket, purpose, desk.secret, domain, randomUUID());
}
