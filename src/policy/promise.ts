import { DateTime } from "luxon";
import type { Language } from "../mail/message.ts";
import { businessAfter, type WorkingHours, workdayAt } from "./business.ts";
import { localeOf } from "./locale.ts";
import { type Clock, type DayWords, phrases } from "./promise-words.ts";

/** Nearer deadlines are named to the half hour, others to the hour. */
const MINUTE = 60_000;
const NEAR = 240 * MINUTE;

/**
 * The time to name to a customer: at or after that by which `needed` business hours will have passed since `now`, as
 * people say it. Today it is a full or half hour; later noon, or the end of the working day.
 */
export function promiseTime(now: Date, needed: number, hours: WorkingHours): Date {
  const deadline = businessAfter(now, needed, hours);
  const day = workdayAt(deadline, hours);
  if (day === null) return roundedUp(deadline, now, hours.timeZone).toJSDate();
  const today = now.getTime() >= day.begins;
  const later = deadline.getTime() <= day.noon ? day.noon : day.to;
  const said = today ? roundedUp(deadline, now, hours.timeZone).toMillis() : later;
  // Nobody answers after the team has gone.
  return new Date(Math.max(deadline.getTime(), Math.min(said, day.to)));
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
  const parts = dayFormat(localeOf(language), day.zoneName ?? "UTC").formatToParts(day.toJSDate());
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return { weekday: part("weekday"), weekdayNumber: day.weekday, day: part("day"), month: part("month") };
}

function local(date: Date, timeZone: string): DateTime {
  return DateTime.fromJSDate(date, { zone: timeZone });
}
