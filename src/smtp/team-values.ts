import { z } from "zod";
import { ROOT_CAUSES } from "../classify/judgement.ts";
import { LANGUAGES } from "../mail/message.ts";
import { link, sender } from "./values.ts";

/*
 * What mail to the team and to who leads is made of that no ticket asks for: complaints that pile up, mail that stays
 * away, kind words, and the look back on a month.
 */

const date = z.iso.date();
const count = z.number().int().nonnegative();
const ticket = z.number().int().positive();
/** Distinct customers of each day, oldest first; today last. */
const plot = z.array(z.object({ date, customers: count })).max(31);

export const spikeValues = sender.extend({
  kind: z.enum(["group", "topic", "root-cause"]),
  /** The group's number. */
  group: ticket.nullable(),
  /** The group's name; of the others the label. */
  name: z.string(),
  /** Days that were counted together. */
  days: z.number().int().positive(),
  customers: count,
  /** As many there usually are in that time. */
  usual: z.number().nonnegative(),
  languages: z.array(z.enum(LANGUAGES)),
  plot,
  examples: z.array(z.object({ ticket, subject: z.string() })).max(5),
  /** So many more than are shown. */
  more: count,
  /** Where the group is worked on. */
  link: link.nullable(),
});
export type SpikeValues = z.input<typeof spikeValues>;

export const silenceValues = sender.extend({
  /** All that customers write, or their complaints alone. */
  what: z.enum(["mail", "complaints"]),
  days: z.number().int().positive(),
  customers: count,
  usual: z.number().nonnegative(),
  plot,
});
export type SilenceValues = z.input<typeof silenceValues>;

/** A calendar month, "2026-11". */
const month = z.string().regex(/^\d{4}-\d{2}$/);

export const kudosValues = sender.extend({
  month,
  praise: z
    .array(z.object({ ticket, words: z.string() }))
    .min(1)
    .max(10),
  more: count,
  /** Customers who rated an answer as good. */
  good: count,
});
export type KudosValues = z.input<typeof kudosValues>;

export const lookBackValues = sender.extend({
  month,
  count,
  /** Of the month before; null: foyer was not there. */
  before: count.nullable(),
  causes: z
    .array(
      z.object({
        cause: z.enum(ROOT_CAUSES),
        count,
        before: count.nullable(),
        /** Waited longer than was promised; wrote again after it seemed solved; were not satisfied in the end. */
        late: count,
        reopened: count,
        unhappy: count,
      }),
    )
    .min(1),
  /** Customers who were satisfied in the end. */
  mended: count,
});
export type LookBackValues = z.input<typeof lookBackValues>;

/** Why nothing gets through: refused for good, redirected, a private address, or not reached for long. */
export const HOOK_FAILURES = ["gone", "moved", "private", "unreachable"] as const;

export const hookFailedValues = sender.extend({
  target: z.enum(["chat", "tracker"]),
  why: z.enum(HOOK_FAILURES),
  /** As in the log: "hook-404". */
  code: z.string(),
});
export type HookFailedValues = z.input<typeof hookFailedValues>;

export const noteFiledValues = sender.extend({
  /** As agents see it. */
  folder: z.string(),
});
export type NoteFiledValues = z.input<typeof noteFiledValues>;
