import type { Buffer } from "node:buffer";
import type { Entity } from "./structure.ts";

/** Which entities are read as the message's text, and which are attachments. */
export interface Body {
  readonly texts: readonly Entity[];
  readonly attached: readonly Entity[];
}

const TEXTS = new Set([
  "text/plain",
  "text/html",
  "message/delivery-status",
  "message/global-delivery-status",
]);

/**
 * Of each multipart/alternative the plain version if it holds anything, else HTML; of everything else all text.
 * Text that is marked as an attachment is read where there is no other.
 */
export function bodyOf(source: Buffer, entities: readonly Entity[]): Body {
  const [root] = entities;
  if (root === undefined) return { texts: [], attached: [] };
  const leaves = entities.filter((entity) => !isMultipart(entity));
  const attached = leaves.filter((leaf) => !isText(leaf));
  const inline = chosen(source, root);
  if (inline.length > 0) return { texts: inline, attached };
  const marked = attached.filter((leaf) => isReadable(leaf) && !isBlank(source, leaf)).slice(0, 1);
  return { texts: marked.length > 0 ? marked : leaves.filter(isText).slice(0, 1), attached };
}

/** A multipart without any part is read as text: nothing of it may be lost. */
function isMultipart(entity: Entity): boolean {
  return entity.children.length > 0;
}

function isText(leaf: Entity): boolean {
  if (leaf.disposition !== null && leaf.disposition !== "inline") return false;
  return TEXTS.has(leaf.contentType) || leaf.contentType.startsWith("multipart/");
}

function isReadable(leaf: Entity): boolean {
  return (
    (leaf.contentType === "text/plain" || leaf.contentType === "text/html") && leaf.encoding !== "x-uuencode"
  );
}

function isBlank(source: Buffer, leaf: Entity): boolean {
  const start = source.toString("latin1", leaf.body.start, Math.min(leaf.body.end, leaf.body.start + 1_000));
  return start.trim() === "";
}

/** Depth is bounded by `walk`. */
function chosen(source: Buffer, entity: Entity): readonly Entity[] {
  if (!isMultipart(entity)) return isText(entity) && !isBlank(source, entity) ? [entity] : [];
  const versions = entity.children.map((child) => chosen(source, child));
  if (entity.contentType !== "multipart/alternative") return versions.flat();
  const filled = versions.filter((version) => version.length > 0);
  const plain = filled.find((version) => version.every((text) => text.contentType !== "text/html"));
  return plain ?? filled[0] ?? [];
}

/** Decoded octets of an entity's body, without decoding it. */
export function sizeOf(source: Buffer, entity: Entity): number {
  const octets = source.subarray(entity.body.start, entity.body.end);
  if (entity.encoding === "base64") return base64Size(octets);
  if (entity.encoding === "quoted-printable") return quotedPrintableSize(octets);
  return octets.length;
}

/** 1 for letters, digits, + and /; padding and line breaks do not count. */
const BASE64 = Uint8Array.from({ length: 256 }, (_, octet) => (octet > 42 && octet !== 61 ? 1 : 0));

/** Photographs are long, so without a branch an octet. */
function base64Size(octets: Uint8Array): number {
  let characters = 0;
  for (let at = 0; at < octets.length; at++) characters += BASE64[octets[at] as number] as number;
  return Math.floor((characters * 3) / 4);
}

function quotedPrintableSize(octets: Uint8Array): number {
  let size = octets.length;
  for (let at = 0; at < octets.length; at++) {
    if (octets[at] !== 61) continue;
    // "=XX" is one octet, "=" at the end of a line none, and the line break goes with it.
    if (octets[at + 1] === 13) size -= 3;
    else size -= 2;
  }
  return Math.max(0, size);
}
