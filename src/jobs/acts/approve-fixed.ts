import type { Act } from "./act.ts";

/** The mailing goes out as it was shown; who must not get it any more is left out when its turn comes. */
export const approveFixed: Act = async ({ store, mailbox, folders, now }, { offer, takenBy }) => {
  if (offer.kind !== "approve-fixed") return "missing-input";
  if (folders === null) return "shadow";
  const mailing = await store.fixedMailing(offer.mailing);
  if (mailing === null || mailing.mailboxId !== mailbox.id) return "gone";
  const approval = await store.approveFixed(mailing.id, { by: takenBy ?? "nobody", at: now() });
  return approval === "approved" ? "mailing-approved" : approval;
};
