import { describe, expect, it, vi } from "vitest";
import { silenceEnd, silences } from "../../src/policy/silence.ts";
import { spikeEnd, spikes } from "../../src/policy/spike.ts";
import { type Finding, marksOf, type Story, type TrendFacts } from "../../src/policy/trend.ts";
import { addDays } from "../../src/policy/usual.ts";
import { type Traffic, traffic } from "../support/traffic.ts";

// Months of days are reckoned with.
vi.setConfig({ testTimeout: 120_000 });

type Happens = NonNullable<Parameters<typeof traffic>[2]>;

interface Told extends Finding {
  readonly day: number;
}

/** Lives through so many days as foyer would, a look at the end of each; what was told, and the stories at the end. */
function lived(kind: Traffic, days: number, happens?: Happens, quietOn?: (day: number) => boolean) {
  const told: Told[] = [];
  const stories = new Map<number, Story>();
  const open = () => [...stories.values()];
  for (const facts of traffic(kind, days, happens, open, quietOn)) {
    for (const story of open()) {
      if (story.until !== null) continue;
      const isSilence = story.kind === "mail" || story.kind === "complaints";
      const end = isSilence ? silenceEnd(story, facts) : spikeEnd(story, facts);
      if (end === "stays") stories.delete(story.id);
      else if (end === "over") stories.set(story.id, { ...story, until: facts.today });
      else
        stories.set(story.id, {
          ...story,
          tickets: marksOf(story, facts.marks).map(({ ticketId }) => ticketId),
        });
    }
    const found = [...spikes({ ...facts, stories: open() }), ...silences({ ...facts, stories: open() })];
    for (const one of found) {
      told.push({ ...one, day: facts.day });
      const id = told.length;
      const from = addDays(facts.today, -one.days);
      stories.set(id, { ...one, id, from, until: null });
    }
  }
  return { told, stories: open() };
}

const spikesOf = (told: readonly Told[]) =>
  told.filter(({ kind }) => kind !== "mail" && kind !== "complaints");
const name = ({ kind, key, day }: Told) => `${kind} ${key} on day ${day}`;

describe("a mailbox where nothing is the matter", () => {
  // Ten months of each: foyer may tell two stories that are none, and not cry wolf.
  it.each([
    { seed: 1, aDay: 0.3, groups: 8, spread: 0.1 },
    { seed: 2, aDay: 3, groups: 30, spread: 0.1 },
    { seed: 3, aDay: 20, groups: 100, spread: 0.1 },
  ])("is left in peace: $aDay complaints a day in $groups groups", (kind) => {
    const { told } = lived(kind, 300);
    expect(told.length, told.map(name).join()).toBeLessThanOrEqual(2);
  });
});

describe("complaints that pile up", () => {
  const shop = { seed: 7, aDay: 6, groups: 40, spread: 0.1 };

  it("are told once, on their first day, as what tells them best", () => {
    const { told } = lived(shop, 120, (day) => (day >= 80 && day < 84 ? [{ group: 30, customers: 9 }] : []));
    expect(told.map(name)).toEqual(["group 30 on day 80"]);
    expect(told[0]).toMatchObject({ days: 1, customers: expect.any(Number) });
    expect(told[0]?.usual).toBeLessThan(0.5);
  });

  it("are told again when they come again weeks later", () => {
    const happens: Happens = (day) => (day === 80 || day === 110 ? [{ group: 30, customers: 9 }] : []);
    const { told, stories } = lived(shop, 125, happens);
    expect(told.map(name)).toEqual(["group 30 on day 80", "group 30 on day 110"]);
    expect(stories.every(({ until }) => until !== null)).toBe(true);
  });

  it("are noticed where they come a few a day", () => {
    const { told } = lived(shop, 110, (day) => (day >= 80 && day < 87 ? [{ group: 35, customers: 2 }] : []));
    expect(told.map(({ kind, key, days }) => [kind, key, days])).toEqual([["group", "35", 7]]);
  });

  it("are what is usual once they stay", () => {
    const { told } = lived(shop, 260, (day) => (day >= 80 ? [{ group: 30, customers: 4 }] : []));
    expect(spikesOf(told).map(({ key }) => key)).toEqual(["30"]);
  });

  it("are a topic's where no group tells them", () => {
    // Groups 4, 10, 16 … are of one topic and of different causes: two more of each, on one day.
    const many = [4, 10, 16, 22, 28, 34].map((group) => ({ group, customers: 3 }));
    const { told } = lived(shop, 100, (day) => (day === 80 ? many : []));
    expect(told.map(({ kind, key }) => `${kind} ${key}`)).toEqual(["topic returns-refund"]);
  });

  it("need five customers, however rare they are", () => {
    expect(lived(shop, 100, (day) => (day === 80 ? [{ group: 39, customers: 4 }] : [])).told).toEqual([]);
  });

  it("are not known before there are weeks to compare with", () => {
    expect(lived(shop, 15, (day) => (day === 10 ? [{ group: 30, customers: 30 }] : [])).told).toEqual([]);
  });
});

