import { type CountryCode, findPhoneNumbersInText } from "libphonenumber-js/min";
import type { Language } from "./message.ts";

const MAX_FOUND = 5;
/** Characters that are searched. */
const SEARCHED = 20_000;

/** Where a number without a country code is most likely from. */
const COUNTRIES: Readonly<Record<Language, CountryCode>> = {
  en: "US",
  el: "GR",
  hu: "HU",
  fa: "IR",
  ru: "RU",
};

/** Persian and Arabic digits as ASCII. */
function asciiDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 15));
}

/** Phone numbers named in a text, as E.164 ("+36205550117"), at most five, in order of appearance. */
export function phones(text: string, language: Language | null): readonly string[] {
  const searched = asciiDigits(text.slice(0, SEARCHED / 4));
  if (!/\d[\d\s().-]{5,}\d/.test(searched)) return [];
  const country = language === null ? {} : { defaultCountry: COUNTRIES[language] };
  const found = findPhoneNumbersInText(searched, country).map((match) => match.number.number);
  return [...new Set<string>(found)].slice(0, MAX_FOUND);
}

const KEYWORDS = [
  "order|invoice|ticket|case|booking|reservation|tracking|reference|ref|account|customer|contract|policy|receipt|parcel|shipment|confirmation|purchase|quote|rma|serial|claim|po",
  "παραγγελία|παραγγελίας|παραγγελίες|τιμολόγιο|τιμολογίου|αίτημα|κράτηση|κράτησης|αποστολή|αποστολής|απόδειξη|κωδικός|κωδικό|αριθμός|αριθμό|συμβόλαιο|λογαριασμός|λογαριασμό|δέμα",
  "rendelés|rendelésem|rendelésszám|rendelési szám|rendeles|rendelesem|számla|számlaszám|szamla|jegy|foglalás|azonosító|csomag|csomagszám|ügyfélszám|szerződés|hivatkozás|ügyszám",
  "سفارش|فاکتور|تیکت|پیگیری|رهگیری|رزرو|مرسوله|قرارداد|اشتراک|پرونده|رسید|شماره",
  "заказ|заказа|заказу|заказом|заказе|счет|счёт|счета|накладная|накладной|заявка|заявки|обращение|обращения|бронь|брони|договор|договора|трек|чек|номер|квитанция|посылка",
  "paraggelia|paraggelias|kodikos|kodiko|timologio|sefaresh|faktor|zakaz|zakaza|schet|nomer|shomare",
].join("|");
const CODE = "[\\p{L}\\d]{0,8}(?:[-/_.]?[\\p{L}\\d]{1,12}){0,4}";
const NAMED = new RegExp(
  `(?<![\\p{L}\\d])(?:${KEYWORDS})(?!\\p{L})(?:\\s{0,2}(?:number|num|no|nr|id|code|szám|száma|kód|kódja|номер|№|αρ|αριθμός|شماره|کد|numara|nomer)(?![\\p{L}\\d]))?[\\s.:#№=(„"«»-]{1,6}(?=[^\\s\\d]{0,12}\\d)(${CODE})`,
  "giu",
);
/** "#48213", "№ 48213", "RMA-20714", "AB123456". */
const MARKED =
  /(?:#|№)\s?(\d[\p{L}\d-]{2,19})|(?<![\p{L}\d@./-])(\p{Lu}{1,5}-?\d{4,12}(?:-\p{Lu}{0,3}\d{0,6})?)(?![\p{L}\d@]|\.\p{L})/gu;

/**
 * Order, invoice, ticket and like numbers named in a text, in upper case, at most five, in order of appearance. A number
 * counts by the word before it or by its shape; it has at least three digits and is no date, time or amount.
 */
export function orderNumbers(text: string): readonly string[] {
  const searched = asciiDigits(text.slice(0, SEARCHED));
  if (!/\d/.test(searched)) return [];
  const found: { readonly at: number; readonly code: string }[] = [];
  for (const match of searched.matchAll(NAMED)) found.push({ at: match.index, code: match[1] ?? "" });
  for (const match of searched.matchAll(MARKED))
    found.push({ at: match.index, code: match[1] ?? match[2] ?? "" });
  // "RMA-20714" is found whole by its shape, and without its letters by the word.
  const shapes = searched.match(MARKED) ?? [];
  const codes = found
    .filter(({ code }) => !shapes.some((shape) => shape.length > code.length && shape.endsWith(`-${code}`)))
    .filter(({ code }) => isCode(code))
    .sort((one, other) => one.at - other.at)
    .map(({ code }) => code.replace(/[-/_.]+$/, "").toUpperCase());
  return [...new Set(codes)].slice(0, MAX_FOUND);
}

function isCode(code: string): boolean {
  const digits = code.replace(/\D/g, "").length;
  if (digits < 3 || digits > 20 || code.length > 30) return false;
  const isDate =
    /^(?:\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d)$/.test(code);
  return !isDate && !/^\d{1,3}[.,]\d{2,3}$/.test(code);
}
