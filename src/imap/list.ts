import { readFailure } from "./failure.ts";
import type { ListedFolder } from "./inbox.ts";
import type { Session } from "./session.ts";

/** Folders that can be selected. */
export function list(session: Session): Promise<readonly ListedFolder[]> {
  return session.run("list the folders", async (client) => {
    const folders = await client.list();
    return folders
      .filter(({ listed, flags }) => listed && !flags.has("\\Noselect") && !flags.has("\\NonExistent"))
      .map(({ path, delimiter, specialUse, specialUseSource, subscribed }) => ({
        path,
        delimiter,
        // imapflow also guesses by name; that is sent.ts's business, which says so.
        specialUse: specialUseSource === "extension" && specialUse !== undefined ? specialUse : null,
        subscribed,
      }));
  });
}

/**
 * A name that cannot be taken for a path: "/" and ".", each the delimiter of many servers and refused within names
 * by others (maildir), become "-", as does the server's own delimiter. LIST's wildcards and control characters go.
 */
function folderSegment(name: string, delimiter: string): string {
  const clean = [...name]
    .map((character) => (character === "/" || character === "." || character === delimiter ? "-" : character))
    .join("")
    .replace(/[\p{Cc}%*]/gu, "")
    .replace(/^[~#]+/, "")
    .trim();
  return clean === "" ? "-" : clean;
}

/** Segments joined under the personal namespace (RFC 2342); none is INBOX. */
export function folderPath(
  segments: readonly string[],
  namespace: { prefix: string; delimiter: string },
): string {
  if (segments.length === 0) return "INBOX";
  const { prefix, delimiter } = namespace;
  return (
    prefix + segments.map((name) => folderSegment(name, delimiter)).join(delimiter === "" ? " " : delimiter)
  );
}

/** The personal namespace as the server tells it. To be called after the login. */
function namespaceOf(session: Session): { prefix: string; delimiter: string } {
  const { namespace } = session.client;
  return { prefix: namespace?.prefix ?? "", delimiter: namespace?.delimiter ?? "" };
}

/**
 * RFC 3501 section 6.3.3 only asks that CREATE makes parents too, so each level is made in turn. A folder that is
 * there is left as it is: an agent may have unsubscribed it.
 */
export function create(session: Session, segments: readonly string[]): Promise<string> {
  const namespace = namespaceOf(session);
  const path = folderPath(segments, namespace);
  return session.run(`create ${path}`, async (client) => {
    if (segments.length === 0 || (await exists(session, path))) return path;
    for (let depth = 1; depth <= segments.length; depth++) {
      const level = folderPath(segments.slice(0, depth), namespace);
      try {
        await client.mailboxCreate(level);
      } catch (error) {
        if (readFailure(error).status === null) throw error;
        // A parent may be there or be refused. Not every server tells by [ALREADYEXISTS] that another was first.
        if (depth === segments.length && !(await exists(session, path))) throw error;
      }
    }
    // SUBSCRIBE may be refused where subscriptions are the administrator's; the folder is there all the same.
    await client.mailboxSubscribe(path);
    return path;
  });
}

async function exists(session: Session, path: string): Promise<boolean> {
  try {
    return (await session.client.status(path, { uidNext: true })) !== false;
  } catch (error) {
    // imapflow throws NotFound for some missing folders and returns false for others.
    if (session.isClosed) throw error;
    return false;
  }
}
