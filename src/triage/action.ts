import type { Language } from "../mail/message.ts";
import type { GroupState } from "../policy/action.ts";
import type { Action } from "../store/action.ts";
import type { CustomerRecord, Store } from "../store/store.ts";
import { groupName } from "./groupname.ts";

/** What a decision is about, to be shown before it is taken. */
export interface ActionView {
  readonly group: {
    readonly id: number;
    readonly name: string;
    readonly customers: number;
    readonly complaints: number;
    readonly link: string | null;
    readonly state: GroupState;
  } | null;
  /** To whom something is written, or whom it concerns: "Maria <maria@example.gr>". */
  readonly people: readonly string[];
  /** What they are written, in each language. */
  readonly notes: readonly { readonly language: Language; readonly text: string }[];
  /** How many are left out, by code. */
  readonly leftOut: readonly { readonly code: string; readonly count: number }[];
}

const NOTHING: ActionView = { group: null, people: [], notes: [], leftOut: [] };

export type ViewStore = Pick<
  Store,
  "complaintGroup" | "complaintTexts" | "termFrequencies" | "customersById"
>;

/** What a decision is about as things stand; null where that is gone: a group without complaints, a customer erased. */
export async function viewAction(store: ViewStore, action: Action): Promise<ActionView | null> {
  const { offer, mailboxId } = action;
  switch (offer.kind) {
    case "name-group":
    case "agreed-answer":
    case "tracker":
      return viewGroup(store, mailboxId, offer.group);
    case "mark-vip":
      return viewPeople(store, [offer.customer]);
    case "approve-outreach":
      return viewPeople(store, offer.customers);
    case "approve-fixed":
      return null;
  }
}

async function viewGroup(store: ViewStore, mailboxId: number, id: number): Promise<ActionView | null> {
  const group = await store.complaintGroup(mailboxId, id);
  if (group === null) return null;
  return { ...NOTHING, group: { ...group, name: await groupName(store, mailboxId, group) } };
}

async function viewPeople(store: ViewStore, ids: readonly number[]): Promise<ActionView | null> {
  const people = (await store.customersById(ids)).filter((one) => one.addresses.length > 0);
  return people.length === 0 ? null : { ...NOTHING, people: people.map(personText) };
}

function personText({ names, addresses }: CustomerRecord): string {
  const [address = ""] = addresses;
  const name = names.at(-1) ?? "";
  return name === "" ? address : `${name} <${address}>`;
}
