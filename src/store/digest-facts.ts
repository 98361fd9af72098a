import { and, eq, sql } from "drizzle-orm";
import type { Stock } from "../policy/digest-facts.ts";
import { type Database, plainRows } from "./database.ts";
import type { DigestStore } from "./digest.ts";
import {
  arrivals,
  complaintCounts,
  correctionCounts,
  eventCounts,
  firstAnswers,
  promiseChanges,
  ratingCounts,
  type Stretch,
  time,
} from "./digest-counts.ts";
import {
  badRatings,
  brokenPromises,
  groupFacts,
  openComplaints,
  overdueTickets,
  recurringCustomers,
  waitingTickets,
} from "./digest-lists.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { periods } from "./period-schema.ts";
import { unfinishedState } from "./schema.ts";
import type { Store } from "./store.ts";

/** Messages that came within so many seconds may be in hand still. */
const IN_HAND = 3600;

export function digestStore(db: Database, answersSeen: Store["answersSeen"]): DigestStore {
  return {
    digestFacts: async (mailboxId, { starts, to, timeZone, now }) => {
      const [before = to, from = to] = starts.slice(-2);
      const one: Stretch = {
        mailboxId,
        before: time(before),
        from: time(from),
        to: time(to),
        timeZone,
        now: time(now),
      };
      const [counts, lists] = await Promise.all([countsOf(db, one), listsOf(db, one, starts)]);
      return { ...counts, ...lists };
    },
    stock: async (mailboxId, now) => {
      const [tickets, unaccounted, mailbox] = await Promise.all([
        waitingTickets(db, mailboxId, now),
        unaccountedRows(db, mailboxId),
        db.select({ name: mailboxes.name }).from(mailboxes).where(eq(mailboxes.id, mailboxId)),
      ]);
      return { ...tickets, unaccounted, seen: await answersSeen(mailbox[0]?.name ?? "", now) };
    },
    openComplaints: openComplaints(db),
    stockOf: async (mailboxId, { job, period }) => {
      const rows = await db
        .select({ stock: periods.stock })
        .from(periods)
        .where(and(eq(periods.mailboxId, mailboxId), eq(periods.job, job), eq(periods.period, period)));
      return rows[0]?.stock ?? null;
    },
  };
}

async function countsOf(db: Database, one: Stretch) {
  const [messages, complaints, events, answers, changes, ratings, corrections] = await Promise.all([
    arrivals(db, one),
    complaintCounts(db, one),
    eventCounts(db, one),
    firstAnswers(db, one),
    promiseChanges(db, one),
    ratingCounts(db, one),
    correctionCounts(db, one),
  ]);
  return {
    arrivals: messages,
    complaints,
    events,
    firstAnswers: answers,
    promiseChanges: changes,
    ratings,
    corrections,
  };
}

async function listsOf(db: Database, one: Stretch, starts: readonly Date[]) {
  const [overdue, broken, bad, recurring, groups] = await Promise.all([
    overdueTickets(db, one),
    brokenPromises(db, one),
    badRatings(db, one),
    recurringCustomers(db, one),
    groupFacts(db, one, starts),
  ]);
  return { overdue, broken, badRatings: bad, ...recurring, ...groups };
}

/** Seen, and neither filed nor left alone for a reason. */
async function unaccountedRows(db: Database, mailboxId: number): Promise<Stock["unaccounted"]> {
  const rows = await db.execute(sql`
    select count(*) as count from ledger where mailbox_id = ${mailboxId}
      and ${unfinishedState({ state: sql`state`, filedAt: sql`filed_at` })}
      and created_at < clock_timestamp() - ${IN_HAND} * interval '1 second'`);
  return Number(plainRows(rows)[0]?.count ?? 0);
}
