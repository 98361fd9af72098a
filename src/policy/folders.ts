import type { Language } from "../mail/message.ts";
import type { FolderRole } from "./decision.ts";

/** Roles that decide() may choose, in the order of the first that fits; agents alone move to the others. */
export const DEFAULT_FOLDER_ORDER = [
  "attention",
  "automatic",
  "urgent",
  "vip",
  "vocal",
  "silent",
  "today",
  "happy",
  "low",
  "frequent",
  "queue",
] as const satisfies readonly FolderRole[];

/** The folder that holds the others, by language. */
const parents: Readonly<Record<Language, string>> = {
  en: "Support",
  el: "Εξυπηρέτηση",
  hu: "Ügyfélszolgálat",
  fa: "پشتیبانی",
  ru: "Поддержка",
};

/**
 * Mail clients sort folders by name, so those that are worked through carry a digit: most pressing first.
 * Names hold neither "/" nor ".", which servers use as delimiter.
 */
const names: Readonly<Record<Language, Readonly<Record<FolderRole, string>>>> = {
  en: {
    attention: "0 Needs attention",
    urgent: "1 Urgent",
    vip: "2 VIP",
    vocal: "3 Upset",
    silent: "4 Quietly unhappy",
    today: "5 Today",
    queue: "6 Queue",
    frequent: "7 Frequent writers",
    low: "8 Can wait",
    happy: "9 Happy",
    automatic: "Automatic",
    escalated: "Escalated",
    resolved: "Resolved",
  },
  el: {
    attention: "0 Χρειάζεται προσοχή",
    urgent: "1 Επείγοντα",
    vip: "2 VIP",
    vocal: "3 Έντονη δυσαρέσκεια",
    silent: "4 Σιωπηλή δυσαρέσκεια",
    today: "5 Σήμερα",
    queue: "6 Σε αναμονή",
    frequent: "7 Συχνοί πελάτες",
    low: "8 Χωρίς βιασύνη",
    happy: "9 Ευχαριστίες",
    automatic: "Αυτόματα",
    escalated: "Προς προϊστάμενο",
    resolved: "Ολοκληρωμένα",
  },
  hu: {
    attention: "0 Figyelmet kér",
    urgent: "1 Sürgős",
    vip: "2 VIP",
    vocal: "3 Felháborodott",
    silent: "4 Csendben elégedetlen",
    today: "5 Ma",
    queue: "6 Várólista",
    frequent: "7 Gyakran írók",
    low: "8 Ráér",
    happy: "9 Köszönetek",
    automatic: "Automatikus",
    escalated: "Vezetőnek átadva",
    resolved: "Megoldva",
  },
  fa: {
    attention: "۰ نیازمند توجه",
    urgent: "۱ فوری",
    vip: "۲ مشتریان ویژه",
    vocal: "۳ ناراضی و معترض",
    silent: "۴ ناراضی خاموش",
    today: "۵ امروز",
    queue: "۶ صف",
    frequent: "۷ مشتریان همیشگی",
    low: "۸ کم‌اهمیت",
    happy: "۹ تشکر",
    automatic: "خودکار",
    escalated: "ارجاع به سرپرست",
    resolved: "حل‌شده",
  },
  ru: {
    attention: "0 Требует внимания",
    urgent: "1 Срочно",
    vip: "2 VIP",
    vocal: "3 Возмущены",
    silent: "4 Тихо недовольны",
    today: "5 Сегодня",
    queue: "6 Очередь",
    frequent: "7 Пишут часто",
    low: "8 Может подождать",
    happy: "9 Благодарности",
    automatic: "Автоматические",
    escalated: "Переданы руководителю",
    resolved: "Решено",
  },
};

/**
 * Default folder path segments of each role in the mailbox's language.
 * @param parent the folder that holds them; "" for none; by default a name in the same language
 */
export function folderNames(
  language: Language,
  parent: string = parents[language],
): Readonly<Record<FolderRole, readonly string[]>> {
  const above = parent === "" ? [] : [parent];
  const path = (role: FolderRole): readonly string[] => [...above, names[language][role]];
  return {
    attention: path("attention"),
    automatic: path("automatic"),
    urgent: path("urgent"),
    vip: path("vip"),
    vocal: path("vocal"),
    silent: path("silent"),
    today: path("today"),
    happy: path("happy"),
    low: path("low"),
    frequent: path("frequent"),
    queue: path("queue"),
    escalated: path("escalated"),
    resolved: path("resolved"),
  };
}
