import type { ListedFolder } from "./inbox.ts";

/** Folders that mail clients keep for a purpose; null where the mailbox seems to have none. */
export interface SpecialFolders {
  readonly sent: string | null;
  readonly drafts: string | null;
  readonly junk: string | null;
  readonly trash: string | null;
  readonly archive: string | null;
}

/** Last path segments that clients and providers use, lower case, the likelier first, in the five languages. */
const NAMES: Readonly<Record<keyof SpecialFolders, readonly string[]>> = {
  sent: [
    "sent",
    "sent items",
    "sent mail",
    "sent messages",
    "απεσταλμένα",
    "σταλμένα",
    "elküldött",
    "elküldött elemek",
    "elküldött üzenetek",
    "ارسال شده",
    "ارسال‌شده",
    "فرستاده‌شده",
    "отправленные",
    "отправленное",
    "исходящие",
  ],
  drafts: [
    "drafts",
    "draft",
    "πρόχειρα",
    "piszkozatok",
    "vázlatok",
    "پیش‌نویس‌ها",
    "پیش نویس ها",
    "پیش‌نویس",
    "черновики",
  ],
  junk: [
    "junk",
    "spam",
    "junk e-mail",
    "junk email",
    "bulk mail",
    "ανεπιθύμητα",
    "ανεπιθύμητη αλληλογραφία",
    "levélszemét",
    "هرزنامه",
    "спам",
    "нежелательная почта",
  ],
  trash: [
    "trash",
    "deleted items",
    "deleted messages",
    "bin",
    "deleted",
    "κάδος απορριμμάτων",
    "κάδος",
    "διαγραμμένα",
    "απορρίμματα",
    "kuka",
    "lomtár",
    "törölt elemek",
    "سطل زباله",
    "زباله‌دان",
    "حذف‌شده",
    "корзина",
    "удаленные",
    "удалённые",
  ],
  archive: [
    "archive",
    "archives",
    "all mail",
    "αρχείο",
    "αρχειοθήκη",
    "archívum",
    "archiválás",
    "بایگانی",
    "آرشیو",
    "архив",
  ],
};

const USES: Readonly<Record<keyof SpecialFolders, string>> = {
  sent: "\\sent",
  drafts: "\\drafts",
  junk: "\\junk",
  trash: "\\trash",
  archive: "\\archive",
};

const lastSegment = ({ path, delimiter }: ListedFolder): string =>
  (delimiter === "" ? path : (path.split(delimiter).at(-1) ?? path)).trim().normalize("NFC").toLowerCase();

const depth = ({ path, delimiter }: ListedFolder): number =>
  delimiter === "" ? 0 : path.split(delimiter).length;

function find(folders: readonly ListedFolder[], purpose: keyof SpecialFolders): string | null {
  const used = folders.find(({ specialUse }) => specialUse?.toLowerCase() === USES[purpose]);
  if (used !== undefined) return used.path;
  // A folder that the server keeps for something else is not guessed at; of namesakes the topmost counts.
  const free = folders.filter(({ specialUse }) => specialUse === null).sort((a, b) => depth(a) - depth(b));
  for (const name of NAMES[purpose]) {
    const named = free.find((folder) => lastSegment(folder) === name);
    if (named !== undefined) return named.path;
  }
  return null;
}

/** By special use (RFC 6154), else by the names that clients and providers give them. */
export function specialFolders(folders: readonly ListedFolder[]): SpecialFolders {
  return {
    sent: find(folders, "sent"),
    drafts: find(folders, "drafts"),
    junk: find(folders, "junk"),
    trash: find(folders, "trash"),
    archive: find(folders, "archive"),
  };
}
