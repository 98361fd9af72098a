import { describe, expect, it } from "vitest";
import {
  contradicted,
  forgotten,
  leftLying,
  overBudget,
  putOff,
  recordsOf,
  toPrograms,
  twice,
  unapologised,
  unfollowed,
  unlikeTheirJournal,
} from "./findings.ts";
import { type Plot, play } from "./story.ts";
import { type MailServer, withWorld } from "./world.ts";

/** October 2026 in Budapest: a holiday on Friday the 23rd, and clocks that go back on the 25th. */
const ENVIRONMENT = {
  TIME_ZONE: "Europe/Budapest",
  BUSINESS_HOURS: "Mon-Fri 09:00-17:00",
  HOLIDAYS: "2026-10-23",
  DISPLAY_NAME: "Shop",
  AGENTS: "anna@shop.example, bela@shop.example",
  SUPERVISOR: "chief@shop.example",
  COMPLAINTS_MANAGER: "complaints@shop.example",
  MANAGERS: "head@shop.example",
  REFERRAL: "on",
  REFERRAL_TEXT: "Both of you get a month for nothing.",
};

export const MONTH: Plot = {
  from: new Date("2026-10-04T22:00:00Z"),
  days: 30,
  customersPerLanguage: 40,
  outage: { from: new Date("2026-10-14T06:00:00Z"), until: new Date("2026-10-15T06:00:00Z") },
};

interface Ground {
  readonly server: MailServer;
  readonly env?: Readonly<Record<string, string>>;
}

/** What must hold after a month, whatever servers it was lived on. */
export function monthContract(name: string, plot: Plot, open: () => Promise<Ground>): void {
  describe(`a month on ${name}`, () => {
    it("keeps every promise to customers and forgets nobody", { timeout: 600_000 }, async () => {
      const { server, env = {} } = await open();
      try {
        await withWorld(server, { at: plot.from, env: { ...ENVIRONMENT, ...env } }, async (world) => {
          const stage = await play(world, plot);
          const records = await recordsOf(stage);
          expect(twice(records)).toEqual([]);
          expect(putOff(records)).toEqual([]);
          expect(overBudget(records)).toEqual([]);
          expect(toPrograms(records, stage)).toEqual([]);
          expect(unfollowed(records, world.clock.now)).toEqual([]);
          expect(unapologised(records)).toEqual([]);
          expect(unlikeTheirJournal(records)).toEqual([]);
          expect(forgotten(records, world.clock.now)).toEqual([]);
          expect(leftLying(records, world.clock.now)).toEqual([]);
          expect(contradicted(records)).toEqual([]);
          expect(await stuck(world.session)).toEqual({ arrived: 0, decided: 0, attention: 0 });
          // A month in which nothing happened would prove nothing.
          const seen = new Set(records.out.map((mail) => mail.kind));
          for (const kind of HAPPENED) expect([...seen]).toContain(kind);
          const codes = new Set(records.tickets.map((ticket) => ticket.followUpCode));
          for (const code of EXCUSES) expect([...codes]).toContain(code);
        });
      } finally {
        await server.stop();
      }
    });
  });
}

const HAPPENED = [
  "acknowledgement",
  "progress",
  "followup",
  "handover",
  "handed-over",
  "solved",
  "reopened",
  "closing",
  "referral",
  "deadline-warning",
  "overdue",
  "bad-rating",
];

const EXCUSES = ["opted-out", "dead-address", "never-answered", "rating", "thanks"];

async function stuck({ desk }: Parameters<typeof recordsOf>[0]["world"]["session"]) {
  const { arrived, decided, attention } = await desk.store.counts(desk.mailbox.id);
  return { arrived, decided, attention };
}
