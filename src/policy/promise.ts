import { DateTime } from "luxon";
import type { Language } from "../mail/message.ts";
import { type Clock, type DayWords, phrases } from "./promise-words.ts";

/** When the team works. The configuration's BusinessHours fits. */
export interface WorkingHours {
  /** IANA name. */
  readonly timeZone: string;
  /** Index 0 is Monday; minutes after local midnight, 0 to 1440; null: closed. */
  readonly week: readonly ({ readonly from: number; readonly to: number } | null)[];
  /** Local ISO dates on which nobody works. */
  readonly holidays: readonly string[];
}

/** A team that has not opened for so many days is taken never to. */
const HORIZON_DAYS = 400;
const MINUTE = 60_000;
/** Nearer deadlines are named to the half hour, others to the hour. */
const NEAR = 4 * 60 * MINUTE;

/**
 * The moment by which `hoursNeeded` business hours will have passed since `now`. Hours are real hours: a day on which
 * clocks change counts the hours that the team is really there. Where the hours never open, they run through.
 */
export function promiseDeadline(now: Date, hoursNeeded: number, hours: WorkingHours): Date {
  let left = Math.max(0, hoursNeeded) * 60 * MINUTE;
  const calendar = calendarOf(now, hours);
  for (let offset = 0; offset < HORIZON_DAYS; offset++) {
    const open = calendar.open(offset);
    if (open === null) continue;
    const from = Math.max(open.from, now.getTime());
    if (from >= open.to) continue;
    if (left <= open.to - from) return new Date(from + left);
    left -= open.to - from;
  }
  return new Date(now.getTime() + Math.max(0, hoursNeeded) * 60 * MINUTE);
}

/** When the team is there on the days from one day on; milliseconds since 1970. */
interface Calendar {
  readonly begins: number;
  readonly ends: number;
  /** null: closed on the day so many days later. */
  open(offset: number): { readonly from: number; readonly to: number } | null;
}

/** Reckoning with time zones is slow, and the days are the same for all that is promised on one day. */
const calendars = new WeakMap<WorkingHours, Calendar>();

function calendarOf(now: Date, hours: WorkingHours): Calendar {
  const known = calendars.get(hours);
  if (known !== undefined && known.begins <= now.getTime() && now.getTime() < known.ends) return known;
  const today = local(now, hours.timeZone).startOf("day");
  const holidays = new Set(hours.holidays);
  const days: ReturnType<Calendar["open"]>[] = [];
  const reckon = (offset: number): ReturnType<Calendar["open"]> => {
    const day = today.plus({ days: offset });
    const open = hours.week[day.weekday - 1] ?? null;
    if (open === null || holidays.has(day.toISODate() ?? "")) return null;
    return { from: at(day, open.from).toMillis(), to: at(day, open.to).toMillis() };
  };
  const calendar: Calendar = {
    begins: today.toMillis(),
    ends: today.plus({ days: 1 }).toMillis(),
    open: (offset) => {
      for (let day = days.length; day <= offset; day++) days.push(reckon(day));
      return days[offset] ?? null;
    },
  };
  calendars.set(hours, calendar);
  return calendar;
}

/**
 * The deadline as people say it, a whole phrase with its preposition or suffix: "by tomorrow noon", "holnap délig".
 * Rounded up, never down: a promise may be kept early. Persian has its own calendar and digits.
 */
export function promiseWords(deadline: Date, now: Date, language: Language, timeZone: string): string {
  const near = deadline.getTime() - now.getTime() < NEAR;
  // What the words depend on, and no more: days begin on a quarter of an hour everywhere.
  const key = [
    language,
    timeZone,
    near,
    Math.ceil(deadline.getTime() / MINUTE),
    Math.floor(now.getTime() / (15 * MINUTE)),
  ].join(" ");
  const said = spoken.get(key) ?? promiseInWords(deadline, now, language, timeZone);
  if (spoken.size > SPOKEN) spoken.clear();
  spoken.set(key, said);
  return said;
}

/** A backlog is promised the same hour over and over. */
const spoken = new Map<string, string>();
const SPOKEN = 1_000;

function promiseInWords(deadline: Date, now: Date, language: Language, timeZone: string): string {
  const due = roundedUp(deadline, now, timeZone);
  const midnight = due.hour === 0 && due.minute === 0;
  // 24:00 belongs to the day that it ends: "by midnight on Tuesday" would be read as either.
  const day = midnight ? due.minus({ minutes: 1 }) : due;
  const ahead = Math.round(day.startOf("day").diff(local(now, timeZone).startOf("day"), "days").days);
  const clock: Clock = midnight
    ? { end: true, noon: false, hour: 0, minute: 0 }
    : { end: false, noon: due.hour === 12 && due.minute === 0, hour: due.hour, minute: due.minute };
  return phrases[language](ahead <= 0 ? "today" : ahead === 1 ? "tomorrow" : dayWords(day, language), clock);
}

function roundedUp(deadline: Date, now: Date, timeZone: string): DateTime {
  const step = deadline.getTime() - now.getTime() < NEAR ? 30 : 60;
  const exact = local(deadline, timeZone);
  const floor = exact.set({ minute: exact.minute - (exact.minute % step), second: 0, millisecond: 0 });
  return floor < exact ? floor.plus({ minutes: step }) : floor;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than all else in a promise. */
function dayFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = dayFormats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone });
  dayFormats.set(key, made);
  return made;
}

function dayWords(day: DateTime, language: Language): DayWords {
  const locale = language === "fa" ? "fa-IR-u-ca-persian" : language === "en" ? "en-GB" : language;
  const parts = dayFormat(locale, day.zoneName ?? "UTC").formatToParts(day.toJSDate());
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return { weekday: part("weekday"), weekdayNumber: day.weekday, day: part("day"), month: part("month") };
}

function local(date: Date, timeZone: string): DateTime {
  return DateTime.fromJSDate(date, { zone: timeZone });
}

/** Wall-clock minutes of that day; a time that daylight saving skips becomes the one after it. */
function at(day: DateTime, minutes: number): DateTime {
  if (minutes >= 1440) return day.plus({ days: 1 });
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
}
