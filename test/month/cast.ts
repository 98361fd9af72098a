import { readFileSync } from "node:fs";
import { LANGUAGES, type Language } from "../../src/mail/message.ts";
import { OPT_OUT_WORDS } from "../../src/policy/optout.ts";

/** How a customer goes on after the first message. */
const HABITS = [
  "goes quiet",
  "thanks",
  "is not content",
  "rates good",
  "rates not",
  "rates partly",
  "is away",
  "opts out",
  "has it again",
  "complains three times",
  "cannot be reached",
  "writes twice",
] as const;
type Habit = (typeof HABITS)[number];

export interface Customer {
  readonly address: string;
  readonly name: string;
  readonly language: Language;
  readonly habit: Habit;
  readonly letters: readonly Letter[];
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

interface Labelled extends Letter {
  readonly kind: string;
  readonly topic: string;
}

const NAMES: Readonly<Record<Language, string>> = {
  en: "Ann Baker",
  el: "Μαρία Παπαδάκη",
  hu: "Nagy Éva",
  fa: "زهرا احمدی",
  ru: "Анна Иванова",
};

export const THANKS: Readonly<Record<Language, string>> = {
  en: "Thank you very much!",
  el: "Ευχαριστώ πολύ!",
  hu: "Köszönöm szépen!",
  fa: "خیلی ممنون!",
  ru: "Большое спасибо!",
};

export const NOT_CONTENT: Readonly<Record<Language, string>> = {
  en: "This has not been solved. It still does not work, and I am disappointed.",
  el: "Δεν λύθηκε το πρόβλημα. Ακόμα δεν λειτουργεί και είμαι απογοητευμένη.",
  hu: "Ez nem oldódott meg. Még mindig nem működik, és csalódott vagyok.",
  fa: "مشکل حل نشده است. هنوز کار نمی‌کند و ناامید شده‌ام.",
  ru: "Проблема не решена. До сих пор не работает, я разочарована.",
};

export const optOutWord = (language: Language): string => OPT_OUT_WORDS[language][0] ?? "stop";

/** Letters that people have written, by language: complaints, questions and praise. */
function lettersIn(language: Language): Readonly<Record<"complaint" | "question" | "praise", Labelled[]>> {
  const file = new URL(`../../data/train/${language}-daily.jsonl`, import.meta.url);
  const all: Labelled[] = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const of = (kind: string) => all.filter((one) => one.kind === kind);
  return { complaint: of("complaint"), question: of("question"), praise: of("praise") };
}

/** `each` customers in every language, with every habit among them; two of three complain. */
export function cast(each: number): Customer[] {
  return LANGUAGES.flatMap((language, l) => {
    const letters = lettersIn(language);
    return Array.from({ length: each }, (_, i): Customer => {
      const habit = HABITS[(i + l) % HABITS.length] ?? "goes quiet";
      const kind = habit === "has it again" || habit === "complains three times" ? "complaint" : kindOf(i);
      const pool = letters[kind];
      const again = letters.complaint.filter((one) => one.topic === "delivery");
      const own = habit === "has it again" ? again : pool;
      const pick = (n: number): Letter => own[(i * 3 + n) % own.length] ?? { subject: "?", text: "?" };
      return {
        // A tenth writes from one big firm, whose domain has a budget.
        address: i % 10 === 9 ? `${language}${i}@bigfirm.example` : `${language}${i}@c${l}x${i}.example`,
        name: NAMES[language],
        language,
        habit,
        letters: [pick(0), pick(1), pick(2)],
      };
    });
  });
}

function kindOf(i: number): "complaint" | "question" | "praise" {
  return i % 12 === 11 ? "praise" : i % 3 === 2 ? "question" : "complaint";
}
