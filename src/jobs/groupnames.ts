import type { Judged } from "../classify/judgement.ts";
import { replyText } from "../mail/quote.ts";
import { groupName, nameTerms } from "../policy/groupname.ts";
import type { UncalledGroup } from "../store/complaint.ts";
import type { Desk } from "../triage/desk.ts";

/** Groups that are called anew together. */
const BATCH = 200;
/** Complaints that a group's name is taken from, each of another customer. */
const NAMED_BY = 12;

export type NameDesk = Pick<Desk, "store" | "mailbox" | "parser" | "lease"> & {
  readonly config: Pick<Desk["config"], "language">;
};

/**
 * Calls groups of two complaints or more by what they have in common, in the language of the mailbox. What people named
 * keeps its name; one that is called something is called anew only where it has doubled, or lost half. Returns how many
 * were.
 */
export async function nameGroups(desk: NameDesk): Promise<number> {
  const { store, mailbox } = desk;
  const groups = await store.uncalledGroups(mailbox.id, BATCH);
  if (groups.length === 0) return 0;
  const names = new Map((await store.groupNames(mailbox.id)).map(({ id, name }) => [id, name]));
  const called = [];
  for (const group of groups) {
    names.delete(group.id);
    const name = await nameOf(desk, group, new Set(names.values()));
    if (name !== null) names.set(group.id, name);
    called.push({ ...group, called: name });
  }
  await store.callGroups(desk.lease(), called);
  return groups.length;
}

async function nameOf(
  { store, mailbox, parser, config }: NameDesk,
  { id }: UncalledGroup,
  taken: ReadonlySet<string>,
): Promise<string | null> {
  const texts = await store.complaintTexts(id, NAMED_BY);
  const judged = texts.map(
    ({ subject, text, language }): Judged => ({ subject, text: replyText(text), language }),
  );
  const wordings = await parser.wordings(judged);
  const said = texts.map((one, place) => ({ ...one, wordings: wordings[place] ?? [] }));
  const frequencies = await store.termFrequencies(mailbox.id, nameTerms(said));
  return groupName(said, { language: config.language, frequencies, taken });
}
