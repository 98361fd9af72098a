import type { MailboxConfig } from "../config.ts";
import type { Language } from "../mail/message.ts";
import type { AgreedAnswers } from "../smtp/agreed.ts";
import type { Store } from "../store/store.ts";
import type { TicketFace } from "../store/tickets.ts";
import type { ViewStore } from "../triage/action.ts";
import type { Log } from "../triage/desk.ts";
import type { PageWords } from "./words.ts";

/** What the pages stand on. */
export interface Front {
  readonly store: Pick<
    Store,
    "ticketFace" | "tickets" | "rate" | "setOptOut" | "card" | "action" | "takeAction" | "askToConfirm"
  > &
    ViewStore;
  readonly mailboxes: readonly MailboxConfig[];
  /** Key of the links. */
  readonly secret: string;
  readonly words: Readonly<Record<Language, PageWords>>;
  /** Of files; cards show them. */
  readonly answers: AgreedAnswers;
  readonly now: () => Date;
  readonly log: Log;
}

/** A ticket whose link was good, with the mailbox that it belongs to. */
export interface Guest {
  readonly ticket: number;
  readonly face: TicketFace;
  readonly mailbox: MailboxConfig;
}

/** null where the ticket is gone, or its mailbox is no longer in the configuration. */
export async function guestOf(front: Front, ticket: number): Promise<Guest | null> {
  const face = await front.store.ticketFace(ticket);
  const mailbox = front.mailboxes.find((one) => one.policy.name === face?.mailbox);
  return face === null || mailbox === undefined ? null : { ticket, face, mailbox };
}

/** How a mailbox is called before customers. */
export const companyOf = ({ displayName, address }: MailboxConfig): string => displayName || address;
