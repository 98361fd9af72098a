import { and, desc, eq, gte, isNull, or, sql } from "drizzle-orm";
import { complaintGroups, complaints } from "./complaint-schema.ts";
import { type Database, first, isOneOf } from "./database.ts";
import { insertHook } from "./hooks.ts";
import { record } from "./journal.ts";
import { underLease } from "./lease.ts";
import { queueDrafts } from "./queue.ts";
import type { StoryDraft, StoryRow, TrendStore } from "./trend.ts";
import { trendCounts, trendMarks } from "./trend-counts.ts";
import { stories } from "./trend-schema.ts";

/** What is unusual, as methods of the store. */
export function trends(db: Database): TrendStore {
  return {
    trendCounts: trendCounts(db),
    trendMarks: trendMarks(db),
    stories: findStories(db),
    openStory: openStory(db),
    changeStories: changeStories(db),
  };
}

function findStories(db: Database): TrendStore["stories"] {
  return async (mailboxId, since) => {
    const { mailboxId: _, ...columns } = stories;
    const rows = await db
      .select({
        id: columns.id,
        kind: columns.kind,
        key: columns.key,
        from: columns.from,
        until: columns.until,
        days: columns.days,
        customers: columns.customers,
        usual: columns.usual,
        tickets: columns.tickets,
        openedAt: columns.openedAt,
        closedAt: columns.closedAt,
        ending: columns.ending,
      })
      .from(stories)
      .where(
        and(
          eq(stories.mailboxId, mailboxId),
          or(isNull(stories.closedAt), gte(stories.closedAt, since), gte(stories.openedAt, since)),
        ),
      )
      .orderBy(desc(stories.openedAt), desc(stories.id));
    const found: StoryRow[] = [];
    for (const row of rows) found.push(row.kind === "group" ? await relocated(db, row) : row);
    return found;
  };
}

/** People merge and split groups, and each hour alike ones become one: where most of a story's complaints are now. */
async function relocated(db: Database, story: StoryRow): Promise<StoryRow> {
  const most = first(
    await db
      .select({ groupId: complaints.groupId })
      .from(complaints)
      .where(isOneOf(complaints.ticketId, story.tickets.length === 0 ? [-1] : story.tickets))
      .groupBy(complaints.groupId)
      .orderBy(desc(sql`count(*)`), complaints.groupId)
      .limit(1),
  );
  return most === null ? story : { ...story, key: String(most.groupId) };
}

function openStory(db: Database): TrendStore["openStory"] {
  return (lease, story, { mail, hook }) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      if (!(await stands(tx, story))) return false;
      const opened = await tx
        .insert(stories)
        .values({ ...story, mailboxId })
        .onConflictDoNothing()
        .returning({ id: stories.id });
      if (opened.length === 0) return false;
      const drafts = mail.map((draft) => ({ draft, ticketId: null, ledgerId: null }));
      await record(tx, await queueDrafts(tx, mailboxId, drafts));
      if (hook !== null) await insertHook(tx, mailboxId, hook);
      return true;
    });
}

/** Held until the alert is queued: who merges the group meanwhile waits so long, and the next look knows of it. */
async function stands(tx: Database, { kind, key, tickets }: StoryDraft): Promise<boolean> {
  if (kind !== "group") return true;
  const group = first(
    await tx
      .select({ mergedInto: complaintGroups.mergedInto })
      .from(complaintGroups)
      .where(eq(complaintGroups.id, Number(key)))
      .for("share"),
  );
  if (group === null || group.mergedInto !== null) return false;
  const still = await tx
    .select({ ticketId: complaints.ticketId })
    .from(complaints)
    .where(and(isOneOf(complaints.ticketId, tickets), eq(complaints.groupId, Number(key))));
  return still.length * 2 > tickets.length;
}

function changeStories(db: Database): TrendStore["changeStories"] {
  return (lease, changes) =>
    underLease(db, lease, async (tx) => {
      const open = (ids: readonly number[]) =>
        and(isOneOf(stories.id, ids), eq(stories.mailboxId, lease.mailboxId), isNull(stories.closedAt));
      for (const { id, tickets, end } of changes)
        if (end !== null)
          await tx
            .update(stories)
            .set({ tickets, closedAt: end.at, until: end.until, ending: end.ending })
            .where(open([id]));
      const going = changes.filter(({ end }) => end === null);
      if (going.length === 0) return;
      // Two may change names with each other: each lets go of its own first.
      await tx
        .update(stories)
        .set({ key: sql`'-' || ${stories.id}` })
        .where(open(going.map(({ id }) => id)));
      for (const { id, key, tickets } of going)
        await tx
          .update(stories)
          .set({ key, tickets })
          .where(open([id]));
    });
}
