import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { AgreedStore, AnswerTo, KeptAnswer } from "./agreed.ts";
import { agreedAnswers } from "./agreed-schema.ts";
import { complaintGroupsSince } from "./complaint-groups.ts";
import { complaints } from "./complaint-schema.ts";
import { type Database, first, plainRows } from "./database.ts";
import { lockGroups, pinGroups, standingGroup } from "./grouping.ts";
import { tickets } from "./ticket-schema.ts";

/** The store's part of agreed answers. */
export function agreementsOf(db: Database): AgreedStore {
  return {
    setAnswer: setAnswer(db),
    removeAnswer: removeAnswer(db),
    answers: listAnswers(db),
    answerFor: answerFor(db),
    mayGetAnswer: mayGetAnswer(db),
    groupsWithoutAnswer: groupsWithoutAnswer(db),
  };
}

function setAnswer(db: Database): AgreedStore["setAnswer"] {
  return (mailboxId, { to, language, text, setBy, setAt }) =>
    db.transaction(async (tx) => {
      await lockGroups(tx, mailboxId);
      const groupId = "group" in to ? await standingGroup(tx, mailboxId, to.group) : null;
      if ("group" in to && groupId === null) return false;
      const topic = "topic" in to ? to.topic : null;
      // What has an answer is not taken apart by itself.
      if (groupId !== null) await pinGroups(tx, [groupId]);
      const changed = { text, setBy, setAt };
      const target =
        groupId === null
          ? [agreedAnswers.mailboxId, agreedAnswers.topic, agreedAnswers.language]
          : [agreedAnswers.groupId, agreedAnswers.language];
      await tx
        .insert(agreedAnswers)
        .values({ mailboxId, groupId, topic, language, ...changed })
        .onConflictDoUpdate({ target, set: changed });
      return true;
    });
}

function removeAnswer(db: Database): AgreedStore["removeAnswer"] {
  return async (mailboxId, to, language) => {
    const about =
      "topic" in to
        ? and(eq(agreedAnswers.topic, to.topic), isNull(agreedAnswers.groupId))
        : eq(agreedAnswers.groupId, (await standingGroup(db, mailboxId, to.group)) ?? -1);
    const removed = await db
      .delete(agreedAnswers)
      .where(and(eq(agreedAnswers.mailboxId, mailboxId), eq(agreedAnswers.language, language), about))
      .returning({ id: agreedAnswers.id });
    return removed.length > 0;
  };
}

function listAnswers(db: Database): AgreedStore["answers"] {
  return async (mailboxId) => {
    const rows = await db
      .select()
      .from(agreedAnswers)
      .where(eq(agreedAnswers.mailboxId, mailboxId))
      .orderBy(asc(agreedAnswers.id));
    return rows.flatMap(({ groupId, topic, language, text, setBy, setAt }): KeptAnswer[] => {
      const to: AnswerTo | null = groupId === null ? (topic === null ? null : { topic }) : { group: groupId };
      return to === null ? [] : [{ to, language, text, setBy, setAt }];
    });
  };
}

function answerFor(db: Database): AgreedStore["answerFor"] {
  return async (ticketId, language) => {
    const [row] = plainRows(
      await db.execute(sql`
        select a.text from tickets t left join complaints c on c.ticket_id = t.id
        join agreed_answers a on a.mailbox_id = t.mailbox_id and a.language = ${language}
          and (a.group_id = c.group_id or (a.group_id is null and a.topic = t.topic))
        where t.id = ${ticketId} order by a.group_id nulls last limit 1`),
    );
    return row === undefined ? null : String(row.text);
  };
}

function mayGetAnswer(db: Database): AgreedStore["mayGetAnswer"] {
  return async (ticketId, language) => {
    const rows = await db
      .select({ id: tickets.id })
      .from(tickets)
      .innerJoin(agreedAnswers, eq(agreedAnswers.mailboxId, tickets.mailboxId))
      .where(
        and(
          eq(tickets.id, ticketId),
          eq(tickets.complaint, true),
          isNull(tickets.loggedAt),
          eq(agreedAnswers.language, language),
          sql`${agreedAnswers.groupId} is not null`,
        ),
      )
      .limit(1);
    return first(rows) !== null;
  };
}

/** Groups looked at: the digest names a few. */
const LOOKED_AT = 100;

function groupsWithoutAnswer(db: Database): AgreedStore["groupsWithoutAnswer"] {
  return async (mailboxId, since, { covered, limit }) => {
    const groups = await complaintGroupsSince(db)(mailboxId, since, LOOKED_AT);
    const answered = await db
      .select({ groupId: agreedAnswers.groupId, topic: agreedAnswers.topic })
      .from(agreedAnswers)
      .where(eq(agreedAnswers.mailboxId, mailboxId));
    const own = new Set(answered.map(({ groupId }) => groupId));
    const topics = new Set<string | null>([...covered, ...answered.map(({ topic }) => topic)]);
    const found: (typeof groups)[number][] = [];
    for (const group of groups) {
      if (found.length >= limit) break;
      if (!own.has(group.id) && !topics.has(await usualTopic(db, group.id))) found.push(group);
    }
    return found;
  };
}

/** The topic of most of a group's complaints. */
async function usualTopic(db: Database, groupId: number): Promise<string> {
  const rows = await db
    .select({ topic: complaints.topic })
    .from(complaints)
    .where(eq(complaints.groupId, groupId))
    .groupBy(complaints.topic)
    .orderBy(sql`count(*) desc, ${complaints.topic}`)
    .limit(1);
  return first(rows)?.topic ?? "";
}
