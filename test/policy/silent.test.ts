import { describe, expect, test } from "vitest";
import {
  type HindranceFacts,
  hindranceTo,
  type LastMatter,
  outreachManner,
  outreachWhy,
  type SilentFacts,
  silentReasons,
} from "../../src/policy/silent.ts";

const NOW = new Date("2026-11-30T09:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const wrote = (...days: readonly number[]) => days.map(daysAgo).sort((a, b) => a.getTime() - b.getTime());

/** Complained 40 days ago, was answered 39 days ago. */
const LAST: LastMatter = {
  ticketId: 7,
  complaint: true,
  understated: false,
  manner: "plain",
  answeredAt: daysAgo(39),
  content: false,
};
const facts = (given: Partial<SilentFacts> = {}): SilentFacts => ({
  last: LAST,
  contacts: wrote(40),
  listedAt: null,
  ...given,
});

describe("a customer is silent", () => {
  test.each<[string, Partial<SilentFacts>, readonly string[]]>([
    ["after our answer to a complaint", {}, ["silent-quiet"]],
    [
      "sooner where the trouble was played down",
      {
        last: { ...LAST, complaint: false, understated: true, answeredAt: daysAgo(12) },
        contacts: wrote(13),
      },
      ["silent-quiet", "silent-understated"],
    ],
    [
      "who wrote every week, and stopped two months ago",
      { last: null, contacts: wrote(60, 67, 74, 81, 88, 95, 102, 109, 116) },
      ["silent-stopped"],
    ],
    [
      "who wrote every month or so, and stopped half a year ago",
      { last: null, contacts: wrote(180, 212, 240, 275, 301, 330, 362) },
      ["silent-stopped"],
    ],
    ["of the list who never wrote", { last: null, contacts: [], listedAt: daysAgo(61) }, ["silent-never"]],
  ])("%s", (_, given, reasons) => {
    expect(silentReasons(facts(given), NOW)).toEqual(reasons);
  });
});

describe("a customer is not silent", () => {
  test.each<[string, Partial<SilentFacts>]>([
    ["within three weeks of our answer", { last: { ...LAST, answeredAt: daysAgo(20) }, contacts: wrote(21) }],
    ["who said that all is well", { last: { ...LAST, content: true } }],
    ["who wrote after the answer, whatever it was", { contacts: wrote(40, 38) }],
    ["who had no answer: that is ours to mend", { last: { ...LAST, answeredAt: null } }],
    ["who asked something and had an answer", { last: { ...LAST, complaint: false } }],
    [
      "whose last word was half a year ago",
      { last: { ...LAST, answeredAt: daysAgo(199) }, contacts: wrote(200) },
    ],
    [
      "with one trouble of many letters behind",
      { last: null, contacts: wrote(60, 61, 62, 63, 64, 65, 66, 67) },
    ],
    ["who writes now and then, at no time", { last: null, contacts: wrote(60, 62, 200, 204, 205, 380, 390) }],
    ["who writes every two months", { last: null, contacts: wrote(70, 131, 190, 252, 310, 371) }],
    ["who is new on the list", { last: null, contacts: [], listedAt: daysAgo(59) }],
    ["of whom nothing is known", { last: null, contacts: [] }],
  ])("%s", (_, given) => {
    expect(silentReasons(facts(given), NOW)).toEqual([]);
  });
});

describe("a silent customer is not written to", () => {
  const free: HindranceFacts = {
    address: "anna@customer.test",
    optedOut: false,
    dead: false,
    openTicket: false,
    unansweredComplaint: false,
    approved: false,
    reachedAt: null,
  };
  test.each<[string, Partial<HindranceFacts>]>([
    ["no-address", { address: null }],
    ["opted-out", { optedOut: true, reachedAt: daysAgo(3) }],
    ["dead-address", { dead: true }],
    ["open-ticket", { openTicket: true }],
    ["complaint-unanswered", { unansweredComplaint: true, approved: true }],
    ["reached-lately", { reachedAt: daysAgo(89) }],
    ["approved", { approved: true }],
  ])("%s", (code, given) => {
    expect(hindranceTo({ ...free, ...given }, NOW)).toBe(code);
  });

  test("is, ninety days after the last mail", () => {
    expect(hindranceTo({ ...free, reachedAt: daysAgo(90) }, NOW)).toBeNull();
  });
});

test("the manner is that of the customer, and the mail says why it comes", () => {
  const given = { vip: false, last: LAST };
  expect(outreachManner({ ...given, vip: true }, ["silent-never"])).toBe("vip");
  expect(outreachManner(given, ["silent-quiet", "silent-understated"])).toBe("silent");
  expect(outreachManner({ vip: false, last: { ...LAST, manner: "vocal" } }, ["silent-quiet"])).toBe("vocal");
  expect(outreachManner(given, ["silent-stopped"])).toBe("frequent");
  expect(outreachManner(given, ["silent-quiet"])).toBe("plain");
  expect(outreachWhy(["silent-quiet", "silent-stopped"])).toBe("quiet");
  expect(outreachWhy(["silent-never"])).toBe("never");
  expect(outreachWhy([])).toBeNull();
});
