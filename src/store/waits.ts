import { and, eq, gte, inArray, isNotNull, or, sql } from "drizzle-orm";
import type { MeasuredTimes } from "../policy/duty.ts";
import { type Database, insertRows } from "./database.ts";
import { record } from "./journal.ts";
import { underLease } from "./lease.ts";
import type { Store } from "./store.ts";
import { answerTimes, tickets } from "./ticket-schema.ts";

/** Of what asks for an answer; mail from before foyer came has no clock, and counts only once it was answered. */
export function findWaits(db: Database): Store["waits"] {
  return (mailboxId, since) =>
    db
      .select({
        priority: tickets.priority,
        openedAt: tickets.openedAt,
        firstAnswerAt: tickets.firstAnswerAt,
        resolvedAt: tickets.resolvedAt,
      })
      .from(tickets)
      .where(
        and(
          eq(tickets.mailboxId, mailboxId),
          gte(tickets.openedAt, since),
          inArray(tickets.kind, ["complaint", "question", "request"]),
          or(isNotNull(tickets.firstAnswerAt), isNotNull(tickets.answerDueAt), isNotNull(tickets.resolvedAt)),
        ),
      );
}

export function findMeasured(db: Database): Store["measured"] {
  return async (mailboxId) => {
    const rows = await db.select().from(answerTimes).where(eq(answerTimes.mailboxId, mailboxId));
    return Object.fromEntries(
      rows.map(({ priority, hours, steps }) => [priority, { hours, steps }]),
    ) satisfies MeasuredTimes;
  };
}

export function setMeasured(db: Database): Store["setMeasured"] {
  return (lease, measurements, { at, changes }) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      await tx.delete(answerTimes).where(eq(answerTimes.mailboxId, mailboxId));
      await insertRows(tx, answerTimes, {
        rows: measurements.map((one) => ({ ...one, mailboxId, measuredAt: at })),
        rest: sql`on conflict do nothing`,
      });
      await record(
        tx,
        changes.map(({ priority, from, to, basis }) => ({
          mailboxId,
          at,
          type: to > from ? "PromiseLengthened" : "PromiseShortened",
          codes: { priority, from, to, basis },
        })),
      );
    });
}
