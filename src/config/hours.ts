import type { FollowUpDays, OpenHours } from "../config.ts";
import { PRIORITIES, type Priority } from "../policy/decision.ts";
import { items, Problem, shown, type Value, value } from "./values.ts";

const WEEKDAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FULL: readonly string[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

type Week = readonly (OpenHours | null)[];

function weekday(text: string): number {
  const name = text.trim().toLowerCase();
  const short = WEEKDAYS.indexOf(name);
  return short >= 0 ? short : FULL.indexOf(name);
}

/** "Mon-Fri", "Sat-Wed" (over the week's end), "Mon,Thu"; indexes from Monday. */
function weekdays(text: string): readonly number[] | Problem {
  const days: number[] = [];
  for (const span of text.split(",")) {
    const [first = "", last = first] = span.split("-");
    const from = weekday(first);
    const to = weekday(last);
    if (from < 0 || to < 0 || span.split("-").length > 2)
      return new Problem(`has no weekday in ${shown(span.trim())}`);
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
  }
  return days;
}

function minutes(text: string): number | null {
  const [, hour = "", minute = ""] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const total = hour === "" ? Number.NaN : Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && total <= 1440 ? total : null;
}

function openHours(text: string): OpenHours | null | Problem {
  if (/^closed$/i.test(text)) return null;
  const [from = null, to = null] = text.split("-").map((time) => minutes(time.trim()));
  if (from === null || to === null) return new Problem(`has no hours such as 09:00-17:00 in ${shown(text)}`);
  if (from >= to)
    return new Problem(`closes before it opens in ${shown(text)} (hours over midnight are not understood)`);
  return { from, to };
}

function rule(text: string): { days: readonly number[]; hours: OpenHours | null } | Problem {
  const [, dayText = "", hourText = ""] = /^([^\d]*?)\s*(\d.*|closed)$/i.exec(text) ?? [];
  if (dayText === "") return new Problem(`needs weekdays and hours: ${shown(text)} is not both`);
  const days = weekdays(dayText);
  if (days instanceof Problem) return days;
  const hours = openHours(hourText.replaceAll(/\s/g, ""));
  return hours instanceof Problem ? hours : { days, hours };
}

/** "Mon-Fri 09:00-17:00; Sat 10:00-14:00", "Sat-Wed 08:00-16:00", "always". One span a day. */
export const week: Value<Week> = value((text) => {
  if (/^always$/i.test(text)) return WEEKDAYS.map(() => ({ from: 0, to: 1440 }));
  const open = new Map<number, OpenHours | null>();
  for (const part of text.replaceAll(/[–—]/g, "-").split(";")) {
    if (part.trim() === "") continue;
    const found = rule(part.trim());
    if (found instanceof Problem) return found;
    for (const day of found.days) {
      if (open.has(day)) return new Problem(`names ${FULL[day]} twice`);
      open.set(day, found.hours);
    }
  }
  if (![...open.values()].some((hours) => hours !== null))
    return new Problem("leaves no hour of the week open");
  return WEEKDAYS.map((_, day) => open.get(day) ?? null);
});

/** "complaints 5, others off": days until a follow-up. A complaint's comes within seven days, whatever the weekend. */
export const followUpDays: Value<FollowUpDays> = value((text) => {
  const days: { complaints: number | null; others: number | null } = { complaints: 5, others: null };
  const named = new Set<string>();
  for (const item of items(text.toLowerCase())) {
    const [, name = "", number = ""] = /^(complaints|others)\s*[\s=:]\s*(off|\d{1,2})$/.exec(item) ?? [];
    const most = name === "complaints" ? 7 : 60;
    const count = number === "off" ? null : Number(number);
    if ((name !== "complaints" && name !== "others") || (count !== null && (count < 1 || count > most)))
      return new Problem(
        `must give days, or off, for complaints (up to 7) and others (up to 60): ${shown(item)} does not`,
      );
    if (named.has(name)) return new Problem(`names ${name} twice`);
    named.add(name);
    days[name] = count;
  }
  return days;
});

/** True for a date of the calendar in ISO form. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** ISO dates, ascending, each once: a list, or the lines of a file, in which "#" begins a remark. */
export const holidays: Value<readonly string[]> = value((text) => {
  const rows = text.split("\n");
  const dates = rows.flatMap((row, index) =>
    items(row.replace(/#.*$/, "")).map((item) => ({ date: item.split(/\s/)[0] ?? "", line: index + 1 })),
  );
  const bad = dates.find(({ date }) => !isDate(date));
  if (rows.length === 1 && /^[^,;]*\//.test(text))
    return new Problem("looks like a file, and there is none there that can be read");
  if (bad !== undefined) {
    const where = rows.length > 1 ? ` in line ${bad.line} of the file` : "";
    return new Problem(
      `must be dates, or a file of dates that can be read: ${shown(bad.date)}${where} is neither`,
    );
  }
  return [...new Set(dates.map(({ date }) => date))].sort();
});

/** "urgent 1, high 4"; priorities not named are absent. Business hours, fractions allowed. */
export const hoursByPriority: Value<Partial<Record<Priority, number>>> = value((text) => {
  const hours: Partial<Record<Priority, number>> = {};
  for (const item of items(text)) {
    const [, name = "", number = ""] = /^([a-z]+)\s*[\s=:]\s*(\d{1,3}(?:\.\d{1,2})?)$/i.exec(item) ?? [];
    const priority = PRIORITIES.find((one) => one === name.toLowerCase());
    if (priority === undefined || Number(number) <= 0 || Number(number) > 500)
      return new Problem(
        `must give business hours (up to 500) by ${PRIORITIES.join(", ")}: ${shown(item)} does not`,
      );
    if (hours[priority] !== undefined) return new Problem(`names ${priority} twice`);
    hours[priority] = Number(number);
  }
  return hours;
});
