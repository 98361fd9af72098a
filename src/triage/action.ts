import { type Address, LANGUAGES, type Language } from "../mail/message.ts";
import type { GroupState } from "../policy/action.ts";
import { exampleOf } from "../policy/example.ts";
import type { Action } from "../store/action.ts";
import type { CustomerRecord } from "../store/customer.ts";
import type { Store } from "../store/store.ts";
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

/** So many complaints show what a group is about. */
const EXAMPLES = 3;

/** What a few customers of a group wrote, each in a line without what tells who they are; the newest first. */
export async function examplesOf(
  store: Pick<ViewStore, "complaintTexts">,
  { group }: Pick<ActionView, "group">,
): Promise<readonly string[]> {
  if (group === null) return [];
  const wrote = await store.complaintTexts(group.id, EXAMPLES);
  return wrote.map(exampleOf).filter((one) => one !== "");
}

export type ViewStore = Pick<
  Store,
  "complaintGroup" | "complaintTexts" | "termFrequencies" | "customersById" | "fixedMailing" | "fixedLetters"
>;

/** What a decision is about as things stand; null where that is gone: a group without complaints, a customer erased. */
export async function viewAction(
  store: ViewStore,
  action: Pick<Action, "offer" | "mailboxId">,
): Promise<ActionView | null> {
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
      return viewMailing(store, mailboxId, offer.mailing);
  }
}

async function viewGroup(store: ViewStore, mailboxId: number, id: number): Promise<ActionView | null> {
  const group = await store.complaintGroup(mailboxId, id);
  if (group === null) return null;
  return { ...NOTHING, group: { ...group, name: await groupName(store, mailboxId, group) } };
}

/** null where another was prepared in its place, or its group is gone. */
async function viewMailing(store: ViewStore, mailboxId: number, id: number): Promise<ActionView | null> {
  const mailing = await store.fixedMailing(id);
  if (mailing === null || mailing.state === "dropped") return null;
  const about = await viewGroup(store, mailboxId, mailing.groupId);
  if (about === null) return null;
  const letters = await store.fixedLetters(id);
  const told = letters.filter(({ code }) => code === null);
  const codes = Map.groupBy(
    letters.flatMap(({ code }) => code ?? []),
    (code) => code,
  );
  return {
    ...about,
    people: told
      .map(({ affected }) => affected.answerTo)
      .flatMap((to) => (to === null ? [] : addressText(to))),
    notes: LANGUAGES.flatMap((language) => {
      const text = mailing.notes[language];
      return text === undefined ? [] : { language, text };
    }),
    leftOut: [...codes].map(([code, list]) => ({ code, count: list.length })),
  };
}

async function viewPeople(store: ViewStore, ids: readonly number[]): Promise<ActionView | null> {
  const people = (await store.customersById(ids)).filter((one) => one.addresses.length > 0);
  return people.length === 0 ? null : { ...NOTHING, people: people.map(personText) };
}

function personText({ names, addresses }: CustomerRecord): string {
  const [address = ""] = addresses;
  const name = names.at(-1) ?? "";
  return addressText({ name, address });
}

const addressText = ({ name, address }: Address): string => (name === "" ? address : `${name} <${address}>`);
