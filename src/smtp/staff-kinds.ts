import type { z } from "zod";
import { COMPLAINT_LIST_MAIL } from "./complaint-list.ts";
import { DIGEST_MAIL } from "./digest-kind.ts";
import { kind } from "./kind.ts";
import { cleanLine } from "./literal.ts";
import { reasonText } from "./reasons.ts";
import {
  badRatingScope,
  COMMON,
  commonScope,
  handedOverScope,
  ONE_TICKET,
  oneTicketScope,
  promised,
  type Setting,
  ticketsScope,
} from "./scope.ts";
import { alertValues, badRatingValues, handedOverValues, ticketsValues } from "./staff-values.ts";

/** Mail that agents, supervisors and managers read. */
export const STAFF_MAIL = {
  digest: DIGEST_MAIL,
  "complaint-list": COMPLAINT_LIST_MAIL,
  alert: kind("alert", {
    values: alertValues,
    variables: [...ONE_TICKET, "promise", "why"],
    scope: (values, setting) => ({
      ...oneTicketScope(values, setting),
      promise: promised(values.promise, setting),
      why: whyOf(values, setting),
    }),
    needed: ["ticket", "from", "why"],
  }),
  "deadline-warning": kind("deadline-warning", tickets()),
  overdue: kind("overdue", tickets()),
  "handed-over": kind("handed-over", {
    values: handedOverValues,
    variables: [
      ...ONE_TICKET,
      "since",
      "contacts",
      "complaints",
      "answered",
      "promise",
      "promiseBroken",
      "due",
      "reasons",
      "leftOut",
    ],
    scope: (values, setting) => ({
      ...oneTicketScope(values, setting),
      ...handedOverScope(values, setting),
    }),
    needed: ["ticket", "from", "promise", "due"],
  }),
  "bad-rating": kind("bad-rating", {
    values: badRatingValues,
    variables: [...ONE_TICKET, "rating", "due"],
    scope: (values, setting) => ({
      ...oneTicketScope(values, setting),
      ...badRatingScope(values, setting),
    }),
    needed: ["ticket", "from", "rating"],
  }),
};

function tickets() {
  return {
    values: ticketsValues,
    variables: [...COMMON, "tickets", "count", "more"] as const,
    scope: (values: z.output<typeof ticketsValues>, setting: Setting) => ({
      ...commonScope({ ...values, ticket: null }, setting),
      tickets: ticketsScope(values, setting),
      count: values.tickets.length + values.more,
      more: values.more,
    }),
    needed: ["tickets", "count", "more"] as const,
  };
}

function whyOf({ sensitivity, reason }: z.output<typeof alertValues>, { words }: Setting): string {
  const codes = [sensitivity ?? "", reason.code];
  const known = codes.find((code) => Object.hasOwn(words.alerts, code));
  return cleanLine(
    (known === undefined ? reasonText(reason, words.reasons) : words.alerts[known]) ?? "",
    300,
  );
}
