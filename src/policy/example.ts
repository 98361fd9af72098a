import { replyText } from "../mail/quote.ts";

/** Characters of an example: a sentence or two. */
const LONGEST = 180;
/** As far as a text is read for it: it may be one endless word, which the patterns below would look at again and again. */
const READ = 2_000;
/** Shorter names are words as well. */
const SHORTEST_NAME = 3;
/** Letters that may follow a name's stem: names are inflected in Greek, Hungarian and Russian. */
const ENDING = "\\p{L}{0,4}";
const HIDDEN = "…";

/** What tells of a person and not of the matter: addresses, and numbers of orders, phones and accounts. */
const TELLING = /\S+@\S+|(?:https?:\/\/|www\.)\S+|[+(]?\p{Nd}(?:[\p{Nd}\s()./-]*\p{Nd}){2,}/giu;

/**
 * What somebody wrote, in a line, to show what a group of complaints is about: their own words without quotes and signature,
 * without the names that they are known by, without addresses and long numbers. Empty where nothing is left.
 */
export function exampleOf(wrote: {
  readonly subject: string;
  readonly text: string;
  readonly names: readonly string[];
}): string {
  const own = withoutNames(replyText(wrote.text).slice(0, READ).replace(TELLING, HIDDEN), wrote.names);
  const line = own.replace(/\s+/g, " ").trim();
  const said = /\p{L}{2}/u.test(line)
    ? line
    : withoutNames(wrote.subject.replace(TELLING, HIDDEN), wrote.names);
  return shortened(said.replace(/…(?:[\s.,]*…)+/g, HIDDEN).trim());
}

function withoutNames(text: string, names: readonly string[]): string {
  const parts = names.flatMap((name) => name.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []);
  const stems = parts.flatMap((part) => (part.length < SHORTEST_NAME ? [] : stemOf(part)));
  if (stems.length === 0) return text;
  const known = new RegExp(`(?<!\\p{L})(?:${[...new Set(stems)].join("|")})${ENDING}(?!\\p{L})`, "giu");
  return text.replace(known, HIDDEN);
}

/** "Мария" is "Марии", "Γιώργος" is "Γιώργο"; letters alone, so it needs no escaping. */
const stemOf = (name: string): string => (name.length < 5 ? name : name.slice(0, -1));

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST - 1);
  const end = Math.max(...[". ", "! ", "? ", "؟ "].map((mark) => cut.lastIndexOf(mark)));
  return end > LONGEST / 3 ? cut.slice(0, end + 1) : `${cut.replace(/\s\S*$/, "")} ${HIDDEN}`;
}
