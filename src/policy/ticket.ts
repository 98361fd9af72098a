import type { Kind, OwnTopic, Tone, Topic } from "../classify/judgement.ts";
import type { Address, Language } from "../mail/message.ts";
import { earlier, later } from "./business.ts";
import type { FolderRole, Manner, Priority } from "./decision.ts";
import type { Rating, TicketEvent } from "./event.ts";
import { roleOf } from "./place.ts";

/**
 * - open: no person has answered yet.
 * - waiting-customer: a person answered; the ball is with the customer.
 * - waiting-us: the customer wrote again after an answer.
 * - escalated: handed over.
 * - resolved: done.
 * - reopened: was answered or resolved, and the customer is not satisfied.
 * - invited: we wrote first, and the customer has said nothing yet, or only that all is well.
 */
export const TICKET_STATES = [
  "open",
  "waiting-us",
  "waiting-customer",
  "escalated",
  "resolved",
  "reopened",
  "invited",
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** `due`: answered, and the customer has not been asked yet. The other three end it. */
export type FollowUp = "none" | "due" | "sent" | "confirmed" | "excused";

/** How a ticket stands: what its events fold into, and nothing else. */
export interface TicketRow {
  readonly state: TicketState;
  readonly folder: FolderRole;
  readonly priority: Priority;
  readonly kind: Kind;
  readonly topic: Topic | OwnTopic;
  readonly tone: Tone;
  /** One of its messages complained. */
  readonly complaint: boolean;
  readonly language: Language;
  readonly manner: Manner;
  readonly openedAt: Date;
  readonly firstAnswerAt: Date | null;
  readonly lastAnswerAt: Date | null;
  /** What asks for something: thanks do not count. */
  readonly lastCustomerAt: Date;
  /** null where nobody waits for an answer. */
  readonly answerDueAt: Date | null;
  readonly solutionDueAt: Date | null;
  readonly warnedAt: Date | null;
  readonly missedAt: Date | null;
  /** When an agent last did something about it without answering. */
  readonly actedAt: Date | null;
  readonly promisedAt: Date | null;
  /** The time that the customer was told; null once it is kept or broken. */
  readonly promisedUntil: Date | null;
  /** Times that a promise was put off. */
  readonly promiseNotes: number;
  /** A promise was broken, and no mail has said so yet. */
  readonly apologyOwed: boolean;
  readonly escalatedAt: Date | null;
  readonly handoverDueAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly followUp: FollowUp;
  readonly followUpCode: string | null;
  readonly followUpAt: Date | null;
  readonly rating: Rating | null;
  readonly ratedAt: Date | null;
  readonly recurrence: number;
  readonly complaintsInWindow: number;
  /** How often the customer came back after an answer: what is done once is done once a round. */
  readonly round: number;
}

/** A ticket as the store keeps it: what its events fold into, and whose it is. */
export interface Ticket extends TicketRow {
  readonly id: number;
  readonly mailboxId: number;
  readonly customerId: number | null;
  /** Lower case. */
  readonly customerAddress: string | null;
  /** Where mail to the customer goes; null where nobody can be written to. */
  readonly answerTo: Address | null;
  readonly messages: number;
  readonly lastMessageAt: Date;
  /** When it is to be looked at next; null: when something happens. */
  readonly nextAt: Date | null;
  /** Grows with each change: what was decided about an older one is void. */
  readonly version: number;
}

type Opened = Extract<TicketEvent, { type: "TicketOpened" }>;
type Wrote = Extract<TicketEvent, { type: "CustomerWrote" }>;
type Answered = Extract<TicketEvent, { type: "AgentAnswered" }>;

/** The row of a ticket that has just been opened. */
export function openedTicket(event: Opened): TicketRow {
  const { kind, topic, tone, complaint, language, manner, priority, folder } = event;
  return {
    ...{ kind, topic, tone, complaint, language, manner, priority, folder },
    state: event.invited === true ? "invited" : "open",
    openedAt: event.at,
    firstAnswerAt: null,
    lastAnswerAt: null,
    lastCustomerAt: event.at,
    answerDueAt: event.answerDueAt,
    solutionDueAt: event.solutionDueAt,
    warnedAt: null,
    missedAt: null,
    actedAt: null,
    promisedAt: null,
    promisedUntil: null,
    promiseNotes: 0,
    apologyOwed: false,
    escalatedAt: null,
    handoverDueAt: null,
    resolvedAt: null,
    followUp: "none",
    followUpCode: null,
    followUpAt: null,
    rating: null,
    ratedAt: null,
    recurrence: event.recurrence,
    complaintsInWindow: event.complaintsInWindow,
    round: 0,
  };
}

/** The row after an event: the only way in which it changes. A ticket is opened once; a second opening changes nothing. */
export function foldTicket(row: TicketRow, event: TicketEvent): TicketRow {
  switch (event.type) {
    case "TicketOpened":
    case "AddressDied":
      return row;
    case "CustomerWrote":
      return afterWriting(row, event);
    case "AgentAnswered":
      return afterAnswer(row, event);
    case "MessageMoved":
      return {
        ...row,
        actedAt: event.at,
        folder: (event.carries ? roleOf(event.to) : null) ?? row.folder,
      };
    case "HandedOver":
      return {
        ...row,
        state: "escalated",
        escalatedAt: event.at,
        actedAt: event.at,
        handoverDueAt: event.dueAt,
        missedAt: null,
      };
    case "HandOverCancelled":
      return { ...row, state: whoseTurn(row), escalatedAt: null, handoverDueAt: null };
    case "ResolutionCancelled": {
      const { answerDueAt, solutionDueAt } = event;
      return { ...row, state: whoseTurn(row), resolvedAt: null, answerDueAt, solutionDueAt };
    }
    case "TicketResolved":
      return { ...row, ...NO_DEADLINE, state: "resolved", resolvedAt: event.at };
    case "TicketReopened": {
      const { answerDueAt, solutionDueAt } = event;
      // Where the customer's message has counted already, it is the same round.
      const back = row.state === "waiting-us" ? row : cameBack(row);
      const fresh = { ...back, answerDueAt, solutionDueAt, warnedAt: null, missedAt: null };
      return { ...fresh, state: "reopened", resolvedAt: null, handoverDueAt: null };
    }
    case "PriorityRaised":
      return { ...row, priority: event.to };
    case "DeadlineWarned":
      return { ...row, warnedAt: event.at };
    case "DeadlineMissed":
      return { ...row, missedAt: event.at };
    default:
      return afterFollowUp(afterPromise(row, event), event);
  }
}

function afterPromise(row: TicketRow, event: TicketEvent): TicketRow {
  switch (event.type) {
    case "PromiseMade":
      return { ...row, promisedAt: event.at, promisedUntil: event.until, promiseNotes: 0 };
    case "PromiseExtended":
      return { ...row, promisedUntil: event.until, promiseNotes: row.promiseNotes + 1 };
    case "PromiseKept":
    case "PromiseWithdrawn":
      return { ...row, promisedUntil: null };
    case "PromiseBroken":
      return { ...row, promisedUntil: null, apologyOwed: true };
    case "ApologyMade":
      return { ...row, apologyOwed: false };
    default:
      return row;
  }
}

function afterFollowUp(row: TicketRow, event: TicketEvent): TicketRow {
  switch (event.type) {
    case "FollowUpQueued":
      return { ...row, followUp: "sent", followUpAt: event.at, followUpCode: null };
    case "FollowUpExcused":
      return { ...row, followUp: "excused", followUpAt: event.at, followUpCode: event.code };
    case "CustomerConfirmed":
      return { ...row, followUp: "confirmed", followUpCode: event.via };
    case "CustomerRated": {
      const rated = { ...row, rating: event.rating, ratedAt: event.at };
      if (event.rating === "good") return { ...rated, followUp: "confirmed", followUpCode: "rating" };
      // Who has said how it stands is not asked; the next answer is followed up anew.
      return row.followUp === "due" ? { ...rated, followUp: "excused", followUpCode: "rated" } : rated;
    }
    default:
      return row;
  }
}

const NO_DEADLINE = {
  answerDueAt: null,
  solutionDueAt: null,
  warnedAt: null,
  missedAt: null,
  handoverDueAt: null,
} as const;

/**
 * What asks for nothing restarts no clock. What was written before the last answer, and only seen after it, is taken as
 * answered. Before the first answer the earlier deadline stands.
 */
function afterWriting(row: TicketRow, event: Wrote): TicketRow {
  if (event.thanks) return row;
  if (row.state === "invited") return begun(row, event);
  const { kind, topic, tone, language, manner, priority, folder } = event;
  const complaint = row.complaint || event.complaint;
  const read = { ...row, kind, topic, tone, complaint, language, manner, priority, folder };
  if (row.lastAnswerAt !== null && event.at <= row.lastAnswerAt)
    return { ...read, lastCustomerAt: later(row.lastCustomerAt, event.at) };
  const wrote = { ...read, lastCustomerAt: event.at };
  const due = { answerDueAt: event.answerDueAt, solutionDueAt: event.solutionDueAt };
  if (row.state === "waiting-customer" || row.state === "resolved")
    return {
      ...cameBack(wrote),
      answerDueAt: due.answerDueAt,
      solutionDueAt: resumed(row, due),
      state: "waiting-us",
      warnedAt: null,
      missedAt: null,
      resolvedAt: null,
    };
  return {
    ...wrote,
    answerDueAt: earlier(row.answerDueAt, due.answerDueAt),
    // Handed over after an answer: whoever takes it back has a deadline again.
    solutionDueAt:
      row.answerDueAt === null ? resumed(row, due) : earlier(row.solutionDueAt, due.solutionDueAt),
  };
}

/** Whoever answers an invitation begins the matter: nothing was asked before, and nobody has waited. */
function begun({ recurrence, complaintsInWindow }: TicketRow, event: Wrote): TicketRow {
  return openedTicket({ ...event, type: "TicketOpened", recurrence, complaintsInWindow });
}

/** The clock of the solution stands while the customer has the ball; it goes on with time enough for an answer. */
function resumed(row: TicketRow, due: Pick<Wrote, "answerDueAt" | "solutionDueAt">): Date | null {
  if (row.solutionDueAt === null || due.answerDueAt === null) return due.solutionDueAt;
  return later(row.solutionDueAt, due.answerDueAt);
}

/** A follow-up that was due is not asked any more: the customer has said how it stands. */
function cameBack(row: TicketRow): TicketRow {
  const unasked = row.followUp === "due";
  return {
    ...row,
    round: row.round + 1,
    followUp: unasked ? "excused" : row.followUp,
    followUpCode: unasked ? "wrote-again" : row.followUpCode,
  };
}

/** An answer from before the customer's last message, seen only now, leaves the ball with us. */
function afterAnswer(row: TicketRow, event: Answered): TicketRow {
  const firstAnswerAt = earlier(row.firstAnswerAt, event.at);
  const lastAnswerAt = row.lastAnswerAt === null ? event.at : later(row.lastAnswerAt, event.at);
  const answered = { ...row, firstAnswerAt, lastAnswerAt };
  if (event.at < row.lastCustomerAt)
    return row.state === "open" ? { ...answered, state: "waiting-us" } : answered;
  const due =
    row.complaint && !(isAsked(row) && (row.state === "waiting-customer" || row.state === "resolved"));
  const followUp = due ? { followUp: "due" as const, followUpCode: null, followUpAt: null } : {};
  const ended = { ...answered, ...followUp, answerDueAt: null, warnedAt: null, missedAt: null };
  if (row.state === "resolved") return { ...ended, solutionDueAt: null };
  return { ...ended, state: "waiting-customer", handoverDueAt: null };
}

const isAsked = (row: TicketRow): boolean => row.followUp === "sent" || row.followUp === "confirmed";

/** Whose turn it is by who wrote last. */
function whoseTurn(row: TicketRow): TicketState {
  if (row.lastAnswerAt === null) return "open";
  return row.lastCustomerAt > row.lastAnswerAt ? "waiting-us" : "waiting-customer";
}
