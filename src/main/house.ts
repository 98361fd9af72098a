import type { Config } from "../config.ts";
import type { Parser } from "../imap/parser.ts";
import type { Templates } from "../smtp/template.ts";
import type { Store } from "../store/store.ts";
import type { Log } from "../triage/desk.ts";

/** What all mailboxes share. */
export interface House {
  readonly config: Config;
  readonly store: Store;
  readonly parser: Parser;
  readonly classifierVersion: string;
  readonly templates: Templates;
  readonly secret: string;
  /** Names this worker in leases; unique to the process. */
  readonly owner: string;
  readonly now: () => Date;
  readonly log: (mailbox: string) => Log;
}
