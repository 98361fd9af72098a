import { describe, expect, it } from "vitest";
import { periodAt, periodBefore, periodDue } from "../../src/policy/period.ts";

const athens = { timeZone: "Europe/Athens", minutes: 7 * 60 + 30 };
const at = (text: string) => new Date(text);

describe("periods", () => {
  it("are days, ISO weeks and months of the mailbox' own time zone", () => {
    const moment = at("2026-11-29T22:30:00Z");
    expect(periodAt("daily", moment, "Europe/Athens")).toEqual({
      span: "daily",
      name: "2026-11-30",
      from: at("2026-11-29T22:00:00Z"),
      to: at("2026-11-30T22:00:00Z"),
    });
    expect(periodAt("weekly", moment, "Europe/Athens").name).toBe("2026-W49");
    expect(periodAt("weekly", moment, "UTC").name).toBe("2026-W48");
    expect(periodAt("monthly", moment, "Europe/Athens").name).toBe("2026-11");
    expect(periodAt("weekly", at("2027-01-02T12:00:00Z"), "UTC").name).toBe("2026-W53");
  });

  it("are an hour longer or shorter where clocks change", () => {
    const { from, to } = periodAt("daily", at("2026-10-25T12:00:00Z"), "Europe/Athens");
    expect(to.getTime() - from.getTime()).toBe(25 * 3_600_000);
  });

  it("follow one another without a gap", () => {
    for (const span of ["daily", "weekly", "monthly"] as const) {
      const period = periodAt(span, at("2027-03-01T12:00:00Z"), "Europe/Athens");
      expect(periodBefore(period, "Europe/Athens").to).toEqual(period.from);
    }
  });

  it("are due at their time of day, and only the one that ended last", () => {
    expect(periodDue("weekly", at("2026-11-30T05:29:00Z"), athens)).toBeNull();
    expect(periodDue("weekly", at("2026-11-30T05:30:00Z"), athens)?.name).toBe("2026-W48");
    // Still, or again after a downtime, on Saturday.
    expect(periodDue("weekly", at("2026-12-05T20:00:00Z"), athens)?.name).toBe("2026-W48");
    expect(periodDue("daily", at("2026-12-05T20:00:00Z"), athens)?.name).toBe("2026-12-04");
    expect(periodDue("monthly", at("2026-12-31T20:00:00Z"), athens)?.name).toBe("2026-11");
  });
});
