import type { Address, Language } from "../mail/message.ts";
import { canonical } from "./addresses.ts";

/** What a manager says of a fix, in each language that customers of the group speak: what was done, and what keeps it so. */
export type Notes = Readonly<Partial<Record<Language, string>>>;

/** Why a customer is not told that what was complained about has been put right. */
export const FIXED_LEFT_OUT = {
  erased: "the customer was erased",
  unreachable: "there is no address that a program may write to",
  "opted-out": "the customer wants no automatic mail",
  "dead-address": "mail to the address has come back for good",
  "told-already": "the customer was told, and has not complained about it since",
  "other-group": "the complaint was put into another group meanwhile",
  "no-note": "there is no note in the customer's language yet",
} as const;
export type FixedLeftOut = keyof typeof FIXED_LEFT_OUT;

/** One complaint of a group, and what is known of who complained. */
export interface Affected {
  readonly ticketId: number;
  readonly customerId: number | null;
  readonly at: Date;
  readonly language: Language;
  /** null where nobody can be written to. */
  readonly answerTo: Address | null;
  readonly erased: boolean;
  readonly optedOut: boolean;
  readonly dead: boolean;
}

/** A mail that has told somebody, or is about to. */
export interface Told {
  readonly customerId: number | null;
  readonly ticketId: number;
  /** canonical() of where it went; null once erased. */
  readonly address: string | null;
  readonly at: Date;
}

/** Somebody to be told, or not, and why not. */
export interface Letter {
  readonly affected: Affected;
  readonly leftOut: FixedLeftOut | null;
}

/** Why this one is not told, or null: the first that holds. */
export function leftOutOfFixed(one: Affected, told: readonly Told[], notes: Notes): FixedLeftOut | null {
  if (one.erased) return "erased";
  if (one.answerTo === null) return "unreachable";
  if (one.optedOut) return "opted-out";
  if (one.dead) return "dead-address";
  if (told.some((mail) => isSame(one, mail) && mail.at >= one.at)) return "told-already";
  return notes[one.language] === undefined ? "no-note" : null;
}

function isSame(one: Affected, mail: Told): boolean {
  if (one.ticketId === mail.ticketId) return true;
  if (one.customerId !== null && one.customerId === mail.customerId) return true;
  return one.answerTo !== null && mail.address === canonical(one.answerTo.address);
}

/**
 * One letter a person, in the thread of the newest complaint, however often and from whichever of their addresses they
 * complained. @param affected newest first
 */
export function fixedLetters(
  affected: readonly Affected[],
  told: readonly Told[],
  notes: Notes,
): readonly Letter[] {
  const people = new Set<string>();
  return affected.flatMap((one) => {
    const keys = keysOf(one);
    const known = keys.some((key) => people.has(key));
    for (const key of keys) people.add(key);
    return known ? [] : { affected: one, leftOut: leftOutOfFixed(one, told, notes) };
  });
}

function keysOf({ customerId, answerTo, ticketId }: Affected): readonly string[] {
  const keys = [
    ...(customerId === null ? [] : [`customer ${customerId}`]),
    ...(answerTo === null ? [] : [canonical(answerTo.address)]),
  ];
  return keys.length === 0 ? [`ticket ${ticketId}`] : keys;
}
