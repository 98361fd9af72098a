import { sendOutreach } from "../outreach.ts";
import type { Act } from "./act.ts";

/** Mail to silent customers goes out, to those of them to whom it still may. */
export const approveOutreach: Act = async (desk, { offer, takenAt }) => {
  if (offer.kind !== "approve-outreach") return "missing-input";
  if (desk.folders === null) return "shadow";
  if (!desk.config.outreach) return "off";
  const approved = await sendOutreach(desk, offer.customers, takenAt ?? desk.now());
  return approved.length > 0 ? "outreach-sent" : "nobody-left";
};
