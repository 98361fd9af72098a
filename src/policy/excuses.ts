/**
 * Why a customer was not asked whether a complaint is solved: how a follow-up can end without a question. Codes stay once
 * published; docs/codes.md prints this table.
 */
export const EXCUSES = {
  "opted-out": "the customer wants no automatic mail",
  "dead-address": "mail to the address has come back for good",
  unreachable: "whoever wrote must not be answered by a program",
  "no-follow-up": "an agent wants none: a message of the ticket carries the keyword foyer-no-followup",
  erased: "the customer was erased",
  "wrote-again": "the customer wrote again before it was time to ask",
  "asked-before": "the customer was asked since the last message",
  "switched-off": "FOLLOW_UP_DAYS asks for none",
  budget: "the budget of the address or its domain was spent for seven days",
  "address-budget": "the budget of the address was spent when the question was to go out",
  stale: "the question could not be sent within seven days",
  "answers-unseen": "too few answers are seen to be sure that there was one",
  "never-answered": "it was put away without an answer; whoever leads has it in a list",
} as const satisfies Readonly<Record<string, string>>;

export type Excuse = keyof typeof EXCUSES;
