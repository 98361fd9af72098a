import { ACTION_INPUT } from "../../policy/action.ts";
import { openEntry } from "../track.ts";
import type { Act } from "./act.ts";

/** Notes where a group is worked on, and how far it is; has the tracker open an entry, if asked. */
export const tracker: Act = async (desk, { offer, input }) => {
  const { store, mailbox } = desk;
  const given = ACTION_INPUT.tracker.safeParse(input);
  if (offer.kind !== "tracker" || !given.success) return "missing-input";
  const { link, state, open } = given.data;
  const change = { ...(link === null ? {} : { link }), ...(state === null ? {} : { state }) };
  const changed = Object.keys(change).length > 0;
  if (changed && !(await store.changeGroup(mailbox.id, offer.group, change))) return "gone";
  if (!open) return "tracker-set";
  const asked = await openEntry(desk, offer.group);
  return asked === "asked" ? "entry-asked" : asked;
};
