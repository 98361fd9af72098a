import { and, asc, eq, sql } from "drizzle-orm";
import type { Address, Language } from "../mail/message.ts";
import type { Affected, FixedLeftOut, Told } from "../policy/fixed.ts";
import { takeSteps } from "./advance.ts";
import { complaintGroups } from "./complaint-schema.ts";
import { type Database, first, insertRows, plainRows } from "./database.ts";
import type { FixedLetter, FixedStore, LetterState } from "./fixed.ts";
import { fixedLetters, fixedMailings } from "./fixed-schema.ts";
import { lockGroups, pinGroups, standingGroup } from "./grouping.ts";
import { code, record } from "./journal.ts";
import { underLease } from "./lease.ts";

/** The store's part of telling customers that something is put right. */
export function fixesOf(db: Database): FixedStore {
  return {
    affectedBy: async (mailboxId, groupId) => ({
      affected: await affectedBy(db, mailboxId, groupId),
      told: await toldOf(db, groupId),
    }),
    toldOfFix: (groupId) => toldOf(db, groupId),
    prepareFixed: prepareFixed(db),
    fixedMailing: async (id) => first(await db.select().from(fixedMailings).where(eq(fixedMailings.id, id))),
    fixedLetters: (id, filter) => lettersOf(db, id, filter),
    fixedMailings: (mailboxId, state) =>
      db
        .select()
        .from(fixedMailings)
        .where(and(eq(fixedMailings.mailboxId, mailboxId), eq(fixedMailings.state, state)))
        .orderBy(asc(fixedMailings.id)),
    approveFixed: approveFixed(db),
    settleLetter: settleLetter(db),
  };
}

/** What is known of who complained: the ticket's customer, and whoever its answers go to. */
const facts = sql`c.ticket_id, c.customer_id, c.at, c.group_id, t.language, t.answer_to,
  t.answer_to is null and t.customer_address is null as erased,
  coalesce(own.opted_out, false) or coalesce(reader.opted_out, false) as opted_out,
  coalesce(own.dead, false) or coalesce(reader.dead, false) as dead`;
const people = sql`join tickets t on t.id = c.ticket_id
  left join customers own on own.id = c.customer_id
  left join customer_addresses a on a.address = lower(t.answer_to ->> 'address')
  left join customers reader on reader.id = a.customer_id`;

async function affectedBy(db: Database, mailboxId: number, groupId: number): Promise<readonly Affected[]> {
  const rows = plainRows(
    await db.execute(sql`
      select ${facts} from complaints c ${people}
      where c.group_id = ${groupId} and c.mailbox_id = ${mailboxId} order by c.at desc, c.ticket_id desc`),
  );
  return rows.map(affectedOf);
}

function affectedOf(row: Readonly<Record<string, unknown>>): Affected {
  const answerTo = typeof row.answer_to === "string" ? JSON.parse(row.answer_to) : row.answer_to;
  return {
    ticketId: Number(row.ticket_id),
    customerId: row.customer_id === null ? null : Number(row.customer_id),
    at: new Date(String(row.at)),
    language: row.language as Language,
    answerTo: answerTo as Address | null,
    erased: row.erased === true,
    optedOut: row.opted_out === true,
    dead: row.dead === true,
  };
}

async function toldOf(db: Database, groupId: number): Promise<readonly Told[]> {
  const rows = plainRows(
    await db.execute(sql`
      select c.customer_id, c.ticket_id, o.to_address, o.created_at
      from complaints c join outbox o on o.ticket_id = c.ticket_id
      where c.group_id = ${groupId} and o.kind = 'fixed' and o.state in ('pending', 'sent')`),
  );
  return rows.map((row) => ({
    customerId: row.customer_id === null ? null : Number(row.customer_id),
    ticketId: Number(row.ticket_id),
    address: row.to_address === null ? null : String(row.to_address),
    at: new Date(String(row.created_at)),
  }));
}

