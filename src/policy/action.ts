import { z } from "zod";
import { LANGUAGES, type Language } from "../mail/message.ts";

/** What a manager may decide from a mail. */
export const ACTION_KINDS = [
  "approve-outreach",
  "approve-fixed",
  "name-group",
  "mark-vip",
  "agreed-answer",
  "tracker",
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Days for which an offered action can be taken. */
export const ACTION_DAYS = 14;

/** What work on a group has come to. */
export const GROUP_STATES = ["open", "in-progress", "fixed"] as const;
export type GroupState = (typeof GROUP_STATES)[number];

/** One decision offered to managers, in ids: what it means in words is read anew each time it is shown. */
export type Offer =
  | { readonly kind: "approve-outreach"; readonly customers: readonly number[] }
  | { readonly kind: "approve-fixed"; readonly mailing: number }
  | { readonly kind: "name-group" | "agreed-answer" | "tracker"; readonly group: number }
  | { readonly kind: "mark-vip"; readonly customer: number };

/**
 * offered: nobody has decided. taken: a manager has, and it is about to be done. done, refused: it has been, or could
 * not be any more (the outcome says why).
 */
export const ACTION_STATES = ["offered", "taken", "done", "refused"] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** How a manager decided: on the confirmed page, or by an authenticated mail. */
export type ActionWay = "page" | "mail";

const line = (most: number) => z.string().transform(oneLine).pipe(z.string().min(1).max(most));
const webAddress = z
  .string()
  .trim()
  .regex(/^https?:\/\/[^\s<>"]{3,500}$/i);
const choice = <Option extends string>(options: readonly Option[]) =>
  z
    .string()
    .transform((given) => options.find((one) => one === given) ?? null)
    .nullable()
    .default(null);

/**
 * What each kind needs to be told beside yes; what is not of this shape is asked for again. What came of it is stored, and
 * read by the same shape once more.
 */
export const ACTION_INPUT = {
  "approve-outreach": z.object({}),
  "approve-fixed": z.object({}),
  "mark-vip": z.object({}),
  "name-group": z.object({ name: line(100) }),
  "agreed-answer": z.object({
    language: z.enum(LANGUAGES),
    text: z.string().trim().min(1).max(20_000),
  }),
  tracker: z
    .object({
      link: z.union([webAddress, z.literal("").transform(() => null), z.null()]).default(null),
      state: choice(GROUP_STATES),
      /** Have the tracker's webhook open an entry. */
      open: z
        .unknown()
        .optional()
        .transform((given) => given === "yes" || given === true),
    })
    .refine(({ link, state, open }) => link !== null || state !== null || open),
} as const satisfies Readonly<Record<ActionKind, z.ZodType>>;

/** What an answer by mail says, as the fields of the page's form; `text` without quotes and signature. */
export function fieldsIn(
  kind: ActionKind,
  text: string,
  language: Language,
): Readonly<Record<string, string>> {
  const [first = ""] = text
    .split("\n")
    .map(oneLine)
    .filter((one) => one !== "");
  switch (kind) {
    case "name-group":
      return { name: first };
    case "agreed-answer":
      return { language, text };
    case "tracker":
      return trackerFields(text);
    default:
      return {};
  }
}

function trackerFields(text: string): Readonly<Record<string, string>> {
  const [link = ""] = /https?:\/\/[^\s<>"]+/i.exec(text) ?? [];
  const words = text.replace(link, " ").toLowerCase();
  const state = GROUP_STATES.find((one) => new RegExp(`(?<![\\w-])${one}(?![\\w-])`).test(words)) ?? "";
  return { link, state };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").trim();
}

/** What came of a decision, for the journal and for the manager. */
export const OUTCOMES = {
  named: "the group was named",
  "vip-marked": "the customer is on the VIP list",
  "answer-set": "the agreed answer was set",
  "tracker-set": "link and state were noted",
  "entry-asked": "the tracker was asked to open an entry",
  "mailing-approved": "the mailing goes out",
  "outreach-sent": "outreach was queued",
  "nobody-left": "nobody was left to write to",
  "not-a-manager": "who decided is not among those who may (any more)",
  "other-manager": "the link was another manager's",
  unauthenticated: "nothing vouched for the sender",
  expired: "the link had expired",
  spent: "it had been decided already",
  gone: "what it was about was merged, taken back or erased",
  superseded: "the note was changed after it was offered",
  "missing-input": "a name, an answer or a link was missing",
  "bad-answer": "the answer names something that it may not",
  "no-tracker": "no tracker's webhook is configured",
  off: "it is switched off for this mailbox",
  shadow: "the mailbox is in shadow mode",
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** Why a decision by mail is not taken. */
export type ApprovalFault = "expired" | "not-a-manager" | "other-manager" | "unauthenticated";

/** What a message with the token of an action comes to. */
export type Approval =
  | { readonly action: number; readonly by: string }
  | { readonly action: number; readonly refused: ApprovalFault };
