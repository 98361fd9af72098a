import { groupName as nameOf, nameTerms } from "../policy/groupname.ts";
import { strippedSubject } from "../smtp/subject.ts";
import type { ComplaintGroup } from "../store/complaint.ts";
import type { Store } from "../store/store.ts";

/** Complaints that a group's name is taken from. */
const NAMED_BY = 12;

/**
 * The name that a person gave the group, else what foyer calls it; a single complaint is named by its subject. A group that
 * has just begun is named by the words that tell it from others, in the language of most of it.
 */
export async function groupName(
  store: Pick<Store, "complaintTexts" | "termFrequencies">,
  mailboxId: number,
  group: Pick<ComplaintGroup, "id" | "name" | "called">,
): Promise<string> {
  const given = group.name ?? group.called;
  if (given !== null) return given;
  const said = (await store.complaintTexts(group.id, NAMED_BY)).map((one) => ({ ...one, wordings: [] }));
  const [first] = said;
  const subject = strippedSubject(first?.subject ?? "");
  if (said.length === 1 && subject !== "") return subject;
  const frequencies = await store.termFrequencies(mailboxId, nameTerms(said));
  // Its topic at least, by which most go.
  const topics = [...Map.groupBy(said, ({ topic }) => topic)].sort((a, b) => b[1].length - a[1].length);
  return (
    nameOf(said, { language: null, frequencies, taken: new Set() }) ??
    `${topics[0]?.[0] ?? "group"} ${group.id}`
  );
}
