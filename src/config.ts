import type { Language } from "./mail/message.ts";
import type { FolderRole, MailboxPolicy, Priority } from "./policy/decision.ts";
import type { Span } from "./policy/period.ts";

/** A value that never shows: not in logs, errors, JSON or the inspector. `reveal()` is the only way in. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

export type Login =
  | { readonly user: string; readonly password: Secret }
  | {
      readonly user: string;
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: Secret | null;
      readonly refreshToken: Secret;
      readonly scope: string | null;
    };

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet; `starttls`: required upgrade; `none`: plain text, only where the URL says so. */
  readonly tls: "implicit" | "starttls" | "none";
  /** false only where the configuration switches verification off. */
  readonly verify: boolean;
  readonly login: Login | null;
}

/** Business hours of one weekday, minutes after midnight, local time. */
export interface OpenHours {
  readonly from: number;
  readonly to: number;
}

export interface BusinessHours {
  readonly timeZone: string;
  /** Index 0 is Monday; null: closed. */
  readonly week: readonly (OpenHours | null)[];
  /** ISO dates on which the team does not work. */
  readonly holidays: readonly string[];
}

export interface FollowUpDays {
  /** At most 7. */
  readonly complaints: number | null;
  readonly others: number | null;
}

/** Where foyer posts to; whoever knows an address may write there. */
export interface Hooks {
  /** A chat that hears of praise and of spikes. */
  readonly chat: { readonly url: Secret; readonly format: ChatFormat } | null;
  /** What opens an entry in the tracker. */
  readonly tracker: Secret | null;
  /** Whether they may be inside, at private addresses. */
  readonly allowPrivate: boolean;
}

export const CHAT_FORMATS = ["slack", "mattermost", "json"] as const;
type ChatFormat = (typeof CHAT_FORMATS)[number];

export interface MailboxConfig {
  readonly policy: MailboxPolicy;
  readonly address: string;
  /** Shown name in From; "" for none. */
  readonly displayName: string;
  readonly imap: ServerAddress;
  readonly smtp: ServerAddress;
  readonly mode: "shadow" | "live";
  /** The watched folder; INBOX. */
  readonly folder: string;
  readonly ackHoldSeconds: number;
  readonly pollSeconds: number;
  readonly agents: readonly string[];
  readonly supervisor: string | null;
  readonly complaintsManager: string | null;
  readonly managers: readonly string[];
  /** Names of those who take over, by address, as customers read them; only of whom one is known. */
  readonly names: ReadonlyMap<string, string>;
  /** In which of ours read what foyer writes to them, by address; of whom it is not known, the mailbox's. */
  readonly languages: ReadonlyMap<string, Language>;
  /** Which digests managers get. */
  readonly digests: readonly Span[];
  /** When, in minutes after local midnight. */
  readonly digestMinutes: number;
  readonly businessHours: BusinessHours;
  /** Business hours until the first answer, by priority: the promise, until it comes from what the team does. */
  readonly firstAnswerHours: Readonly<Record<Priority, number>>;
  /** Business hours until a matter is settled. */
  readonly solutionHours: Readonly<Record<Priority, number>>;
  /** Agents are warned when this share of a target is left, 0 to 1; 0: not at all. */
  readonly warnBefore: number;
  /** Days after an answer until the customer is asked how it went; null: not asked. */
  readonly followUpDays: FollowUpDays;
  /** What who recommends us gets, as a sentence; null: nobody is asked to. */
  readonly referral: string | null;
  /** Silent customers may be written to, once a person approves. */
  readonly outreach: boolean;
  /** For whose messages a draft answer is laid into Drafts. */
  readonly drafts: "off" | "complaints" | "all";
  /** Seconds that a message has to lie in a folder before its being there counts. */
  readonly settleSeconds: number;
  /** Seconds between looks at what agents do in folders that the server does not announce. */
  readonly lookSeconds: number;
  /** The mailbox' own topics: a .jsonl file, or a folder of folders; null: none. */
  readonly topics: string | null;
  /** When to learn from corrections, as a cron expression in the mailbox' time zone; null: never. */
  readonly learnAt: string | null;
  /** Corrections are kept for so many days. */
  readonly correctionDays: number;
  /** Folder path segments by role; an empty list is INBOX itself. */
  readonly folders: Readonly<Record<FolderRole, readonly string[]>>;
  readonly copyToSent: boolean;
  /** Larger messages are judged by structure and text parts. Octets. */
  readonly wholeMessageBytes: number;
  /** At most that many alerts to the agents in an hour. */
  readonly alertsPerHour: number;
  readonly hooks: Hooks;
  readonly language: Language;
}

export interface Config {
  /** null: PGlite in `dataDir`. */
  readonly databaseUrl: Secret | null;
  readonly dataDir: string;
  /** Key of Message-IDs and links; null: made once and kept in `dataDir`. */
  readonly secret: Secret | null;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly templatesDir: string | null;
  readonly classifier: "linear" | "natural";
  /** Another worker takes a mailbox over after so many seconds of silence. */
  readonly leaseSeconds: number;
  /** Where customers reach foyer's pages, without a slash at the end; null: there are none. */
  readonly publicUrl: string | null;
  /** null: no web server. */
  readonly web: { readonly host: string; readonly port: number } | null;
  readonly mailboxes: readonly MailboxConfig[];
}

/** One thing wrong with one variable. `problem` and `example` are free of secrets. */
export interface Fault {
  readonly variable: string;
  readonly problem: string;
  readonly example: string;
}

/** Everything that is wrong with the configuration, at once; the message has a line for each fault. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    const lines = faults.map((f) => `  ${f.variable} ${f.problem}, for example ${f.variable}=${f.example}`);
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    super([`${count} in the configuration:`, ...lines].join("\n"));
    this.faults = faults;
  }
}
