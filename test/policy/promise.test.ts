import { describe, expect, test } from "vitest";
import { promiseDeadline, promiseWords, type WorkingHours } from "../../src/policy/promise.ts";

const nineToFive = { from: 540, to: 1020 };
const athens: WorkingHours = {
  timeZone: "Europe/Athens",
  week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, null, null],
  holidays: ["2026-12-25", "2026-12-26"],
};
const local = (text: string, zone = "+02:00") => new Date(`${text}:00${zone}`);

describe("the deadline counts the hours that the team is there", () => {
  test.each([
    ["within a day", "2026-11-23T10:00", 4, "2026-11-23T14:00"],
    ["over the night", "2026-11-23T15:00", 4, "2026-11-24T11:00"],
    ["over the weekend", "2026-11-27T16:30", 1, "2026-11-30T09:30"],
    ["from Saturday", "2026-11-28T12:00", 8, "2026-11-30T17:00"],
    ["from before opening", "2026-11-23T06:00", 1, "2026-11-23T10:00"],
    ["to the minute of closing", "2026-11-23T16:00", 1, "2026-11-23T17:00"],
    ["over holidays", "2026-12-24T16:00", 2, "2026-12-28T10:00"],
    ["for fractions of an hour", "2026-11-23T10:00", 0.5, "2026-11-23T10:30"],
    ["for nothing at all, when open", "2026-11-23T10:00", 0, "2026-11-23T10:00"],
    ["for nothing at all, when closed", "2026-11-22T10:00", 0, "2026-11-23T09:00"],
  ])("%s", (_, now, hours, expected) => {
    expect(promiseDeadline(local(now), hours, athens)).toEqual(local(expected));
  });

  test("a night shift on which clocks go back lasts an hour longer", () => {
    const always: WorkingHours = { ...athens, week: Array(7).fill({ from: 0, to: 1440 }) };
    // 25 October 2026, 04:00 summer time becomes 03:00.
    expect(promiseDeadline(local("2026-10-25T00:00", "+03:00"), 24, always)).toEqual(
      local("2026-10-25T23:00"),
    );
  });

  test("the week of a Persian team begins on Saturday, in its own zone", () => {
    const tehran: WorkingHours = {
      timeZone: "Asia/Tehran",
      week: [nineToFive, nineToFive, nineToFive, null, null, nineToFive, nineToFive],
      holidays: [],
    };
    expect(promiseDeadline(local("2026-11-26T10:00", "+03:30"), 1, tehran)).toEqual(
      local("2026-11-28T10:00", "+03:30"),
    );
  });

  test("hours that never open run through instead of looping for ever", () => {
    const never: WorkingHours = { ...athens, week: [] };
    expect(promiseDeadline(local("2026-11-23T10:00"), 4, never)).toEqual(local("2026-11-23T14:00"));
  });
});

describe("the deadline in words", () => {
  const now = local("2026-11-22T11:10");
  test.each([
    [
      "2026-11-22T13:20",
      "by 1:30 pm today",
      "σήμερα έως τις 13:30",
      "ma 13.30-ig",
      "تا ساعت ۱۳:۳۰ امروز",
      "сегодня до 13:30",
    ],
    [
      "2026-11-22T16:00",
      "by 4 pm today",
      "σήμερα έως τις 16:00",
      "ma 16 óráig",
      "تا ساعت ۱۶ امروز",
      "сегодня до 16:00",
    ],
    [
      "2026-11-23T11:30",
      "by tomorrow noon",
      "έως αύριο το μεσημέρι",
      "holnap délig",
      "تا ظهر فردا",
      "завтра до 12:00",
    ],
    [
      "2026-11-24T15:01",
      "by 4 pm on Tuesday 24 November",
      "έως την Τρίτη 24 Νοεμβρίου στις 16:00",
      "november 24-én, kedden 16 óráig",
      "تا ساعت ۱۶ سه‌شنبه ۳ آذر",
      "до 16:00 вторника, 24 ноября",
    ],
    [
      "2026-12-01T12:00",
      "by noon on Tuesday 1 December",
      "έως την Τρίτη 1η Δεκεμβρίου το μεσημέρι",
      "december 1-jén, kedden délig",
      "تا ظهر سه‌شنبه ۱۰ آذر",
      "до 12:00 вторника, 1 декабря",
    ],
    [
      "2026-11-28T23:40",
      "by the end of Saturday 28 November",
      "έως το Σάββατο 28 Νοεμβρίου τα μεσάνυχτα",
      "november 28-án, szombaton éjfélig",
      "تا پایان روز شنبه ۷ آذر",
      "до конца субботы, 28 ноября",
    ],
  ])("%s", (deadline, ...expected) => {
    const words = (["en", "el", "hu", "fa", "ru"] as const).map((language) =>
      promiseWords(local(deadline), now, language, "Europe/Athens"),
    );
    expect(words).toEqual(expected);
  });

  test("is never earlier than the deadline itself, and says the day of the team's own zone", () => {
    expect(promiseWords(new Date("2026-11-22T22:30:00Z"), now, "en", "Europe/Athens")).toBe(
      "by 1 am tomorrow",
    );
    expect(promiseWords(new Date("2026-11-22T22:30:00Z"), now, "en", "UTC")).toBe("by 11 pm today");
  });
});
