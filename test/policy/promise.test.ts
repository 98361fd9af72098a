import { describe, expect, test } from "vitest";
import { businessAfter, type WorkingHours } from "../../src/policy/business.ts";
import { promiseTime, promiseWords } from "../../src/policy/promise.ts";

const nineToFive = { from: 540, to: 1020 };
const athens: WorkingHours = {
  timeZone: "Europe/Athens",
  week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, null, null],
  holidays: ["2026-12-25", "2026-12-26"],
};
const local = (text: string, zone = "+02:00") => new Date(`${text}:00${zone}`);

describe("the time that is named", () => {
  test.each([
    ["the half hour, soon", "2026-11-23T10:05", 1, "2026-11-23T11:30"],
    ["the hour, today", "2026-11-23T09:10", 5, "2026-11-23T15:00"],
    ["no later than the team is there", "2026-11-23T09:00", 7.9, "2026-11-23T17:00"],
    ["noon, on another day", "2026-11-23T15:00", 4, "2026-11-24T12:00"],
    ["the end of the day, where it is past noon", "2026-11-23T15:00", 6, "2026-11-24T17:00"],
    ["the morning's noon for who writes at night", "2026-11-23T22:00", 1, "2026-11-24T12:00"],
  ])("is %s", (_, now, hours, expected) => {
    expect(promiseTime(local(now), hours, athens)).toEqual(local(expected));
  });

  test("is never before what is needed", () => {
    for (let minutes = 0; minutes < 7 * 24 * 60; minutes += 97) {
      const now = new Date(local("2026-11-20T00:00").getTime() + minutes * 60_000);
      const hours = (minutes % 13) + 0.3;
      expect(promiseTime(now, hours, athens) >= businessAfter(now, hours, athens)).toBe(true);
    }
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
