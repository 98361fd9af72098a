import { ascending, batches, sequenceSet } from "./sequence.ts";
import type { Session } from "./session.ts";

/** RFC 3501 section 9: a keyword is an atom; system flags begin with a backslash. */
const isFlag = (flag: string): boolean => /^\\?[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]{1,100}$/.test(flag);

/** Those that stick: PERMANENTFLAGS lists them, or lets keywords be made (`\*`). */
export function lasting(
  wanted: readonly string[],
  permanent: ReadonlySet<string> | undefined,
): readonly string[] {
  const known = permanent === undefined ? null : new Set([...permanent].map((flag) => flag.toLowerCase()));
  const sticks = (flag: string): boolean =>
    known === null || known.has(flag.toLowerCase()) || (known.has("\\*") && !flag.startsWith("\\"));
  return [...new Set(wanted)].filter((flag) => isFlag(flag) && sticks(flag));
}

export function addKeywords(
  session: Session,
  path: string,
  order: { readonly uids: readonly number[]; readonly keywords: readonly string[] },
): Promise<void> {
  const doing = `mark ${order.uids.length} messages in ${path}`;
  return session.run(doing, async (client) => {
    const mailbox = await session.select(path);
    const flags = mailbox.readOnly ? [] : lasting(order.keywords, mailbox.permanentFlags);
    if (flags.length === 0) return;
    for (const uids of batches(ascending(order.uids), 500)) {
      const done = await client.messageFlagsAdd(sequenceSet(uids), [...flags], { uid: true, silent: true });
      if (!done) throw session.refused(doing);
    }
  });
}
