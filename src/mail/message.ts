/** The languages foyer writes in. `Language | null` where it could not be told. */
export const LANGUAGES = ["en", "el", "hu", "fa", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A mailbox of RFC 5322 section 3.4; `name` is "" where none was given, both decoded and free of CR, LF, NUL. */
export interface Address {
  readonly name: string;
  readonly address: string;
}

export interface Attachment {
  readonly filename: string | null;
  readonly contentType: string;
  /** Decoded octets, or the encoded size where the attachment was not downloaded. */
  readonly size: number;
}

/** One MIME part, the root first, in document order. `contentType` and parameter names are lower case. */
export interface Part {
  readonly contentType: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly disposition: string | null;
}

/** Octets of a message as the server gave them. */
export interface RawMessage {
  readonly source: Uint8Array;
  /** Where the language is known from elsewhere, it is not detected. */
  readonly language?: Language;
  /** RFC822.SIZE, octets of the whole message. */
  readonly size: number;
  /**
   * Set where the message was too large to download: `source` is then its header and its text parts only, and
   * this says what the whole holds (from BODYSTRUCTURE).
   */
  readonly structure: { readonly parts: readonly Part[]; readonly attachments: readonly Attachment[] } | null;
}

/** Header fields by lower-case name; values unfolded, as received (not decoded), topmost first. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** One RFC 5322 message, parsed, bounded and free of NUL. */
export interface Message {
  /** With angle brackets; null where missing or malformed. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** Oldest first, as in the field; at most 200. */
  readonly references: readonly string[];
  readonly subject: string;
  /** The first From; null where missing, empty or unreadable. */
  readonly from: Address | null;
  readonly sender: Address | null;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** SMTP reverse-path of the topmost Return-Path: "" for the null sender `<>`, null where there is no such field. */
  readonly returnPath: string | null;
  readonly date: Date | null;
  readonly headers: Headers;
  /** The whole body as plain text (from HTML where there is no plain part), at most 200,000 characters. */
  readonly text: string;
  /** `text` without quoted mail and signature; for judging only. Never empty where `text` is not. */
  readonly replyText: string;
  readonly attachments: readonly Attachment[];
  readonly parts: readonly Part[];
  /** Message-IDs of the messages that are enclosed, whole or by their headers, as bounces do; at most 20. */
  readonly enclosedIds: readonly string[];
  readonly size: number;
  readonly language: DetectedLanguage;
  /** The original sender and text where this message is a forward, else null. */
  readonly forwarded: Forwarded | null;
}

export interface DetectedLanguage {
  /** null where none of ours is recognised. */
  readonly language: Language | null;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface Forwarded {
  readonly from: Address;
  readonly subject: string | null;
  readonly text: string;
}

/** Where a message stands on the server; a move changes it. */
export interface Ref {
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly uid: number;
}
