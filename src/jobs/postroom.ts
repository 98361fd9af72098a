import type { Inbox } from "../imap/inbox.ts";
import type { AgreedAnswers } from "../smtp/agreed.ts";
import type { Templates } from "../smtp/template.ts";
import type { Transport } from "../smtp/transport.ts";
import type { Desk } from "../triage/desk.ts";
import type { Rooms } from "./standing.ts";

/** What sending needs besides the desk. */
export interface Postroom {
  readonly desk: Desk;
  readonly templates: Templates;
  readonly answers: AgreedAnswers;
  readonly transport: Transport;
  /** A second connection, so that looking around does not disturb the watch on INBOX. */
  readonly errands: () => Promise<Inbox>;
  readonly rooms: Rooms;
  /** Path of Drafts; null where the mailbox has none. */
  readonly drafts: string | null;
}
