import type { Lead, PlannedLine, PlannedMail } from "../policy/duty.ts";
import type { LinkBase } from "../policy/link.ts";
import { ratingLinks, unsubscribeLink } from "../policy/link.ts";
import type { Ticket } from "../policy/ticket.ts";
import { isForCustomer } from "../policy/timer.ts";
import type { BadRatingValues, TicketsValues } from "../smtp/staff-values.ts";
import type {
  CustomerValues,
  FollowupValues,
  ProgressValues,
  ReferralValues,
  ReopenedValues,
} from "../smtp/values.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { Correspondence } from "../store/tickets.ts";
import type { Desk } from "../triage/desk.ts";
import { type CustomerOwn, type StaffOwn, toCustomer, toStaff } from "../triage/letter.ts";
import { EXCERPT } from "../triage/writing.ts";

/** What scheduled mail is written with. */
export type NoticeDesk = Pick<Desk, "config" | "secret" | "now" | "folders"> & {
  readonly publicUrl: string | null;
};

/** What a mail is about. */
export interface Subject {
  readonly ticket: Ticket;
  readonly letters: Correspondence;
}

/** As many tickets as a list names; of the rest it says how many. */
const LISTED = 50;

/** null where there is nobody to send it to. */
export function notice(desk: NoticeDesk, planned: PlannedMail, about: Subject): OutboxDraft | null {
  return isForCustomer(planned) ? letterTo(desk, planned, about) : badRating(desk, planned, about);
}

function letterTo(desk: NoticeDesk, planned: PlannedMail, { ticket, letters }: Subject): OutboxDraft | null {
  const { answerTo: to, id, language, manner } = ticket;
  if (to === null) return null;
  return toCustomer(desk, planned.template, {
    ...{ to, ticket: id, language, manner, once: planned.once },
    subject: letters.subject,
    answering: letters,
    values: ownValues(desk, planned, ticket),
  });
}

type AnyValues =
  | CustomerOwn<CustomerValues>
  | CustomerOwn<ProgressValues>
  | CustomerOwn<ReopenedValues>
  | CustomerOwn<FollowupValues>
  | CustomerOwn<ReferralValues>;

function ownValues(desk: NoticeDesk, planned: PlannedMail, ticket: Ticket): AnyValues {
  const { config, secret } = desk;
  const key = { secret, now: desk.now() };
  const base: LinkBase = { publicUrl: desk.publicUrl, mailboxAddress: config.address };
  const { url, oneClick } = unsubscribeLink(ticket.id, base, key);
  const unsubscribe = oneClick ? url : null;
  const promise =
    planned.until === undefined
      ? null
      : { deadline: planned.until.toISOString(), timeZone: config.businessHours.timeZone };
  switch (planned.template) {
    case "progress":
      return { promise, acted: planned.acted === true, second: planned.second === true };
    case "reopened":
      return { promise };
    case "followup":
      return { unsubscribe, complaint: ticket.complaint, rating: ratingLinks(ticket.id, base, key) };
    case "referral":
      return { unsubscribe, benefit: config.referral ?? "" };
    default:
      return {};
  }
}

function badRating(desk: NoticeDesk, planned: PlannedMail, { ticket, letters }: Subject): OutboxDraft | null {
  const { complaintsManager, agents, businessHours } = desk.config;
  const to = complaintsManager === null ? agents : [complaintsManager];
  if (to.length === 0) return null;
  const due = ticket.answerDueAt;
  const inWords = planned.once.startsWith("unhappy") || ticket.rating === "good";
  const rating = inWords ? "unhappy" : (ticket.rating ?? "unhappy");
  const values: StaffOwn<BadRatingValues> = {
    ticket: ticket.id,
    from: customerOf(ticket),
    subject: letters.subject,
    excerpt: (rating === "unhappy" || isByMail(ticket) ? letters.text : letters.comment).slice(0, EXCERPT),
    folder: desk.folders?.[ticket.folder] ?? ticket.folder,
    rating,
    due: due === null ? null : { deadline: due.toISOString(), timeZone: businessHours.timeZone },
  };
  return toStaff(desk, "bad-rating", { to, values, ticket: ticket.id, once: planned.once });
}

/** The rating came with the newest message; a click has a comment instead. */
const isByMail = ({ ratedAt, lastMessageAt }: Ticket): boolean =>
  ratedAt?.getTime() === lastMessageAt.getTime();

export type ListedTicket = Subject & { readonly line: PlannedLine };

/** One mail that names many tickets, the most pressing first; null where the role has no address. */
export function listing(
  desk: NoticeDesk,
  list: PlannedLine["list"],
  tickets: readonly ListedTicket[],
): OutboxDraft | null {
  const [first] = tickets;
  const to = first === undefined ? [] : peopleOf(desk, first.line.to);
  if (to.length === 0) return null;
  const sorted = tickets.toSorted((a, b) => a.line.due.getTime() - b.line.due.getTime());
  const values: StaffOwn<TicketsValues> = {
    timeZone: desk.config.businessHours.timeZone,
    tickets: sorted.slice(0, LISTED).map(({ ticket, letters, line }) => ({
      ticket: ticket.id,
      subject: letters.subject,
      customer: customerOf(ticket),
      since: ticket.lastCustomerAt.toISOString(),
      due: line.due.toISOString(),
      folder: desk.folders?.[ticket.folder] ?? ticket.folder,
    })),
    more: Math.max(0, sorted.length - LISTED),
  };
  return toStaff(desk, list, { to, values });
}

function peopleOf({ config }: NoticeDesk, lead: Lead): readonly string[] {
  const people = {
    "complaints-manager": [config.complaintsManager],
    supervisor: [config.supervisor],
    managers: config.managers,
    agents: config.agents,
  };
  return people[lead].flatMap((one) => one ?? []);
}

function customerOf({ answerTo, customerAddress }: Ticket): string {
  if (answerTo === null) return customerAddress ?? "";
  return answerTo.name === "" ? answerTo.address : `${answerTo.name} <${answerTo.address}>`;
}
