import { and, asc, desc, eq, gt, gte, lte, sql } from "drizzle-orm";
import { ACTION_DAYS, type Offer } from "../policy/action.ts";
import type { Action, ActionStore, Taken } from "./action.ts";
import { actions } from "./action-schema.ts";
import { customers } from "./customer-schema.ts";
import { customersById } from "./customers.ts";
import { type Database, first } from "./database.ts";
import { code, record } from "./journal.ts";
import { underLease } from "./lease.ts";
import { mailboxes } from "./mailbox-schema.ts";
import { queueDrafts } from "./queue.ts";

const DAY = 86_400_000;
/** Mails that one decision may bring each manager to confirm it, and how far apart. */
const CONFIRMS = 10;
const CONFIRM_GAP = 60_000;

/** The store's part of managers' decisions. */
export function actionsOf(db: Database): ActionStore {
  return {
    offerActions: offerActions(db),
    askManagers: askManagers(db),
    regulars: regulars(db),
    action: async (id) => first(await selectActions(db).where(eq(actions.id, id))),
    takeAction: takeAction(db),
    askToConfirm: askToConfirm(db),
    takenActions: (mailboxId, limit) =>
      selectActions(db)
        .where(and(eq(actions.mailboxId, mailboxId), eq(actions.state, "taken")))
        .orderBy(asc(actions.id))
        .limit(limit),
    settleAction: settleAction(db),
  };
}

/** Whoever is a VIP already is looked over: as many more are read. */
function regulars(db: Database): ActionStore["regulars"] {
  return async (mailboxId, contacts, limit) => {
    const writes = sql`exists (select from tickets where customer_id = customers.id and mailbox_id = ${mailboxId})`;
    const rows = await db
      .select({ id: customers.id })
      .from(customers)
      .where(and(gte(customers.contacts, contacts), eq(customers.optedOut, false), writes))
      .orderBy(desc(customers.contacts))
      .limit(limit + 50);
    const ids = rows.map((row) => row.id);
    const known = new Map((await customersById(db)(ids)).map((one) => [one.id, one]));
    const found = ids.flatMap((id) => known.get(id) ?? []);
    return found.filter((one) => !one.vip && one.addresses.length > 0).slice(0, limit);
  };
}

function selectActions(db: Database) {
  const { id, mailboxId, offer, state, expiresAt, takenBy, takenVia, takenAt, input, outcome } = actions;
  return db
    .select({
      id,
      mailboxId,
      mailbox: mailboxes.name,
      offer,
      state,
      expiresAt,
      takenBy,
      takenVia,
      takenAt,
      input,
      outcome,
    })
    .from(actions)
    .innerJoin(mailboxes, eq(mailboxes.id, actions.mailboxId))
    .$dynamic();
}

function offerActions(db: Database): ActionStore["offerActions"] {
  return (mailboxId, offers, at) =>
    db.transaction(async (tx) => {
      const ids: number[] = [];
      for (const offer of offers) ids.push(await offerOne(tx, mailboxId, offer, at));
      return ids;
    });
}

async function offerOne(tx: Database, mailboxId: number, offer: Offer, at: Date): Promise<number> {
  const expiresAt = new Date(at.getTime() + ACTION_DAYS * DAY);
  const known = await tx
    .select({ id: actions.id })
    .from(actions)
    .where(
      and(
        eq(actions.mailboxId, mailboxId),
        eq(actions.state, "offered"),
        sql`${actions.offer} = ${JSON.stringify(offer)}::jsonb`,
        gt(actions.offeredAt, new Date(at.getTime() - DAY)),
        lte(actions.offeredAt, at),
      ),
    );
  const found = first(known);
  if (found !== null) return found.id;
  const rows = await tx
    .insert(actions)
    .values({ mailboxId, offer, offeredAt: at, expiresAt })
    .returning({ id: actions.id });
  const id = first(rows)?.id ?? 0;
  await record(tx, [{ mailboxId, at, type: "ActionOffered", codes: { action: id, kind: offer.kind } }]);
  return id;
}

function askManagers(db: Database): ActionStore["askManagers"] {
  return (mailboxId, offer, mail, at) =>
    db.transaction(async (tx) => {
      const id = await offerOne(tx, mailboxId, offer, at);
      const drafts = mail(id).map((draft) => ({ draft, ticketId: null, ledgerId: null }));
      await record(tx, await queueDrafts(tx, mailboxId, drafts));
      return id;
    });
}

/** The row, kept from others until the transaction ends. */
async function lockedAction(tx: Database, id: number) {
  return first(await tx.select().from(actions).where(eq(actions.id, id)).for("update"));
}

function takeAction(db: Database): ActionStore["takeAction"] {
  return (id, { by, via, key, input, at }) =>
    db.transaction(async (tx): Promise<Taken> => {
      const row = await lockedAction(tx, id);
      if (row === null) return "gone";
      if (row.state !== "offered") return row.takenKey === key && row.takenBy === by ? "taken" : "spent";
      if (at >= row.expiresAt) return "expired";
      await tx
        .update(actions)
        .set({ state: "taken", takenBy: by, takenVia: via, takenKey: key, takenAt: at, input })
        .where(eq(actions.id, id));
      const codes = { action: id, kind: row.offer.kind, by: code(by), via };
      await record(tx, [{ mailboxId: row.mailboxId, at, type: "ActionTaken", codes }]);
      return "taken";
    });
}

function askToConfirm(db: Database): ActionStore["askToConfirm"] {
  return (id, { by, mail, at }) =>
    db.transaction(async (tx) => {
      const row = await lockedAction(tx, id);
      if (row === null || row.state !== "offered") return false;
      const before = Object.hasOwn(row.confirms, by) ? (row.confirms[by] ?? []) : [];
      if (before.length >= CONFIRMS || at.getTime() - (before.at(-1) ?? 0) < CONFIRM_GAP) return false;
      const confirms = { ...row.confirms, [by]: [...before, at.getTime()] };
      await tx.update(actions).set({ confirms }).where(eq(actions.id, id));
      await record(
        tx,
        await queueDrafts(tx, row.mailboxId, [{ draft: mail, ticketId: null, ledgerId: null }]),
      );
      return true;
    });
}

function settleAction(db: Database): ActionStore["settleAction"] {
  return (lease, id, { state, outcome, mail, at }) =>
    underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      const settled: readonly Pick<Action, "offer">[] = await tx
        .update(actions)
        .set({ state, outcome, doneAt: at })
        .where(and(eq(actions.id, id), eq(actions.mailboxId, mailboxId), eq(actions.state, "taken")))
        .returning({ offer: actions.offer });
      const kind = settled[0]?.offer.kind;
      if (kind === undefined) return;
      const type = state === "done" ? ("ActionDone" as const) : ("ActionRefused" as const);
      const told = mail.map((draft) => ({ draft, ticketId: null, ledgerId: null }));
      await record(tx, [
        { mailboxId, at, type, codes: { action: id, kind, outcome: code(outcome) } },
        ...(await queueDrafts(tx, mailboxId, told)),
      ]);
    });
}
