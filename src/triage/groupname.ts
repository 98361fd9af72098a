import { groupWords, nameTerms } from "../policy/groupname.ts";
import type { ComplaintGroup } from "../store/complaint.ts";
import type { Store } from "../store/store.ts";

/** Complaints that a group's name is taken from. */
const NAMED_BY = 12;

/** The group's own name, else the words that tell it from others; a single complaint is named by its subject. */
export async function groupName(
  store: Pick<Store, "complaintTexts" | "termFrequencies">,
  mailboxId: number,
  group: Pick<ComplaintGroup, "id" | "name">,
): Promise<string> {
  if (group.name !== null) return group.name;
  const said = await store.complaintTexts(group.id, NAMED_BY);
  const [only] = said;
  if (said.length === 1 && only !== undefined && only.subject !== "") return only.subject;
  const words = groupWords(said, await store.termFrequencies(mailboxId, nameTerms(said)));
  return words.length === 0 ? `group ${group.id}` : words.join(", ");
}
