import type { Appended } from "./inbox.ts";
import type { Session } from "./session.ts";

/**
 * RFC 3501 section 6.3.11. Flags that the folder would not keep are left to the server to drop. null where the server
 * does not tell the UID (APPENDUID, RFC 4315); imapflow's own guess from EXISTS may be another client's message.
 */
export function append(
  session: Session,
  path: string,
  message: { readonly source: Uint8Array; readonly flags: readonly string[] },
): Promise<Appended | null> {
  const doing = `append ${message.source.length} octets to ${path}`;
  return session.run(
    doing,
    async (client) => {
      const { buffer, byteOffset, byteLength } = message.source;
      const done = await client.append(path, Buffer.from(buffer, byteOffset, byteLength), [...message.flags]);
      if (!done) throw session.refused(doing);
      const { uid, uidValidity } = done;
      return uid === undefined || uidValidity === undefined ? null : { uid, uidValidity };
    },
    path,
  );
}
