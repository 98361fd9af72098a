import { ACTION_INPUT } from "../../policy/action.ts";
import type { Act } from "./act.ts";

/** The group gets its name, wherever it was merged to. */
export const nameGroup: Act = async ({ store, mailbox }, { offer, input }) => {
  const given = ACTION_INPUT["name-group"].safeParse(input);
  if (offer.kind !== "name-group" || !given.success) return "missing-input";
  return (await store.changeGroup(mailbox.id, offer.group, { name: given.data.name })) ? "named" : "gone";
};
