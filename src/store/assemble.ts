import { actionsOf } from "./actions.ts";
import { advance, dueTickets, findTickets, ticketEvents } from "./advance.ts";
import { agreementsOf } from "./agreements.ts";
import { answers } from "./answers.ts";
import { findAlike, findCard } from "./card.ts";
import { periodStore } from "./claim.ts";
import { commit } from "./commit.ts";
import type { ComplaintStore } from "./complaint.ts";
import {
  changeGroup,
  complaintGroup,
  complaintGroupsSince,
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
  findCorrection,
  forgetCorrections,
  lessons,
  listCorrections,
  undoCorrection,
} from "./corrections.ts";
import { findCorrespondence } from "./correspondence.ts";
import type { CustomerStore } from "./customer.ts";
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
import { callGroups, complaintTexts, groupNames, uncalledGroups } from "./group-names.ts";
import { hookQueue } from "./hooks.ts";
import { acquireLease, checkLease, releaseLease } from "./lease.ts";
import { byFingerprint, counts, findLedger, unaccounted, unfinished } from "./ledger.ts";
import { loadMemory } from "./memory.ts";
import type { MessageStore } from "./message.ts";
import { findPending } from "./migrate.ts";
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
import type { OutgoingStore } from "./outgoing.ts";
import { approvedOutreaches, approveOutreach, beginOutreach, refuseOutreach } from "./outreach.ts";
import { moves } from "./places.ts";
import { team } from "./praise.ts";
import { markFiled, markLeft, postpone, relink } from "./progress.ts";
import { rate, ticketFace } from "./rating.ts";
import { dropMove, noteMoves, reconsider, settle, settling } from "./settling.ts";
import type { SilentStore } from "./silent.ts";
import { silentAmong, silentCustomers } from "./silent-customers.ts";
import type { SolvedStore } from "./solved.ts";
import { indexSolved, unindexedSolved } from "./solved-index.ts";
import type { Store } from "./store.ts";
import { trends } from "./stories.ts";
import type { Teachings } from "./taught.ts";
import { reserveTickets } from "./ticket.ts";
import type { TicketStore } from "./tickets.ts";
import { findMeasured, findWaits, setMeasured } from "./waits.ts";

/** The store on an open database. */
export function assemble(db: Database, own: Pick<Store, "migrate" | "close">): Store {
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
    ...messageStore(db),
    ...ticketStore(db),
    ...solvedStore(db),
    ...outgoingStore(db),
    ...customerStore(db),
    ...complaintStore(db),
    ...silentStore(db),
    ...teachings(db),
  });
}

function messageStore(db: Database): Omit<MessageStore, "byMessageId"> {
  return {
    memory: loadMemory(db),
    reserveTickets: reserveTickets(db),
    byFingerprint: byFingerprint(db),
    commit: commit(db),
    postpone: postpone(db),
    unfinished: unfinished(db),
    markFiled: markFiled(db),
    markLeft: markLeft(db),
    relink: relink(db),
    unaccounted: unaccounted(db),
    ledger: findLedger(db),
    explain: explain(db),
    counts: counts(db),
  };
}

function ticketStore(db: Database): TicketStore {
  return {
    advance: advance(db),
    tickets: findTickets(db),
    dueTickets: dueTickets(db),
    ticketEvents: ticketEvents(db),
    ticketFace: ticketFace(db),
    rate: rate(db),
    card: findCard(db),
    keepDraft: keepDraft(db),
    needlessDrafts: needlessDrafts(db),
    settleDraft: settleDraft(db),
    correspondence: findCorrespondence(db),
    waits: findWaits(db),
    measured: findMeasured(db),
    setMeasured: setMeasured(db),
  };
}

function solvedStore(db: Database): SolvedStore {
  return {
    alike: findAlike(db),
    unindexedSolved: unindexedSolved(db),
    indexSolved: indexSolved(db),
  };
}

function outgoingStore(db: Database): OutgoingStore {
  return {
    claimOutbox: claimOutbox(db),
    nextDue: nextDue(db),
    markSent: markSent(db),
    retryOutbox: retryOutbox(db),
    failOutbox: failOutbox(db),
    cancelOutbox: cancelOutbox(db),
    recheck: recheck(db),
    releaseOutbox: releaseOutbox(db),
  };
}

function customerStore(db: Database): CustomerStore {
  return {
    importVips: importVips(db),
    removeVip: removeVip(db),
    vips: listVips(db),
    setOptOut: setOptOut(db),
    markDead: markDead(db),
    customer: findCustomer(db),
    customersById: customersById(db),
    customers: listCustomers(db),
    eraseCustomer: eraseCustomer(db),
  };
}

function complaintStore(db: Database): ComplaintStore {
  return {
    unloggedComplaints: unloggedComplaints(db),
    termFrequencies: termFrequencies(db),
    alikeComplaints: alikeComplaints(db),
    logComplaints: logComplaints(db),
    complaints: listComplaints(db),
    complaintGroups: complaintGroupsSince(db),
    complaintGroup: complaintGroup(db),
    complaintTexts: complaintTexts(db),
    uncalledGroups: uncalledGroups(db),
    groupNames: groupNames(db),
    callGroups: callGroups(db),
    groupedComplaints: groupedComplaints(db),
    regroupComplaints: regroupComplaints(db),
    mergeGroups: mergeGroups(db),
    splitGroup: splitGroup(db),
    changeGroup: changeGroup(db),
  };
}

function silentStore(db: Database): SilentStore {
  return {
    silentCustomers: silentCustomers(db),
    silentAmong: silentAmong(db),
    approveOutreach: approveOutreach(db),
    approvedOutreaches: approvedOutreaches(db),
    beginOutreach: beginOutreach(db),
    refuseOutreach: refuseOutreach(db),
  };
}

function teachings(db: Database): Teachings {
  return {
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
  };
}
