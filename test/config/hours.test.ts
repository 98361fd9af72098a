import { describe, expect, test } from "vitest";
import { holidays, hoursByPriority, week } from "../../src/config/hours.ts";

const nine = { from: 540, to: 1020 };
const ten = { from: 600, to: 840 };

describe("business hours", () => {
  test.each([
    ["Mon-Fri 09:00-17:00", [nine, nine, nine, nine, nine, null, null]],
    ["Mon-Fri 09:00-17:00; Sat 10:00-14:00", [nine, nine, nine, nine, nine, ten, null]],
    ["Sat-Wed 9:00-17:00", [nine, nine, nine, null, null, nine, nine]],
    ["monday, thu 10:00 – 14:00;", [ten, null, null, ten, null, null, null]],
    ["Sun-Thu 09:00-17:00; Fri closed", [nine, nine, nine, nine, null, null, nine]],
  ])("%s", (text, expected) => {
    expect(week.parse(text)).toEqual(expected);
  });

  test("always is around the clock", () => {
    expect(week.parse("always")).toEqual(Array(7).fill({ from: 0, to: 1440 }));
  });

  test.each([
    ["Mon-Fri", "needs weekdays and hours"],
    ["09:00-17:00", "needs weekdays and hours"],
    ["Mon-Fry 09:00-17:00", "no weekday"],
    ["Mon 17:00-09:00", "closes before it opens"],
    ["Mon 09:00-25:00", "no hours"],
    ["Mon 09:60-10:00", "no hours"],
    ["Mon-Fri 09:00-17:00; Fri 10:00-12:00", "friday twice"],
    ["Sun closed", "no hour of the week"],
    ["", "no hour of the week"],
  ])("%s is refused", (text, problem) => {
    expect(week.safeParse(text).error?.issues[0]?.message).toContain(problem);
  });
});

test("holidays come as a list or as the lines of a file, with remarks", () => {
  expect(holidays.parse("2026-12-26, 2026-12-25")).toEqual(["2026-12-25", "2026-12-26"]);
  expect(holidays.parse("# closed\n2026-12-25  Christmas\r\n\n2026-12-26 # and Boxing Day, too\n")).toEqual([
    "2026-12-25",
    "2026-12-26",
  ]);
  expect(holidays.safeParse("2026-02-30").success).toBe(false);
  const faulty = holidays.safeParse("2026-12-25 Christmas\n# Easter\n2026-13-05 Easter Monday\n");
  expect(faulty.error?.issues[0]?.message).toContain('"2026-13-05" in line 3 of the file');
  expect(holidays.safeParse("./holidays.txt").error?.issues[0]?.message).toContain(
    "looks like a file, and there is none",
  );
});

test("hours until the first answer are given by priority", () => {
  expect(hoursByPriority.parse("urgent 1, high=2.5; normal: 8")).toEqual({ urgent: 1, high: 2.5, normal: 8 });
  for (const bad of ["soon 1", "urgent 0", "urgent", "urgent 1, urgent 2", "low 501"])
    expect(hoursByPriority.safeParse(bad).success).toBe(false);
});
