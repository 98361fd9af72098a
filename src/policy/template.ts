/** Every mail that foyer writes, by its template, and who reads it. Drafts are read by an agent before a customer. */
export const AUDIENCES = {
  acknowledgement: "customer",
  thanks: "customer",
  receipt: "customer",
  sensitive: "customer",
  progress: "customer",
  handover: "customer",
  solved: "customer",
  followup: "customer",
  reopened: "customer",
  closing: "customer",
  referral: "customer",
  outreach: "customer",
  draft: "agent",
  alert: "staff",
  "deadline-warning": "staff",
  overdue: "staff",
  "handed-over": "staff",
  "bad-rating": "staff",
} as const;
export type TemplateName = keyof typeof AUDIENCES;
