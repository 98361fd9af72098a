// How often chance alone gives an alarm, in mailboxes where nothing is the matter: node bench/alarms.ts
import { silenceEnd, silences } from "../src/policy/silence.ts";
import { spikeEnd, spikes } from "../src/policy/spike.ts";
import { marksOf, type Story } from "../src/policy/trend.ts";
import { addDays } from "../src/policy/usual.ts";
import { type Traffic, traffic } from "../test/support/traffic.ts";

const DAYS = 730;

/** False alarms of two years, a look at the end of each day. */
function alarms(kind: Traffic): { readonly spikes: number; readonly silences: number } {
  const stories = new Map<number, Story>();
  const count = { spikes: 0, silences: 0 };
  for (const day of traffic(kind, DAYS, undefined, () => [...stories.values()])) {
    for (const story of stories.values()) {
      if (story.until !== null) continue;
      const silent = story.kind === "mail" || story.kind === "complaints";
      const end = silent ? silenceEnd(story, day) : spikeEnd(story, day);
      const tickets = marksOf(story, day.marks).map(({ ticketId }) => ticketId);
      stories.set(story.id, { ...story, tickets, until: end === null ? null : day.today });
    }
    const facts = { ...day, stories: [...stories.values()] };
    const found = [spikes(facts), silences(facts)] as const;
    count.spikes += found[0].length;
    count.silences += found[1].length;
    for (const one of found.flat()) {
      const id = stories.size + 1;
      stories.set(id, { ...one, id, from: addDays(day.today, -one.days), until: null });
    }
  }
  return count;
}

const MAILBOXES = [
  { aDay: 0.3, groups: 8, spread: 0.1 },
  { aDay: 3, groups: 30, spread: 0.1 },
  { aDay: 20, groups: 100, spread: 0.1 },
  { aDay: 60, groups: 200, spread: 0.2 },
];
const SEEDS = [1, 2, 3];
const MONTHS = (SEEDS.length * DAYS) / 30.4;

console.log("complaints a day  groups  spread  spikes a month  silences a month");
for (const kind of MAILBOXES) {
  const runs = SEEDS.map((seed) => alarms({ ...kind, seed }));
  const monthly = (what: "spikes" | "silences") =>
    (runs.reduce((sum, run) => sum + run[what], 0) / MONTHS).toFixed(2);
  const { aDay, groups, spread } = kind;
  console.log(
    [
      String(aDay).padStart(16),
      String(groups).padStart(6),
      String(spread).padStart(6),
      monthly("spikes").padStart(14),
      monthly("silences").padStart(16),
    ].join("  "),
  );
}
