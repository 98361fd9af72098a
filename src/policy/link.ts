import { ACTION_DAYS, type ActionKind } from "./action.ts";
import type { Rating } from "./event.ts";
import { agentKey } from "./staff.ts";
import { makeToken, type TokenPurpose } from "./token.ts";

/** The answers to "has it been solved?", the best first. */
export const RATINGS = ["good", "partly", "not"] as const satisfies readonly Rating[];

/**
 * Days for which a link can be used. Mail is read late; a card shows a customer's letters, so its link is short-lived;
 * what confirms is used at once or not at all.
 */
const DAYS: Readonly<Record<TokenPurpose, number>> = {
  rate: 60,
  "opt-out": 730,
  card: 14,
  act: ACTION_DAYS,
  confirm: 1 / 24,
};

/** The first segment of each page's path. */
export const PAGES: Readonly<Record<TokenPurpose, string>> = {
  rate: "r",
  "opt-out": "u",
  card: "c",
  act: "a",
  confirm: "d",
};

/** Where links lead: to foyer's own pages, or, where it has no public address, to the mailbox. */
export interface LinkBase {
  /** PUBLIC_URL without a slash at its end, or null. */
  readonly publicUrl: string | null;
  readonly mailboxAddress: string;
}

export type RatingLinks = Readonly<Record<Rating, string>>;

/**
 * The three links of a rating: https with a public URL, else mailto with the token in the subject, so that sending the
 * mail is the answer. `secret` is the configuration's.
 */
export function ratingLinks(ticket: number, base: LinkBase, key: LinkKey): RatingLinks {
  const link = (value: Rating) => linkTo({ purpose: "rate", ticket, value }, base, key);
  return { good: link("good"), partly: link("partly"), not: link("not") };
}

/** The configuration's secret, and when the link is made. */
export interface LinkKey {
  readonly secret: string;
  readonly now: Date;
}

/** How to be left in peace: the URI of List-Unsubscribe (RFC 2369), and whether one click does it (RFC 8058). */
export interface Unsubscribe {
  readonly url: string;
  readonly oneClick: boolean;
}

/** RFC 8058 wants https; a public URL that is only http is for trying out, and its links are for people. */
export function unsubscribeLink(ticket: number, base: LinkBase, key: LinkKey): Unsubscribe {
  const url = linkTo({ purpose: "opt-out", ticket, value: "" }, base, key);
  return { url, oneClick: url.startsWith("https:") };
}

/** The page of a ticket's card, for the staff; null where there is no public URL. */
export function cardLink(ticket: number, base: LinkBase, key: LinkKey): string | null {
  return base.publicUrl === null ? null : linkTo({ purpose: "card", ticket, value: "" }, base, key);
}

/** Where a manager's links lead; by mail only where the mailbox' server vouches for senders (RFC 8601). */
export interface ActionBase extends LinkBase {
  readonly authenticates: boolean;
}

/** What a link is for, and whom it is bound to. */
export interface ActionTarget {
  readonly id: number;
  readonly kind: ActionKind;
  /** The manager's address: the link is nobody else's. */
  readonly manager: string;
}

/** The link by which a manager decides: a page, else a mail to the mailbox; null where neither can be had. */
export function actionLink(target: ActionTarget, base: ActionBase, key: LinkKey): string | null {
  if (base.publicUrl === null && !base.authenticates) return null;
  return linkTo({ purpose: "act", ...boundTo(target, key) }, base, key);
}

/** The page that does what {@link actionLink}'s page shows; mailed to the manager, and to nobody else. */
export function confirmLink(
  target: Pick<ActionTarget, "id" | "manager">,
  base: LinkBase,
  key: LinkKey,
): string | null {
  return base.publicUrl === null ? null : linkTo({ purpose: "confirm", ...boundTo(target, key) }, base, key);
}

const boundTo = ({ id, manager }: Pick<ActionTarget, "id" | "manager">, { secret }: LinkKey) => ({
  ticket: id,
  value: agentKey(manager, secret),
});

interface Link {
  readonly purpose: TokenPurpose;
  readonly ticket: number;
  readonly value: string;
}

function linkTo(link: Link, { publicUrl, mailboxAddress }: LinkBase, { secret, now }: LinkKey): string {
  const expires = new Date(now.getTime() + DAYS[link.purpose] * 86_400_000);
  const token = makeToken({ ...link, expires }, secret);
  if (publicUrl !== null) return `${publicUrl}/${PAGES[link.purpose]}/${token}`;
  // RFC 6068: "+", "&" and the like of a local part must be encoded too. An action is no ticket.
  const subject =
    link.purpose === "act" ? token : `[#${link.ticket}] ${link.value} ${token}`.replace("  ", " ");
  return `mailto:${encodeURIComponent(mailboxAddress).replace("%40", "@")}?subject=${encodeURIComponent(subject)}`;
}
