import type { Language } from "../mail/message.ts";

/** Tag for Intl (BCP 47): each language with its own calendar and digits. */
export const localeOf = (language: Language): string =>
  language === "fa" ? "fa-IR-u-ca-persian" : language === "en" ? "en-GB" : language;

/** What a language is called in another. */
export function languageName(language: Language, shownIn: Language): string {
  return new Intl.DisplayNames([shownIn], { type: "language" }).of(language) ?? language;
}