function prepareFixed(db: Database): FixedStore["prepareFixed"] {
  return (mailboxId, { groupId: asked, notes, letters, at }) =>
    db.transaction(async (tx) => {
      await lockGroups(tx, mailboxId);
      const groupId = (await standingGroup(tx, mailboxId, asked)) ?? asked;
      await pinGroups(tx, [groupId]);
      await tx
        .update(fixedMailings)
        .set({ state: "dropped" })
        .where(and(eq(fixedMailings.groupId, groupId), eq(fixedMailings.state, "prepared")));
      const rows = await tx
        .insert(fixedMailings)
        .values({ mailboxId, groupId, notes, preparedAt: at })
        .returning({ id: fixedMailings.id });
      const mailingId = first(rows)?.id ?? 0;
      const state = (leftOut: FixedLeftOut | null): LetterState =>
        leftOut === null ? "waiting" : "left-out";
      await insertRows(tx, fixedLetters, {
        rows: letters.map(({ ticketId, leftOut }) => ({
          mailingId,
          ticketId,
          state: state(leftOut),
          code: leftOut,
        })),
      });
      const codes = { mailing: mailingId, group: groupId, letters: letters.length };
      await record(tx, [{ mailboxId, at, type: "FixPrepared", codes }]);
      return mailingId;
    });
}

async function lettersOf(
  db: Database,
  id: number,
  filter?: { readonly limit: number },
): Promise<readonly FixedLetter[]> {
  const waiting = filter === undefined ? sql`true` : sql`l.state = 'waiting'`;
  const rows = plainRows(
    await db.execute(sql`
      select ${facts}, l.state, l.code from fixed_letters l join complaints c on c.ticket_id = l.ticket_id ${people}
      where l.mailing_id = ${id} and ${waiting} order by l.state desc, c.ticket_id
      limit ${filter?.limit ?? 1_000_000}`),
  );
  return rows.map((row) => ({
    affected: affectedOf(row),
    groupId: Number(row.group_id),
    state: row.state as LetterState,
    code: row.code as FixedLeftOut | null,
  }));
}

function approveFixed(db: Database): FixedStore["approveFixed"] {
  return (id, { by, at }) =>
    db.transaction(async (tx) => {
      const row = first(await tx.select().from(fixedMailings).where(eq(fixedMailings.id, id)).for("update"));
      if (row === null) return "gone";
      if (row.state === "dropped") return "superseded";
      if (row.state !== "prepared") return row.approvedBy === by ? "approved" : "spent";
      const { mailboxId, groupId } = row;
      await lockGroups(tx, mailboxId);
      await tx
        .update(fixedMailings)
        .set({ state: "approved", approvedAt: at, approvedBy: by })
        .where(eq(fixedMailings.id, id));
      await tx.update(complaintGroups).set({ state: "fixed" }).where(eq(complaintGroups.id, groupId));
      await pinGroups(tx, [groupId]);
      const codes = { mailing: id, group: groupId, by: code(by) };
      await record(tx, [{ mailboxId, at, type: "FixApproved", codes }]);
      await endMailing(tx, id, at);
      return "approved";
    });
}

function settleLetter(db: Database): FixedStore["settleLetter"] {
  return (lease, letter, end, at) =>
    underLease(db, lease, async (tx) => {
      const { mailingId, ticketId } = letter;
      const { mailboxId } = lease;
      const row = and(eq(fixedLetters.mailingId, mailingId), eq(fixedLetters.ticketId, ticketId));
      const known = first(await tx.select().from(fixedLetters).where(row).for("update"));
      if (known?.state !== "waiting") return true;
      if ("step" in end) {
        const taken = await takeSteps(tx, mailboxId, [end.step]);
        if (!taken.has(ticketId)) return false;
        await tx.update(fixedLetters).set({ state: "queued" }).where(row);
      } else {
        const { leftOut } = end;
        await tx.update(fixedLetters).set({ state: "left-out", code: leftOut }).where(row);
        const codes = { mailing: mailingId, code: leftOut };
        await record(tx, [{ mailboxId, at, type: "FixLeftOut", ticketId, codes }]);
      }
      await endMailing(tx, mailingId, at);
      return true;
    });
}

async function endMailing(tx: Database, id: number, at: Date): Promise<void> {
  const ended = await tx
    .update(fixedMailings)
    .set({ state: "done" })
    .where(
      and(
        eq(fixedMailings.id, id),
        eq(fixedMailings.state, "approved"),
        sql`not exists (select from fixed_letters where mailing_id = ${id} and state = 'waiting')`,
      ),
    )
    .returning({ mailboxId: fixedMailings.mailboxId });
  for (const { mailboxId } of ended)
    await record(tx, [{ mailboxId, at, type: "FixDone", codes: { mailing: id } }]);
}
