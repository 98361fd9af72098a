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
  if (words.length > 0) return words.join(", ");
  // Its topic at least, by which most go.
  const topics = [...Map.groupBy(said, ({ topic }) => topic)].sort((a, b) => b[1].length - a[1].length);
  return `${topics[0]?.[0] ?? "group"} ${group.id}`;
}
