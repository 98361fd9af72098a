import { z } from "zod";
import type { OpenComplaint } from "../policy/digest-facts.ts";
import { momentWords } from "../policy/moment.ts";
import { matterScope } from "./digest-scope.ts";
import { kind } from "./kind.ts";
import { COMMON, commonScope, type Setting } from "./scope.ts";
import { sender } from "./values.ts";

/** Made when it goes out, never kept: names and words of customers are in it. */
const complaintListValues = sender.extend({
  /** IANA name; the times are told in it. */
  timeZone: z.string().min(1),
  /** When it is looked at: ages count from here. */
  now: z.date(),
  complaints: z.array(z.custom<OpenComplaint>((value) => typeof value === "object" && value !== null)),
  /** How many there are in all; the list may be shorter. */
  inAll: z.number().int().nonnegative(),
  late: z.number().int().nonnegative(),
});
export type ComplaintListValues = z.input<typeof complaintListValues>;

const DAY = 86_400_000;

/** What the complaints manager reads each working day: every complaint on which it is our turn, by age. */
export const COMPLAINT_LIST_MAIL = kind("complaint-list", {
  values: complaintListValues,
  variables: [...COMMON, "complaints", "count", "more", "late"],
  scope: (values, setting) => ({
    ...commonScope({ ...values, ticket: null }, setting),
    complaints: values.complaints.map((one) => complaintScope(one, values, setting)),
    count: values.inAll,
    more: values.inAll - values.complaints.length,
    late: values.late,
  }),
  needed: ["complaints", "count", "more"],
});

function complaintScope(
  one: OpenComplaint,
  { now, timeZone }: z.output<typeof complaintListValues>,
  { language, labels }: Setting,
) {
  const moment = (at: Date): string => momentWords(at, language, timeZone);
  return {
    ...matterScope(one, labels),
    days: Math.floor((now.getTime() - one.openedAt.getTime()) / DAY),
    since: moment(one.openedAt),
    state: labels.states[one.state],
    priority: labels.priorities[one.priority],
    due: one.dueAt === null ? null : moment(one.dueAt),
    late: isLate(one, now),
    promised: one.promisedUntil === null ? null : moment(one.promisedUntil),
  };
}

const isLate = ({ dueAt }: OpenComplaint, now: Date): boolean => dueAt !== null && dueAt < now;
