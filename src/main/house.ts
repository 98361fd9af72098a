import type { Config } from "../config.ts";
import type { Parser } from "../imap/parser.ts";
import type { BaseModel } from "../jobs/learn.ts";
import type { Language } from "../mail/message.ts";
import type { AgreedAnswers } from "../smtp/agreed.ts";
import type { Templates } from "../smtp/template.ts";
import type { Store } from "../store/store.ts";
import type { Log } from "../triage/desk.ts";
import type { PageWords } from "../web/words.ts";

/** What all mailboxes share. */
export interface House {
  readonly config: Config;
  readonly store: Store;
  readonly parser: Parser;
  readonly classifierVersion: string;
  /** What mailboxes' layers are made for; null where the engine knows no layers. */
  readonly base: BaseModel | null;
  readonly templates: Templates;
  readonly answers: AgreedAnswers;
  /** Words of the pages; null where no web server is asked for. */
  readonly pages: Readonly<Record<Language, PageWords>> | null;
  readonly secret: string;
  /** Names this worker in leases; unique to the process. */
  readonly owner: string;
  readonly now: () => Date;
  readonly log: (mailbox: string) => Log;
}
