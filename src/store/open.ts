import { join } from "node:path";
import { PermanentError } from "../errors.ts";
import { actionsOf } from "./actions.ts";
import { advance, dueTickets, findTickets, ticketEvents } from "./advance.ts";
import { agreementsOf } from "./agreements.ts";
import { answers } from "./answers.ts";
import { findAlike, findCard } from "./card.ts";
import { periodStore } from "./claim.ts";
import { commit } from "./commit.ts";
import {
  changeGroup,
  complaintGroup,
  complaintGroupsSince,
  complaintTexts,
  groupedComplaints,
  listComplaints,
  mergeGroups,
  regroupComplaints,
  splitGroup,
} from "./complaint-groups.ts";
import { alikeComplaints, logComplaints, termFrequencies, unloggedComplaints } from "./complaint-log.ts";
import {
  addCorrection,
  confirmCorrection,
  dropMove,
  findCorrection,
  forgetCorrections,
  lessons,
  listCorrections,
  noteMoves,
  reconsider,
  settle,
  settling,
  undoCorrection,
} from "./corrections.ts";
import { findCorrespondence } from "./correspondence.ts";
import {
  customersById,
  findCustomer,
  importVips,
  listCustomers,
  listVips,
  markDead,
  removeVip,
  setOptOut,
} from "./customers.ts";
import type { Database } from "./database.ts";
import { digestStore } from "./digest-facts.ts";
import { keepDraft, needlessDrafts, settleDraft } from "./draft.ts";
import { eraseCustomer } from "./erase.ts";
import { explain } from "./explain.ts";
import { translating } from "./failure.ts";
import { fixesOf } from "./fixes.ts";
import { findCursor, openMailbox, reopen, startFolder } from "./folder.ts";
import { hookQueue } from "./hooks.ts";
import { acquireLease, checkLease, releaseLease } from "./lease.ts";
import { byFingerprint, counts, findLedger, unaccounted, unfinished } from "./ledger.ts";
import { lock } from "./lock.ts";
import { loadMemory } from "./memory.ts";
import { applyMigrations, findPending } from "./migrate.ts";
import { listModels, mailboxIds, modelChoice, modelFile, saveModel, useModel } from "./models.ts";
import {
  cancelOutbox,
  claimOutbox,
  failOutbox,
  markSent,
  nextDue,
  recheck,
  releaseOutbox,
  retryOutbox,
} from "./outbox.ts";
import { approvedOutreaches, approveOutreach, beginOutreach, refuseOutreach } from "./outreach.ts";
import { moves } from "./places.ts";
import { team } from "./praise.ts";
import { preparing } from "./prepared.ts";
import { markFiled, markLeft, postpone, relink } from "./progress.ts";
import { rate, ticketFace } from "./rating.ts";
import { silentAmong, silentCustomers } from "./silent-customers.ts";
import { indexSolved, unindexedSolved } from "./solved-index.ts";
import type { Store } from "./store.ts";
import { trends } from "./stories.ts";
import { reserveTickets } from "./ticket.ts";
import { findMeasured, findWaits, setMeasured } from "./waits.ts";

/**
 * Every statement here picks rows by an index. Plans that are made while the tables are new, and kept, would read them
 * from end to end, all through the first backlog. The penalty must not look like work worth compiling for, either.
 */
const PLANNING = { enable_seqscan: "off", jit: "off" };

export interface StoreOptions {
  /** null: PGlite, in `dataDir`. */
  readonly databaseUrl: string | null;
  /** ":memory:" keeps PGlite in memory, and nothing outlives it. */
  readonly dataDir: string;
}

/**
 * Opens the database; nothing is migrated yet. Throws TemporaryError if it cannot be reached, PermanentError
 * "database-url" for an unusable URL, "database-locked" where another process has the PGlite in `dataDir` open.
 */
export async function openStore({ databaseUrl, dataDir }: StoreOptions): Promise<Store> {
  return databaseUrl === null ? openPglite(dataDir) : openPostgres(databaseUrl);
}

async function openPostgres(databaseUrl: string): Promise<Store> {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import("postgres"),
    import("drizzle-orm/postgres-js"),
    import("drizzle-orm/postgres-js/migrator"),
  ]);
  const connect = (max: number) => {
    try {
      return postgres(databaseUrl, {
        max,
        connect_timeout: 10,
        idle_timeout: 300,
        onnotice: () => undefined,
        connection: {
          application_name: "foyer",
          // A worker that stalls inside a transaction must not keep the next owner from the lease for ever.
          idle_in_transaction_session_timeout: 30_000,
          ...PLANNING,
        },
      });
    } catch {
      // The error of a bad URL holds the URL, and with it the password.
      throw new PermanentError(
        "database-url",
        "DATABASE_URL cannot be read, e.g. postgres://foyer@localhost/foyer",
      );
    }
  };
  // A statement is prepared once a connection: few of them are soon warm, and queries share one without waiting.
  const client = connect(4);
  const store = assembled(drizzle(preparing(client), { casing: "snake_case" }), {
    migrate: async () => {
      const single = connect(1);
      try {
        const db = drizzle(single, { casing: "snake_case" });
        await applyMigrations(db, (config) => migrate(db, config));
      } finally {
        await single.end({ timeout: 5 });
      }
    },
    close: () => client.end({ timeout: 5 }),
  });
  try {
    await store.pendingMigrations();
  } catch (error) {
    await client.end({ timeout: 1 });
    throw error;
  }
  return store;
}

