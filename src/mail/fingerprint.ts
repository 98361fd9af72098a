import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readHead } from "./field.ts";
import type { Message, RawMessage } from "./message.ts";

/** A longer header is known by its first part. */
const MAX_HEAD = 1024 * 1024;

/**
 * By what a message is found again after its UID changed: SHA-256, in hex, of Message-ID, INTERNALDATE (in
 * milliseconds), RFC822.SIZE and the octets of the header. The body need not be read for it.
 */
export function fingerprint(raw: RawMessage, internalDate: Date): string {
  const source = Buffer.from(raw.source.buffer, raw.source.byteOffset, raw.source.byteLength);
  const head = readHead(source, { start: 0, end: Math.min(source.length, MAX_HEAD) }, () => false);
  const messageId = head.fields.find((field) => field.name === "message-id")?.octets ?? "";
  return createHash("sha256")
    .update(`${messageId}\0${internalDate.getTime()}\0${raw.size}\0`)
    .update(source.subarray(0, head.bodyStart))
    .digest("hex");
}

type Content = Pick<Message, "messageId" | "from" | "text">;

/** Asked for several times on the way of one message. */
const contentKeys = new WeakMap<Content, string>();

/** By what a second delivery of one message is known: SHA-256, in hex, of Message-ID, From and text. */
export function contentKey(message: Content): string {
  const known = contentKeys.get(message);
  if (known !== undefined) return known;
  const key = createHash("sha256")
    .update(`${message.messageId ?? ""}\0${message.from?.address.toLowerCase() ?? ""}\0${message.text}`)
    .digest("hex");
  contentKeys.set(message, key);
  return key;
}
