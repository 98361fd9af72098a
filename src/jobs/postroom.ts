import type { Inbox } from "../imap/inbox.ts";
import type { AgreedAnswers } from "../smtp/agreed.ts";
import type { Templates } from "../smtp/template.ts";
import type { Transport } from "../smtp/transport.ts";
import type { Desk } from "../triage/desk.ts";
import type { Lookout } from "./lookout.ts";

/** What sending needs besides the desk. */
export interface Postroom {
  readonly desk: Desk;
  readonly templates: Templates;
  readonly answers: AgreedAnswers;
  readonly transport: Transport;
  /** A second connection, so that looking around does not disturb the watch on INBOX. */
  readonly errands: () => Promise<Inbox>;
  /** Path of Drafts; null where the mailbox has none. */
  readonly drafts: string | null;
  /** Where people work, and what has been seen of it. */
  readonly lookout: Lookout;
}
