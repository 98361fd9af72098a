import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Language } from "../mail/message.ts";
import type { Reason } from "../policy/decision.ts";
import { REASONS, type ReasonCode } from "../policy/reasons.ts";

/** The meaning of each reason code in one language: templates/<language>/reasons.json. English has it in the policy. */
export type ReasonWords = Readonly<Partial<Record<ReasonCode, string>>>;

const isCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

const reasonWords = z.partialRecord(z.enum(Object.keys(REASONS).filter(isCode)), z.string().min(1).max(400));

/** Reads the words of a language; a file in `overrideDir` stands in for that in `dir`. Tells `fault` what is wrong. */
export function readReasons(
  { dir, overrideDir }: { readonly dir: string; readonly overrideDir: string | null },
  language: Language,
  fault: (file: string, what: string) => void,
): ReasonWords {
  const paths = [overrideDir, dir].flatMap((base) =>
    base === null ? [] : [join(base, language, "reasons.json")],
  );
  const file = paths.find((path) => existsSync(path));
  if (file === undefined) return language === "en" ? REASONS : {};
  try {
    const read = reasonWords.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) fault(file, `${path.join(".")}: ${message}`);
  } catch (error) {
    fault(file, error instanceof Error ? error.message : "cannot be read");
  }
  return {};
}

/** A reason in other words, with what was said as detail; as it was written where nothing better is known. */
export function reasonText(
  { code, text }: Pick<Reason, "text"> & { readonly code: string },
  words: ReasonWords,
): string {
  if (!isCode(code) || words[code] === undefined) return text;
  const written = REASONS[code];
  return text.startsWith(written) ? `${words[code]}${text.slice(written.length)}` : text;
}
