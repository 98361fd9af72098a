/**
 * The block of contact details that mail programs and people put below a name without any delimiter: name, role, company,
 * telephone, address. Told by the formula that closes a letter above it, and by the details themselves.
 */

/** Lines of such a block that are looked at, the name among them. */
const MOST_LINES = 10;
/** A line of a card is short. Characters. */
const LONGEST = 70;

const CLOSINGS: readonly string[] = [
  // English
  "(?:kind(?:est)?|best|warm(?:est)?|many|with (?:kind|best)) (?:regards|wishes|thanks)",
  "regards|sincerely|(?:yours|very) (?:truly|sincerely|faithfully)|sincerely yours|respectfully(?: yours)?|cheers|best|thanks?(?: you)?(?: (?:so|very) much)?(?: and regards| in advance)?|all the best|br|rgds",
  // Greek
  "με (?:εκτίμηση|φιλικούς χαιρετισμούς|τιμή|σεβασμό|ευχαριστίες)|μετά τιμής|(?:φιλικά|χαιρετισμούς|χαιρετώ)|(?:σας )?ευχαριστώ(?: πολύ| θερμά| εκ των προτέρων)?|ευχαριστούμε",
  // Hungarian
  "(?:baráti|szívélyes|üdvözlettel|tisztelettel|köszönettel|előre is köszönöm|köszönöm(?: szépen| előre is)?|üdv|üdvözlet)(?: üdvözlettel| üdv)?|(?:minden jót|szép napot)(?: kívánok)?",
  // Persian
  "با (?:احترام|تشکر|سپاس|آرزوی \\S{2,12})(?: فراوان)?|(?:ارادتمند|سپاسگزارم?|متشکرم|ممنونم?|باتشکر|بااحترام)(?: شما)?",
  // Russian
  "с (?:уважением|наилучшими пожеланиями|благодарностью)|(?:всего (?:доброго|хорошего)|искренне ваша?|спасибо(?: большое| заранее)?|заранее (?:спасибо|благодар\\p{L}{1,5})|благодарю)",
];
const CLOSING = new RegExp(`^(?:${CLOSINGS.join("|")})[\\s,.:!،–—-]{0,4}$`, "iu");

/** Only a card has a line like these: a telephone or fax number, a web or mail address, a labelled number. */
const DETAILS: readonly RegExp[] = [
  /^(?:[^\p{L}\d]{0,4}|[\p{L}. ]{1,14}[:.\s]\s?)[+(]?[\d۰-۹][\d۰-۹\s()./-]{6,20}$/u,
  /^[^\s]{0,3}\s?(?:[\p{L}-]{1,10}:\s?)?[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,90}$/u,
  /^[^\s]{0,3}\s?(?:[\p{L}-]{1,10}:\s?)?(?:https?:\/\/|www\.)\S{3,100}$/iu,
];

/** What somebody adds below the name, and what goes on talking. */
const TALK =
  /^(?:p\.?\s?s\b|υ\.?\s?γ\b|u\.?\s?i\b|پ\.?\s?ن\b|з\.?\s?ы\b|п\.?\s?с\b)|[?;؟!]|\.\s+\p{L}|[\p{L}\d]\.$/iu;

/**
 * Where such a block begins: the index of the first line below the closing formula and the name; null where there is
 * none, or where what follows the formula still says something.
 */
export function contactBlock(lines: readonly string[]): number | null {
  const end = lines.findLastIndex((line) => line.trim() !== "") + 1;
  const from = Math.max(0, end - MOST_LINES * 2);
  const closing = lines.findLastIndex((line, at) => at >= from && at < end && CLOSING.test(line.trim()));
  if (closing < 0) return null;
  const card = lines.slice(closing + 1, end).map((line) => line.replace(/[*|\u200e\u200f]/g, " ").trim());
  const filled = card.filter((line) => line !== "");
  if (filled.length < 2 || filled.length > MOST_LINES) return null;
  if (filled.some((line) => line.length > LONGEST)) return null;
  if (!filled.some((line) => DETAILS.some((detail) => detail.test(line)))) return null;
  const talks = filled.some(
    (line) => TALK.test(line.replace(/\b\p{L}{1,5}\./gu, "")) && !DETAILS.some((one) => one.test(line)),
  );
  if (talks) return null;
  const name = card.findIndex((line) => line !== "");
  return closing + 1 + name + 1;
}
