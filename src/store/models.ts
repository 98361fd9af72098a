import { gunzipSync, gzipSync } from "node:zlib";
import { and, desc, eq, notInArray, sql } from "drizzle-orm";
import { type Database, first } from "./database.ts";
import { record } from "./journal.ts";
import { models, modelsInUse } from "./learning.ts";
import { mailboxes } from "./mailbox-schema.ts";
import type { ModelChoice, Teachings } from "./taught.ts";

/** Versions kept of each mailbox, beside the one in use. */
const KEPT = 10;

export function listModels(db: Database): Teachings["models"] {
  return async (mailboxId) => {
    const { version } = await choiceOf(db, mailboxId);
    const rows = await db
      .select({
        mailboxId: models.mailboxId,
        version: models.version,
        base: models.base,
        madeFrom: models.madeFrom,
        corrections: models.corrections,
        examples: models.examples,
        trial: models.trial,
        createdAt: models.createdAt,
      })
      .from(models)
      .where(eq(models.mailboxId, mailboxId))
      .orderBy(desc(models.createdAt), desc(models.version));
    return rows.map((row) => ({ ...row, inUse: row.version === version }));
  };
}

export function modelFile(db: Database): Teachings["modelFile"] {
  return async (mailboxId, version) => {
    const row = first(
      await db.select({ base: models.base, file: models.file }).from(models).where(named(mailboxId, version)),
    );
    return row === null ? null : { base: row.base, file: gunzipSync(Buffer.from(row.file, "base64")) };
  };
}

export function modelChoice(db: Database): Teachings["modelChoice"] {
  return (mailboxId) => choiceOf(db, mailboxId);
}

async function choiceOf(db: Database, mailboxId: number): Promise<ModelChoice> {
  const row = first(await db.select().from(modelsInUse).where(eq(modelsInUse.mailboxId, mailboxId)));
  return {
    version: row?.version ?? null,
    pinned: row?.pinned ?? false,
    triedFrom: row?.triedFrom ?? null,
  };
}

const named = (mailboxId: number, version: string) =>
  and(eq(models.mailboxId, mailboxId), eq(models.version, version));

export function saveModel(db: Database): Teachings["saveModel"] {
  return (mailboxId, { madeFrom, live, model }) =>
    db.transaction(async (tx) => {
      // One writer at a time: the row is made first, and locked.
      await tx.insert(modelsInUse).values({ mailboxId }).onConflictDoNothing();
      const [now] = await tx
        .select()
        .from(modelsInUse)
        .where(eq(modelsInUse.mailboxId, mailboxId))
        .for("update");
      if (live && model !== null) {
        const { file, ...row } = model;
        const kept = { ...row, mailboxId, madeFrom, file: gzipSync(file).toString("base64") };
        await tx
          .insert(models)
          .values(kept)
          .onConflictDoUpdate({
            target: [models.mailboxId, models.version],
            set: { madeFrom, createdAt: new Date() },
          });
      }
      const pinned = now?.pinned ?? false;
      const version = live && !pinned ? (model?.version ?? null) : (now?.version ?? null);
      await tx
        .update(modelsInUse)
        .set({ version, triedFrom: madeFrom })
        .where(eq(modelsInUse.mailboxId, mailboxId));
      await prune(tx, mailboxId, version);
      await record(tx, [
        {
          mailboxId,
          type: live ? "ModelLive" : "ModelRefused",
          codes: { version: model?.version ?? null, objection: model?.trial.objection ?? null, pinned },
        },
      ]);
      return { version, pinned, triedFrom: madeFrom };
    });
}

async function prune(tx: Database, mailboxId: number, version: string | null): Promise<void> {
  const newest = await tx
    .select({ version: models.version })
    .from(models)
    .where(eq(models.mailboxId, mailboxId))
    .orderBy(desc(models.createdAt), desc(models.version))
    .limit(KEPT);
  const kept = [...newest.map((row) => row.version), version ?? ""];
  await tx.delete(models).where(and(eq(models.mailboxId, mailboxId), notInArray(models.version, kept)));
}

export function useModel(db: Database): Teachings["useModel"] {
  return (mailboxId, wanted) =>
    db.transaction(async (tx) => {
      const known = await tx
        .select({ version: models.version })
        .from(models)
        .where(
          wanted === null || wanted === "newest" ? eq(models.mailboxId, mailboxId) : named(mailboxId, wanted),
        )
        .orderBy(desc(models.createdAt), desc(models.version))
        .limit(1);
      if (known.length === 0 && wanted !== null && wanted !== "newest") return false;
      const version = wanted === "newest" ? (known[0]?.version ?? null) : wanted;
      const choice = { version, pinned: wanted !== "newest" };
      await tx
        .insert(modelsInUse)
        .values({ mailboxId, ...choice })
        .onConflictDoUpdate({ target: modelsInUse.mailboxId, set: choice });
      await record(tx, [{ mailboxId, type: "ModelLive", codes: { ...choice } }]);
      return true;
    });
}

export function mailboxIds(db: Database): Teachings["mailboxIds"] {
  return async () => {
    const rows = await db.select({ id: mailboxes.id, name: mailboxes.name }).from(mailboxes).orderBy(sql`id`);
    return new Map(rows.map((row) => [row.name, row.id]));
  };
}
