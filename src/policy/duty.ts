import type { Targets } from "./deadline.ts";
import type { Priority } from "./decision.ts";
import type { TicketEvent } from "./event.ts";
import type { Excuse } from "./excuses.ts";
import type { Step } from "./survival.ts";
import type { TemplateName } from "./template.ts";
import type { Ticket } from "./ticket.ts";

/** What a mailbox has agreed on with its customers and itself. */
export interface Rules extends Targets {
  /** Share of a target that is left when agents are warned; 0: they are not. */
  readonly warnBefore: number;
  readonly followUpDays: { readonly complaints: number | null; readonly others: number | null };
  /** Who rates an answer as good may be asked to recommend us. */
  readonly referral: boolean;
  /** Who leads, the first to be told first; empty: nobody does. */
  readonly leads: readonly Lead[];
  /** How long the team's own first answers take; absent for a priority with too few of them. */
  readonly measured: MeasuredTimes;
  /** Whether answers are seen well enough that a customer may be told of the want of one. */
  readonly answersSeen: boolean;
}

export type Lead = "complaints-manager" | "supervisor" | "managers" | "agents";

export interface Measured {
  /** Business hours by which 95 % were answered. */
  readonly hours: number;
  /** The whole estimate: what waits already is reckoned by it. */
  readonly steps: readonly Step[];
}

export type MeasuredTimes = Readonly<Partial<Record<Priority, Measured>>>;

/** What is known of a ticket's customer, and of what went out before. */
export interface DutyFacts {
  readonly optedOut: boolean;
  readonly dead: boolean;
  /** Mails that the budgets of the customer's address and domain still allow now. */
  readonly budget: number;
  /** Reasons (`once`) for which the ticket has had its mail. */
  readonly spent: ReadonlySet<string>;
  /** The customer has been asked for a referral, on whichever ticket. */
  readonly referred: boolean;
}

/** A look at a ticket at one moment. */
export interface Look {
  readonly ticket: Ticket;
  readonly now: Date;
  readonly rules: Rules;
  readonly facts: DutyFacts;
}

/** A mail to the customer, or one about the ticket to staff. */
export interface PlannedMail {
  readonly template: Extract<
    TemplateName,
    "progress" | "followup" | "reopened" | "closing" | "referral" | "bad-rating"
  >;
  readonly once: string;
  /** The time that it names. */
  readonly until?: Date;
  /** Of a progress note: see ProgressValues. */
  readonly acted?: boolean;
  readonly second?: boolean;
}

/** A line in a mail about many tickets. */
export interface PlannedLine {
  readonly list: "deadline-warning" | "overdue";
  readonly to: Lead;
  readonly due: Date;
}

export interface Act {
  readonly events: readonly TicketEvent[];
  readonly mail?: readonly PlannedMail[];
  readonly lines?: readonly PlannedLine[];
  /** It cannot be done now: when to try again. */
  readonly again?: Date;
}

/** One thing that time brings about. */
export interface Duty {
  /** When it falls due; null: not as things stand. */
  readonly at: (look: Look) => Date | null;
  /** What is then done; null: nothing can be. */
  readonly act: (look: Look) => Act | null;
}

const WAITING = new Set(["open", "waiting-us", "reopened", "escalated"]);

/** The customer waits for a person. */
export function waitsForUs({ state }: Pick<Ticket, "state">): boolean {
  return WAITING.has(state);
}

/** Why no automatic mail may go to the customer, ever; null: it may. */
export function unreachable({ ticket, facts }: Look): Excuse | null {
  if (facts.optedOut) return "opted-out";
  if (facts.dead) return "dead-address";
  return ticket.answerTo === null ? "unreachable" : null;
}

export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + minutes * 60_000);
}