async function openPglite(dataDir: string): Promise<Store> {
  const inMemory = dataDir === ":memory:";
  const path = join(dataDir, "pglite");
  const unlock = inMemory ? () => undefined : lock(`${path}.lock`);
  try {
    const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
      import("@electric-sql/pglite"),
      import("drizzle-orm/pglite"),
      import("drizzle-orm/pglite/migrator"),
    ]);
    const client = await PGlite.create(inMemory ? {} : { dataDir: path });
    for (const [setting, value] of Object.entries(PLANNING)) await client.exec(`set ${setting} = ${value}`);
    const db = drizzle(client, { casing: "snake_case" });
    return assembled(db, {
      migrate: () => applyMigrations(db, (config) => migrate(db, config)),
      close: async () => {
        if (!client.closed) await client.close();
        unlock();
      },
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

function assembled(db: Database, own: Pick<Store, "migrate" | "close">): Store {
  return translating({
    ...own,
    pendingMigrations: () => findPending(db),
    openMailbox: openMailbox(db),
    acquireLease: acquireLease(db),
    releaseLease: releaseLease(db),
    checkLease: checkLease(db),
    cursor: findCursor(db),
    startFolder: startFolder(db),
    reopen: reopen(db),
    memory: loadMemory(db),
    reserveTickets: reserveTickets(db),
    byFingerprint: byFingerprint(db),
    commit: commit(db),
    advance: advance(db),
    tickets: findTickets(db),
    dueTickets: dueTickets(db),
    ticketEvents: ticketEvents(db),
    ticketFace: ticketFace(db),
    rate: rate(db),
    card: findCard(db),
    alike: findAlike(db),
    keepDraft: keepDraft(db),
    needlessDrafts: needlessDrafts(db),
    settleDraft: settleDraft(db),
    correspondence: findCorrespondence(db),
    waits: findWaits(db),
    measured: findMeasured(db),
    setMeasured: setMeasured(db),
    postpone: postpone(db),
    unfinished: unfinished(db),
    markFiled: markFiled(db),
    markLeft: markLeft(db),
    relink: relink(db),
    unaccounted: unaccounted(db),
    claimOutbox: claimOutbox(db),
    nextDue: nextDue(db),
    markSent: markSent(db),
    retryOutbox: retryOutbox(db),
    failOutbox: failOutbox(db),
    cancelOutbox: cancelOutbox(db),
    recheck: recheck(db),
    releaseOutbox: releaseOutbox(db),
    ledger: findLedger(db),
    importVips: importVips(db),
    removeVip: removeVip(db),
    vips: listVips(db),
    setOptOut: setOptOut(db),
    markDead: markDead(db),
    customer: findCustomer(db),
    customersById: customersById(db),
    customers: listCustomers(db),
    eraseCustomer: eraseCustomer(db),
    unloggedComplaints: unloggedComplaints(db),
    termFrequencies: termFrequencies(db),
    alikeComplaints: alikeComplaints(db),
    logComplaints: logComplaints(db),
    complaints: listComplaints(db),
    complaintGroups: complaintGroupsSince(db),
    complaintGroup: complaintGroup(db),
    complaintTexts: complaintTexts(db),
    groupedComplaints: groupedComplaints(db),
    regroupComplaints: regroupComplaints(db),
    mergeGroups: mergeGroups(db),
    unindexedSolved: unindexedSolved(db),
    indexSolved: indexSolved(db),
    silentCustomers: silentCustomers(db),
    silentAmong: silentAmong(db),
    approveOutreach: approveOutreach(db),
    approvedOutreaches: approvedOutreaches(db),
    beginOutreach: beginOutreach(db),
    refuseOutreach: refuseOutreach(db),
    splitGroup: splitGroup(db),
    changeGroup: changeGroup(db),
    explain: explain(db),
    counts: counts(db),
    ...actionsOf(db),
    ...fixesOf(db),
    ...agreementsOf(db),
    ...answers(db),
    ...digestStore(db, answers(db).answersSeen),
    ...hookQueue(db),
    ...trends(db),
    ...team(db),
    ...moves(db),
    ...periodStore(db),
    noteMoves: noteMoves(db),
    settling: settling(db),
    settle: settle(db),
    dropMove: dropMove(db),
    reconsider: reconsider(db),
    addCorrection: addCorrection(db),
    corrections: listCorrections(db),
    correction: findCorrection(db),
    confirmCorrection: confirmCorrection(db),
    undoCorrection: undoCorrection(db),
    forgetCorrections: forgetCorrections(db),
    lessons: lessons(db),
    models: listModels(db),
    modelFile: modelFile(db),
    modelChoice: modelChoice(db),
    saveModel: saveModel(db),
    useModel: useModel(db),
    mailboxIds: mailboxIds(db),
  });
}
