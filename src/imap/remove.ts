import { PermanentError } from "../errors.ts";
import type { Ref } from "../mail/message.ts";
import { present } from "./open.ts";
import type { Session } from "./session.ts";

/**
 * STORE \Deleted and UID EXPUNGE of exactly this UID (RFC 4315 section 2.1). Without UIDPLUS nothing is touched: EXPUNGE
 * would take whatever agents have marked \Deleted along.
 */
export function remove(session: Session, { folder, uidValidity, uid }: Ref): Promise<boolean> {
  const doing = `remove a message from ${folder}`;
  return session.run(
    doing,
    async (client) => {
      // Not IMAP4rev2, which has it built in: imapflow would EXPUNGE where rev2 is not enabled.
      if (!client.capabilities.has("UIDPLUS"))
        throw new PermanentError("no-uidplus", "the server has no UIDPLUS: nothing can be removed safely");
      const mailbox = await session.reselect(folder);
      if (mailbox.readOnly) throw new PermanentError("refused", `could not ${doing}: ${folder} is read-only`);
      if (mailbox.uidValidity !== uidValidity || !(await present(session, [uid])).has(uid)) return false;
      if (!(await client.messageDelete(String(uid), { uid: true }))) throw session.refused(doing);
      return true;
    },
    folder,
  );
}
