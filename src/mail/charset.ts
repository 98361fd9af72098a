/**
 * Octets whose charset is not, or wrongly, declared. Only the single-byte charsets of the product's languages are
 * told apart, by how common the letters are that they would make.
 */
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Letters by falling frequency; capitals count little, so that KOI8-R and windows-1251 are told apart. */
const COMMON: Readonly<Record<string, string>> = {
  "windows-1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ",
  "koi8-r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
  "iso-8859-5": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
  ibm866: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
  "windows-1253": "αοιετσνηυρπκμλςίωάγόέδήχθύώβφξζψ",
  "windows-1250": "áéíóöőúüűčšžěřłąęśżćń",
  "windows-1256": "اينردمهوتبسلشكعقفجخپحزطصچگظضذغئآژثءی",
  "windows-1252": "éèêàçùôîïëâäöüßñåæøœóíáú",
};

const SAMPLE = 4_000;

/** true where the octets are valid UTF-8 (plain ASCII included). */
export function isUtf8(octets: Uint8Array): boolean {
  try {
    UTF8.decode(octets);
    return true;
  } catch {
    return false;
  }
}

/** The likeliest charset of octets that no label can be trusted for: UTF-8 where valid, else by frequency. */
export function guessCharset(octets: Uint8Array): string {
  if (isUtf8(octets)) return "utf-8";
  const high = octets.filter((octet) => octet >= 0x80).subarray(0, SAMPLE);
  let best = "windows-1252";
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const [charset, letters] of Object.entries(COMMON)) {
    const score = plausibility(new TextDecoder(charset).decode(high), letters);
    if (score > bestScore) {
      best = charset;
      bestScore = score;
    }
  }
  return best;
}

function plausibility(text: string, letters: string): number {
  let score = 0;
  for (const character of text) {
    const lower = letters.indexOf(character);
    const rank = lower >= 0 ? lower : letters.indexOf(character.toLowerCase());
    if (rank < 0) score -= /\p{L}/u.test(character) ? 0.5 : 0.3;
    else score += (lower >= 0 ? 1 : 0.3) * (1 - rank / (letters.length * 1.5));
  }
  return score;
}

/** Decodes octets by `label` where it is known and they fit it, else by guess. Never throws. */
function decodeOctets(octets: Uint8Array, label: string | null): string {
  if (isUtf8(octets)) return new TextDecoder("utf-8").decode(octets);
  const decoder = label === null ? null : decoderFor(label);
  // A label of UTF-8 has just been shown to be wrong.
  if (decoder === null || decoder.encoding === "utf-8") {
    return new TextDecoder(guessCharset(octets)).decode(octets);
  }
  return decoder.decode(octets);
}

/** null for a charset that is unknown here, or for us-ascii, which says nothing about an octet above 127. */
export function decoderFor(label: string): InstanceType<typeof TextDecoder> | null {
  if (/^(us-?)?ascii$|^ansi_x3|^unknown|^default/i.test(label)) return null;
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

const RAW = /[\x80-\xff]/;

/**
 * Header octets (one character each) to text. Raw 8-bit octets are UTF-8 where valid, else in `label`, the body's
 * charset, else guessed. Inside an encoded word of RFC 2047 they are in that word's charset and are escaped for it.
 */
export function decodeField(octets: string, label: string | null): string {
  if (!RAW.test(octets)) return octets;
  const escaped = octets.replace(/=\?[\w*.:-]{1,40}\?[qQ]\?[^?\s]{1,500}\?=/g, (word) =>
    word.replace(/[\x80-\xff]/g, (raw) => `=${raw.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  if (!RAW.test(escaped)) return escaped;
  return decodeOctets(
    Uint8Array.from(escaped, (character) => character.charCodeAt(0)),
    label,
  );
}
