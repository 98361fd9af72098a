/** Where a contender works: a mailbox, a database and a sink of its own. */
export interface Place {
  readonly imapPort: number;
  readonly user: string;
  /** URL of an empty database, migrated. */
  readonly database: string;
  readonly sinkPort: number;
}

/** A way to drain a mailbox, opened on one. */
export interface Opened {
  /** Drains INBOX of `count` messages. */
  drain(count: number): Promise<void>;
  /** What is left to be done afterwards before the pass is over, if anything. */
  roundOff?(): Promise<void>;
  close(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  open(place: Place): Promise<Opened>;
}