describe("one customer who complains all day", () => {
  it("is no story", () => {
    const [last] = [...traffic({ seed: 5, aDay: 2, groups: 10, spread: 0 }, 60)].slice(-1);
    if (last === undefined) throw new Error("no day was lived");
    const mark = { customer: -1, date: last.today, group: 77, topic: "billing", rootCause: "roles" } as const;
    const marks = Array.from({ length: 30 }, (_, index) => ({ ...mark, ticketId: 1e6 + index }));
    expect(spikes({ ...last, marks })).toEqual([]);
    const many = marks.map((one, index) => ({ ...one, customer: -index }));
    expect(spikes({ ...last, marks: many })).toMatchObject([{ kind: "group", key: "77", customers: 30 }]);
  });
});

describe("a story whose group changes while it goes on", () => {
  const kind = { seed: 7, aDay: 6, groups: 40, spread: 0.1 };
  const facts = (): TrendFacts => {
    const happens: Happens = (day) => (day === 80 ? [{ group: 30, customers: 12 }] : []);
    const [last] = [...traffic(kind, 81, happens)].slice(-1);
    if (last === undefined) throw new Error("no day was lived");
    return last;
  };
  const story = (now: TrendFacts): Story => {
    const [found] = spikes(now);
    if (found === undefined) throw new Error("nothing was found");
    return { ...found, id: 1, from: now.today, until: null };
  };
  const moved = (now: TrendFacts, move: (group: number, index: number) => number): TrendFacts => ({
    ...now,
    marks: now.marks.map((mark, index) => ({ ...mark, group: move(mark.group, index) })),
  });

  it("is not told again under the name of the group that it was merged into", () => {
    const now = facts();
    const stories = [story(now)];
    const merged = moved(now, (group) => (group === 30 ? 900 : group));
    expect(spikes(merged)).toMatchObject([{ key: "900" }]);
    expect(spikes({ ...merged, stories })).toEqual([]);
  });

  it("is not told again for either half when it is split", () => {
    const now = facts();
    const stories = [story(now)];
    const split = moved(now, (group, index) => (group === 30 && index % 2 === 0 ? 901 : group));
    expect(spikes({ ...split, stories })).toEqual([]);
  });
});

describe("mail that stays away", () => {
  const shop = { seed: 9, aDay: 30, groups: 40, spread: 0.1 };

  it("is told once, after the first day without any, and ends when customers write again", () => {
    // Day 81 is a Friday.
    const { told, stories } = lived(shop, 110, undefined, (day) => day >= 81 && day < 85);
    expect(told.map(name)).toEqual(["mail  on day 82"]);
    expect(told[0]).toMatchObject({ customers: 0, days: 1 });
    expect(stories).toMatchObject([{ until: addDays("2026-01-05", 85) }]);
  });

  it("takes longer to be sure of where few write", () => {
    const quiet = { ...shop, aDay: 1 };
    const { told } = lived(quiet, 120, undefined, (day) => day >= 81);
    expect(told).toMatchObject([{ kind: "mail", customers: 0, days: 14 }]);
  });

  it("is nothing on a holiday that is known", () => {
    const away = (day: number) => day === 81;
    for (const facts of traffic(shop, 84, undefined, undefined, away)) {
      const found = silences({ ...facts, holidays: [addDays("2026-01-05", 81)] });
      expect(found).toEqual([]);
      if (facts.day === 82) expect(silences(facts)).toMatchObject([{ kind: "mail" }]);
    }
  });

  it("is of complaints alone where other mail comes", () => {
    const counts = (facts: TrendFacts) => {
      const mail = new Map(Array.from({ length: 90 }, (_, day) => [addDays("2026-01-05", day), 20]));
      return new Map([...facts.counts, ["mail", mail]]);
    };
    const [last] = [...traffic(shop, 83, undefined, undefined, (day) => day === 81)].slice(-1);
    if (last === undefined) throw new Error("no day was lived");
    expect(silences({ ...last, counts: counts(last) })).toMatchObject([{ kind: "complaints", customers: 0 }]);
  });
});
