import { describe, expect, test } from "vitest";
import {
  businessAfter,
  businessBefore,
  businessBetween,
  nextMorning,
  nextOpen,
  type WorkingHours,
} from "../../src/policy/business.ts";

const nineToFive = { from: 540, to: 1020 };
const budapest: WorkingHours = {
  timeZone: "Europe/Budapest",
  week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, null, null],
  holidays: ["2026-10-23"],
};
const local = (text: string, zone = "+01:00") => new Date(`${text}:00${zone}`);

describe("business hours", () => {
  test.each([
    ["within a day", "2026-11-23T10:00", "2026-11-23T14:00", 4],
    ["over the weekend", "2026-11-27T16:00", "2026-11-30T10:00", 2],
    ["from and to the night", "2026-11-23T03:00", "2026-11-23T23:00", 8],
    ["backwards, none", "2026-11-23T14:00", "2026-11-23T10:00", 0],
  ])("between two moments: %s", (_, from, to, expected) => {
    expect(businessBetween(local(from), local(to), budapest)).toBe(expected);
  });

  test("leave out a holiday, and a change of clocks at the weekend changes nothing", () => {
    // Thursday before 23 October to Monday after the clocks went back.
    const from = local("2026-10-22T16:00", "+02:00");
    const to = local("2026-10-26T10:00");
    expect(businessBetween(from, to, budapest)).toBe(2);
    expect(businessAfter(from, 2, budapest)).toEqual(to);
    expect(businessBefore(to, 2, budapest)).toEqual(from);
  });

  test("count what really passes in the night of the change for who works around the clock", () => {
    const always: WorkingHours = { ...budapest, week: Array(7).fill({ from: 0, to: 1440 }) };
    const from = local("2026-10-25T00:00", "+02:00");
    expect(businessBetween(from, local("2026-10-26T00:00"), { ...always, holidays: [] })).toBe(25);
  });

  test("forth and back lead to the same moment", () => {
    const start = local("2026-11-20T11:15");
    for (const hours of [0.25, 3, 8, 17.5, 80])
      expect(businessBefore(businessAfter(start, hours, budapest), hours, budapest)).toEqual(start);
  });

  test("open next where they are closed now", () => {
    expect(nextOpen(local("2026-11-21T12:00"), budapest)).toEqual(local("2026-11-23T09:00"));
    expect(nextOpen(local("2026-11-23T12:00"), budapest)).toEqual(local("2026-11-23T12:00"));
    expect(nextMorning(local("2026-11-27T12:00"), budapest)).toEqual(local("2026-11-30T09:00"));
  });

  test("that never open run through", () => {
    const never: WorkingHours = { ...budapest, week: [] };
    expect(businessBetween(local("2026-11-23T10:00"), local("2026-11-23T12:00"), never)).toBe(2);
    expect(businessBefore(local("2026-11-23T10:00"), 2, never)).toEqual(local("2026-11-23T08:00"));
  });
});

const athens: WorkingHours = {
  timeZone: "Europe/Athens",
  week: budapest.week,
  holidays: ["2026-12-25", "2026-12-26"],
};
const athenian = (text: string, zone = "+02:00") => new Date(`${text}:00${zone}`);

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
    expect(businessAfter(athenian(now), hours, athens)).toEqual(athenian(expected));
  });

  test("a night shift on which clocks go back lasts an hour longer", () => {
    const always: WorkingHours = { ...athens, week: Array(7).fill({ from: 0, to: 1440 }) };
    // 25 October 2026, 04:00 summer time becomes 03:00.
    expect(businessAfter(athenian("2026-10-25T00:00", "+03:00"), 24, always)).toEqual(
      athenian("2026-10-25T23:00"),
    );
  });

  test("the week of a Persian team begins on Saturday, in its own zone", () => {
    const tehran: WorkingHours = {
      timeZone: "Asia/Tehran",
      week: [nineToFive, nineToFive, nineToFive, null, null, nineToFive, nineToFive],
      holidays: [],
    };
    expect(businessAfter(athenian("2026-11-26T10:00", "+03:30"), 1, tehran)).toEqual(
      athenian("2026-11-28T10:00", "+03:30"),
    );
  });

  test("hours that never open run through instead of looping for ever", () => {
    const never: WorkingHours = { ...athens, week: [] };
    expect(businessAfter(athenian("2026-11-23T10:00"), 4, never)).toEqual(athenian("2026-11-23T14:00"));
  });
});
