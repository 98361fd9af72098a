import { ACTION_INPUT } from "../../policy/action.ts";
import type { Act } from "./act.ts";

/** Notes where a group is worked on, and how far it is. */
export const tracker: Act = async ({ store, mailbox }, { offer, input }) => {
  const given = ACTION_INPUT.tracker.safeParse(input);
  if (offer.kind !== "tracker" || !given.success) return "missing-input";
  const { link, state } = given.data;
  const change = { ...(link === null ? {} : { link }), ...(state === null ? {} : { state }) };
  return (await store.changeGroup(mailbox.id, offer.group, change)) ? "tracker-set" : "gone";
};
