import { and, eq, sql } from "drizzle-orm";
import type { GroupOrBegun } from "../policy/regroup.ts";
import { complaintGroups, complaints } from "./complaint-schema.ts";
import { type Database, first, insertRows, isOneOf } from "./database.ts";

/** Until the transaction ends nobody else changes who is in which group of the mailbox. */
export async function lockGroups(tx: Database, mailboxId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${GROUPS}, ${mailboxId})`);
}

/** Any number that no other lock has. */
const GROUPS = 7071;

/** The group itself, or the one that it was merged into. */
export async function standingGroup(db: Database, mailboxId: number, id: number): Promise<number | null> {
  let at = id;
  // Each merge leads to a group that was not merged before it: the way has an end.
  for (;;) {
    const row = first(
      await db
        .select({ mergedInto: complaintGroups.mergedInto })
        .from(complaintGroups)
        .where(and(eq(complaintGroups.id, at), eq(complaintGroups.mailboxId, mailboxId))),
    );
    if (row === null) return null;
    if (row.mergedInto === null) return at;
    at = row.mergedInto;
  }
}

/** Makes the groups that are begun; returns their numbers by the ticket that begins them. */
export async function begunGroups(
  tx: Database,
  mailboxId: number,
  groups: readonly GroupOrBegun[],
): Promise<ReadonlyMap<number, number>> {
  const beginning = [...new Set(groups.flatMap((group) => (typeof group === "number" ? [] : group.begunBy)))];
  const numbers = await newGroups(tx, mailboxId, beginning.length);
  return new Map(beginning.map((ticketId, index) => [ticketId, numbers[index] ?? 0]));
}

export async function newGroups(tx: Database, mailboxId: number, count: number): Promise<readonly number[]> {
  const rows = await insertRows(tx, complaintGroups, {
    rows: Array.from({ length: count }, () => ({ mailboxId })),
    rest: sql`returning id`,
  });
  return rows.map((row) => Number(row.id));
}

/** What these groups hold now stays in them, and they are never merged by themselves. */
export async function pinGroups(tx: Database, ids: readonly number[]): Promise<void> {
  await tx.update(complaintGroups).set({ pinned: true }).where(isOneOf(complaintGroups.id, ids));
  await tx.update(complaints).set({ placed: true }).where(isOneOf(complaints.groupId, ids));
}
