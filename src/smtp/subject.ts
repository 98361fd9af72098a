import { withoutTokens } from "../policy/token.ts";
import { cleanLine } from "./literal.ts";

/**
 * Answer prefixes of mail programs in the languages they come in, with counters ("Re[2]:", "RE (3):") and the
 * full-width colon.
 */
const ANSWER =
  /^(?:re|aw|sv|vs|antw|odp|ynt|rif|res|bls|r|ant|va|vá|válasz|απ|απάντηση|σχετ|отв|ответ|на|ha|پاسخ|رد)\s{0,2}(?:[[(]\d{1,3}[\])]|\^\d{1,3})?\s{0,2}[:：]\s*/iu;
const TICKET_TOKEN = /\s*\[#\d{1,12}\]\s*/g;
const LONGEST = 200;

/** A subject without answer prefixes, ticket numbers, which programs pile up, and signed texts; other brackets stay. */
export function strippedSubject(subject: string): string {
  let text = withoutTokens(cleanLine(subject, 1000)).replace(TICKET_TOKEN, " ").trim();
  for (let round = 0; round < 20 && ANSWER.test(text); round++) text = text.replace(ANSWER, "");
  return text.trim();
}

/** A web or mail address, or what a mail program would make a link of: a dot between a letter or digit and two letters. */
export function holdsLink(subject: string): boolean {
  return /:\/\/|[\p{L}\p{N}][.。]\p{L}{2}/u.test(cleanLine(subject, 1000).normalize("NFKC"));
}

/** "Re: <original> [#1042]"; `otherwise` stands in for an empty original. One line, at most some 220 characters. */
export function answerSubject(original: string, ticketId: number | null, otherwise: string): string {
  const stripped = cleanLine(strippedSubject(original), LONGEST);
  const subject = stripped === "" ? cleanLine(otherwise, LONGEST) : `Re: ${stripped}`;
  return ticketId === null ? subject : `${subject} [#${ticketId}]`.trim();
}
