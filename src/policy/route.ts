import type { Judgements, Kind } from "../classify/judgement.ts";
import type { Message } from "../mail/message.ts";
import type { Customer } from "./customer.ts";
import type { Context, FolderRole, Priority, Reaction, Reason, Sensitivity } from "./decision.ts";
import { PRIORITIES } from "./decision.ts";
import { isInvited } from "./invited.ts";
import { because, type ReasonCode } from "./reasons.ts";
import { comesBack, raised } from "./satisfaction.ts";
import { isSure, saferKind, saferUrgency } from "./sure.ts";

/** What a person's message is routed by. */
export interface Routed {
  readonly message: Message;
  readonly judgements: Judgements;
  readonly context: Context;
  readonly customer: Customer;
  readonly sensitivity: Sensitivity | null;
  /** What the customer says of an answer of ours. */
  readonly reaction: Reaction | null;
  /** The same trouble again, or a third complaint. */
  readonly again: "none" | "again" | "third";
}

export interface Route {
  readonly priority: Priority;
  readonly folder: FolderRole;
  readonly reasons: readonly Reason[];
}

/** The least that a message may be, and why; null where the rule does not apply. Floors lift, they never lower. */
type Floor = (routed: Routed) => { readonly atLeast: Priority; readonly reason: Reason } | null;

const SENSITIVE_FLOOR: Readonly<Record<Sensitivity, Priority>> = {
  "self-harm": "urgent",
  breach: "urgent",
  bereavement: "high",
  legal: "high",
};

/** Thanks for kindness after a death, or an obituary sent round, are no matter of hours. */
const sensitiveFloor: Floor = ({ sensitivity, judgements }) => {
  if (sensitivity === null) return null;
  const calm = ["praise", "other"].includes(saferKind(judgements));
  if (calm && SENSITIVE_FLOOR[sensitivity] !== "urgent") return null;
  return { atLeast: SENSITIVE_FLOOR[sensitivity], reason: because("floor-sensitive", sensitivity) };
};

const vipComplaint: Floor = ({ customer, judgements }) =>
  customer.view.types.includes("vip") && judgements.kind.label === "complaint"
    ? { atLeast: "high", reason: because("floor-vip-complaint") }
    : null;

/** Who has to ask again has waited once already. */
const reopenedFloor: Floor = ({ context, reaction }) => {
  const facts = context.ticket?.facts;
  if (facts === undefined || reaction === null || !comesBack(reaction)) return null;
  return { atLeast: raised(facts.priority), reason: because("floor-reopened") };
};

/** A ticket that agents have resolved begins afresh; any other keeps its priority. */
const ticketFloor: Floor = ({ context, reaction }) => {
  const facts = context.ticket?.facts;
  if (facts === undefined || facts.folder === "resolved" || saysThanks(reaction)) return null;
  return { atLeast: facts.priority, reason: because("floor-ticket", facts.priority) };
};

/** Who has had the same trouble before, or complains for the third time, has waited long enough. */
const recurrenceFloor: Floor = ({ again }) =>
  again === "none"
    ? null
    : { atLeast: "high", reason: because(again === "third" ? "floor-third-complaint" : "floor-same-topic") };

const FLOORS: readonly Floor[] = [sensitiveFloor, vipComplaint, recurrenceFloor, reopenedFloor, ticketFloor];

/** Priority and folder of a person's message. The word "urgent" by itself lifts nothing: the classifier judges facts. */
export function route(routed: Routed): Route {
  const { urgency, kind } = routed.judgements;
  const reasons: Reason[] = [
    because(
      "urgency",
      `${urgency.label}${urgency.reasons.length > 0 ? ` (${urgency.reasons.slice(0, 3).join(", ")})` : ""}`,
    ),
  ];
  // What is not trusted to be praise is not trusted to wait either.
  const doubtful = saferKind(routed.judgements) !== kind.label;
  let priority: Priority = doubtful && urgency.label === "low" ? "normal" : saferUrgency(urgency);
  if (priority !== urgency.label) reasons.push(because("urgency-unsure"));
  if (!isSure(kind)) reasons.push(because("kind-unsure", kind.label));
  for (const floor of FLOORS) {
    const found = floor(routed);
    if (found === null || rank(found.atLeast) >= rank(priority)) continue;
    priority = found.atLeast;
    reasons.push(found.reason);
  }
  const { folder, reason } = folderOf(routed, priority);
  return { priority, folder, reasons: [...reasons, reason] };
}

/** 0 is the most pressing. */
function rank(priority: Priority): number {
  return PRIORITIES.indexOf(priority);
}

interface Row {
  readonly priority: Priority;
  readonly kind: Kind;
  readonly customer: Customer;
}

/** Which messages a folder takes. Roles that no rule fills (attention, automatic; agents' escalated, resolved) lack one. */
const ROWS: Readonly<Partial<Record<FolderRole, { fits: (row: Row) => boolean; code: ReasonCode }>>> = {
  urgent: { fits: ({ priority }) => priority === "urgent", code: "folder-urgent" },
  vip: {
    fits: ({ customer }) => customer.view.types.includes("vip") || customer.vipUnverified,
    code: "folder-vip",
  },
  vocal: { fits: ({ customer }) => customer.view.types.includes("vocal"), code: "folder-vocal" },
  silent: { fits: ({ customer }) => customer.view.types.includes("silent"), code: "folder-silent" },
  today: {
    fits: ({ priority, kind }) => priority === "high" || kind === "complaint",
    code: "folder-today",
  },
  happy: { fits: ({ kind }) => kind === "praise", code: "folder-happy" },
  low: { fits: ({ priority }) => priority === "low", code: "folder-low" },
  frequent: { fits: ({ customer }) => customer.view.types.includes("frequent"), code: "folder-frequent" },
  queue: { fits: () => true, code: "folder-queue" },
};

/** Thanks alone, or a good rating. */
const saysThanks = (reaction: Reaction | null): boolean =>
  reaction?.says === "thanks" || (reaction?.says === "rated" && reaction.rating === "good");

/** The first role in the mailbox's order that fits; for a later message no lower than where its ticket was. */
function folderOf(routed: Routed, priority: Priority): { folder: FolderRole; reason: Reason } {
  const { context, customer, reaction } = routed;
  // It asks for nothing, so it stands among the thanks and not among the work; the silent are heard in one place.
  if (saysThanks(reaction) && !isInvited(context))
    return { folder: "happy", reason: because("folder-happy") };
  const row = { priority, kind: saferKind(routed.judgements), customer };
  const order = context.mailbox.folderOrder;
  const fresh = order.find((role) => ROWS[role]?.fits(row)) ?? "queue";
  const last = context.ticket?.facts.folder;
  if (last !== undefined && standing(last, order) < standing(fresh, order)) {
    return { folder: last, reason: because("floor-ticket", last) };
  }
  return { folder: fresh, reason: because(ROWS[fresh]?.code ?? "folder-queue") };
}

/**
 * How high a folder stands for later messages of a ticket: the mailbox's order, yet happy and low come last, lest a
 * question that follows thanks be hidden there. Folders that agents move to, and those of no person's mail, do not count.
 */
function standing(role: FolderRole, order: readonly FolderRole[]): number {
  if (ROWS[role] === undefined) return Number.POSITIVE_INFINITY;
  const asides = ["happy", "low"];
  const place = order.indexOf(role);
  if (place < 0) return Number.POSITIVE_INFINITY;
  return asides.includes(role) ? order.length + place : place;
}
