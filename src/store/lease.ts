import { and, eq, sql } from "drizzle-orm";
import { LeaseLostError } from "../errors.ts";
import { type Database, first, together } from "./database.ts";
import { mailboxes } from "./mailbox-schema.ts";
import type { Lease, Store } from "./store.ts";

/*
 * clock_timestamp(), not now(): a transaction that waited for the row must see the time after the wait, and now() is
 * that of its beginning. Only the database's clock counts; the workers' may differ.
 */
const clock = sql`clock_timestamp()`;

/** So many seconds from now, cut to the milliseconds that a column keeps: rounded up, "now" would be in the future. */
export const inSeconds = (seconds: number) =>
  sql`date_trunc('milliseconds', ${clock} + ${seconds} * interval '1 second')`;

export function acquireLease(db: Database): Store["acquireLease"] {
  return async (mailboxId, owner, seconds) => {
    const lives = sql`${mailboxes.leaseExpiresAt} > ${clock}`;
    const ours = sql`${mailboxes.leaseOwner} = ${owner} and ${lives}`;
    const rows = await db
      .update(mailboxes)
      .set({
        leaseOwner: owner,
        // Our own lease, once expired, may have been another's meanwhile: it counts as a new one.
        leaseEpoch: sql`case when ${ours} then ${mailboxes.leaseEpoch} else ${mailboxes.leaseEpoch} + 1 end`,
        leaseExpiresAt: inSeconds(seconds),
      })
      .where(and(eq(mailboxes.id, mailboxId), sql`((${ours}) or (${lives}) is not true)`))
      .returning({ epoch: mailboxes.leaseEpoch, expiresAt: mailboxes.leaseExpiresAt });
    const row = first(rows);
    if (row === null || row.expiresAt === null) return null;
    return { mailboxId, owner, epoch: row.epoch, expiresAt: row.expiresAt };
  };
}

export function releaseLease(db: Database): Store["releaseLease"] {
  return async (lease) => {
    await db.update(mailboxes).set({ leaseOwner: null, leaseExpiresAt: null }).where(isHeld(lease));
  };
}

export function checkLease(db: Database): Store["checkLease"] {
  return async (lease) => {
    const held = await db.select({ holds }).from(mailboxes).where(isHeld(lease));
    if (held[0]?.holds !== true) throw lost(lease);
  };
}

const holds = sql<boolean>`${mailboxes.leaseExpiresAt} > ${clock}`;

export const lost = (lease: Lease): LeaseLostError =>
  new LeaseLostError(`the lease of mailbox ${lease.mailboxId} is lost`);

/**
 * `work` in one transaction in which `lease` holds to the end: the share lock keeps the next owner waiting until it
 * is committed or rolled back. Throws LeaseLostError, having written nothing, where the lease is another's or expired.
 */
export function underLease<Result>(
  db: Database,
  lease: Lease,
  work: (tx: Database) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    // Asked first, and not waited for: what is written under a lease that is lost is rolled back.
    const [, result] = await together([lockLease(tx, lease), work(tx)]);
    return result;
  });
}

/** The lease's row, locked as by {@link underLease}, for a statement of its own that does all; no row where it is lost. */
export function heldRow(db: Database, lease: Lease) {
  return db
    .select({ id: mailboxes.id })
    .from(mailboxes)
    .where(and(isHeld(lease), holds))
    .for("share");
}

async function lockLease(tx: Database, lease: Lease): Promise<void> {
  const held = await tx.select({ holds }).from(mailboxes).where(isHeld(lease)).for("share");
  if (held[0]?.holds !== true) throw lost(lease);
}

function isHeld(lease: Lease) {
  return and(
    eq(mailboxes.id, lease.mailboxId),
    eq(mailboxes.leaseOwner, lease.owner),
    eq(mailboxes.leaseEpoch, lease.epoch),
  );
}
