/**
 * Cues (cues/sensitive.ts) looked for by their first letters: a message has a few hundred words, and hardly any of them
 * begins one of the hundreds of cues. As one pattern they would all be tried at each word.
 */

/**
 * Letters and digits of folded text, as few ranges: each of hundreds of patterns is compiled with them, and of \p{L}
 * that takes a millisecond.
 */
const WORD =
  "0-9A-Za-z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02c1\\u0370-\\u0373\\u0376-\\u037d\\u037f" +
  "\\u0386\\u0388-\\u0481\\u048a-\\u055f\\u0561-\\u0588\\u05d0-\\u05f2\\u0620-\\u063f\\u0641-\\u064a\\u0660-\\u0669" +
  "\\u066e-\\u06d3\\u06d5\\u06ee-\\u06fc\\u0710-\\u1fff\\u3041-\\ud7ff\\uf900-\\ufbff";
const GAP = `(?:[^${WORD}.!?]+[${WORD}'-]+){0,4}?[^${WORD}.!?]+`;
const WORDS = new RegExp(`[${WORD}]+`, "g");
/** Letters by which cues are looked up. */
const HEAD = 3;

/** Case, accents, vowel marks, Arabic spellings and joiners aside, the same text. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.replace(/`/g, "'").replace(/ {2,}/g, " ").toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]+/gu, "")
    .replace(/[\u200c\s]+/gu, " ")
    .replace(/\p{Cf}+/gu, "")
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/ς/g, "σ")
    .replace(/ي|ى/g, "ی")
    .replace(/ك/g, "ک");
}

/**
 * The source of a cue's pattern over folded text. A star after a letter or a group is any ending of the word; after a
 * group whose words end in a space it repeats them.
 */
function sourceOf(cue: string): string {
  return fold(cue)
    .replace(/ ?~ ?/g, GAP)
    .replace(/(?<=[\p{L}]\)?)\*/gu, `[${WORD}]*`);
}

/** All cues as one pattern, for cutting out. */
export function anyOf(cues: readonly string[]): RegExp {
  return new RegExp(`(?<![${WORD}])(?:${cues.map(sourceOf).join("|")})(?![${WORD}])`, "g");
}

/** For each list the first place where one of its cues stands, and what stands there; of several cues there the first. */
export function searchFor<Name>(
  lists: readonly { readonly name: Name; readonly cues: readonly string[] }[],
): (folded: string) => ReadonlyMap<Name, string> {
  const byHead = new Map<string, { readonly name: Name; readonly pattern: RegExp }[]>();
  for (const { name, cues } of lists)
    for (const cue of cues) {
      const pattern = new RegExp(`(?:${sourceOf(cue)})(?![${WORD}])`, "y");
      for (const head of headsOf(cue)) byHead.set(head, [...(byHead.get(head) ?? []), { name, pattern }]);
    }
  return (folded) => {
    const found = new Map<Name, string>();
    WORDS.lastIndex = 0;
    for (let match = WORDS.exec(folded); match !== null; match = WORDS.exec(folded))
      for (const { name, pattern } of byHead.get(match[0].slice(0, HEAD)) ?? []) {
        if (found.has(name)) continue;
        pattern.lastIndex = match.index;
        const [cue] = pattern.exec(folded) ?? [];
        if (cue !== undefined) found.set(name, cue);
      }
    return found;
  };
}

/** What the first word of a cue begins with, for each of the words that it may be. */
function headsOf(cue: string): ReadonlySet<string> {
  const folded = fold(cue);
  return new Set(openingsOf(folded).map((opening) => headOf(opening, cue)));
}

function openingsOf(folded: string): readonly string[] {
  if (!folded.startsWith("(")) return [folded];
  const end = closing(folded);
  const isOptional = folded.charAt(end + 1) === "?";
  const rest = folded.slice(end + (isOptional ? 2 : 1));
  const words = flat(folded.slice(1, end))
    .split("|")
    .map((word) => word + flat(rest).charAt(0));
  return isOptional ? [...words, ...openingsOf(rest)] : words;
}

/** Groups that do not begin a cue end its first word, or may be more of it: a star. */
function flat(folded: string): string {
  const inner = /\(([^()]*)\)\??/g;
  return folded.replace(inner, (_, group: string) => (/(?:^|\|)[\p{L}\p{N}]/u.test(group) ? "*" : " "));
}

function closing(folded: string): number {
  let depth = 0;
  for (let at = 0; at < folded.length; at++) {
    if (folded[at] === "(") depth++;
    else if (folded[at] === ")" && --depth === 0) return at;
  }
  return folded.length;
}

function headOf(opening: string, cue: string): string {
  const [word = ""] = /^[\p{L}\p{N}]+/u.exec(opening) ?? [];
  const next = opening.charAt(word.length);
  // The word could go on, and would then not be found by its head.
  if (word === "" || (word.length < HEAD && /[*(?]/.test(next)))
    throw new TypeError(`the cue "${cue}" does not begin with ${HEAD} letters or a whole word`);
  return word.slice(0, HEAD);
}
