import type { MessageStructureObject } from "imapflow";
import type { Attachment, Part } from "../mail/message.ts";

/** Octets of the parts read, by section ("1.2", "TEXT", "2.HEADER"); cut at a bound or whole. */
export type Bodies = Map<string, { readonly octets: Buffer; readonly isCut: boolean }>;

const MAX_PARTS = 500;
const MAX_DEPTH = 20;
const MAX_TEXTS = 12;

interface Node {
  readonly node: MessageStructureObject;
  readonly depth: number;
  /** The section that fetches it (RFC 3501 section 6.4.5). */
  readonly section: string;
  /** Root of a message inside a message. */
  readonly isInner: boolean;
}

/** Children, bounded: the tree is the sender's. */
function children({ node, depth }: Node): Node[] {
  if (depth >= MAX_DEPTH) return [];
  const isMessage = node.type === "message/rfc822";
  return (node.childNodes ?? []).slice(0, MAX_PARTS).map((child) => ({
    node: child,
    depth: depth + 1,
    // A single-part message inside a message is its container's TEXT; imapflow gives both the same number.
    section:
      isMessage && !isMultipart(child)
        ? `${node.part ?? ""}.TEXT`.replace(/^\./, "")
        : (child.part ?? "TEXT"),
    isInner: isMessage,
  }));
}

const isMultipart = (node: MessageStructureObject): boolean => node.type.startsWith("multipart/");
const rootOf = (node: MessageStructureObject): Node => ({
  node,
  depth: 0,
  section: node.part ?? "TEXT",
  isInner: false,
});

/** All parts in document order, at most {@link MAX_PARTS}. */
function walk(root: MessageStructureObject): readonly Node[] {
  const found: Node[] = [];
  const stack = [rootOf(root)];
  for (let next = stack.pop(); next !== undefined && found.length < MAX_PARTS; next = stack.pop()) {
    found.push(next);
    stack.push(...children(next).reverse());
  }
  return found;
}

const isReport = (type: string): boolean =>
  /^(message\/(delivery-status|disposition-notification|feedback-report)|text\/rfc822-headers)$/.test(type);
const isText = (node: MessageStructureObject): boolean => /^text\/(plain|html|calendar)$/.test(node.type);
const isAttached = (node: MessageStructureObject): boolean => node.disposition === "attachment";

/** Sections to fetch: text bodies and reports, and headers of messages inside; where no body is, attached text too. */
export function planOf(root: MessageStructureObject): readonly string[] {
  const nodes = walk(root);
  const wanted = nodes.filter(({ node }) => isReport(node.type) || (isText(node) && !isAttached(node)));
  const texts = wanted.some(({ node }) => isText(node))
    ? wanted
    : nodes.filter(({ node }) => isText(node) || isReport(node.type));
  const headers = nodes
    .filter(({ node, depth }) => node.type === "message/rfc822" && depth > 0)
    .map(({ node }) => `${node.part ?? ""}.HEADER`);
  return [...texts.slice(0, MAX_TEXTS).map(({ section }) => section), ...headers.slice(0, MAX_TEXTS)];
}

/** What the whole message holds, from BODYSTRUCTURE. Attachments are what would not be shown as the message's text. */
export function structureOf(root: MessageStructureObject): {
  parts: readonly Part[];
  attachments: readonly Attachment[];
} {
  const nodes = walk(root);
  return {
    parts: nodes.map(({ node }) => ({
      contentType: node.type.toLowerCase(),
      parameters: Object.fromEntries(
        Object.entries(node.parameters ?? {}).map(([name, value]) => [name.toLowerCase(), clean(value)]),
      ),
      disposition: node.disposition?.toLowerCase() ?? null,
    })),
    attachments: nodes
      .filter(({ node, isInner }) => !isInner && isAttachment(node))
      .map(({ node }) => attachmentOf(node)),
  };
}

const filenameOf = (node: MessageStructureObject): string | null => {
  const name = node.dispositionParameters?.filename ?? node.parameters?.name;
  return name === undefined || name === "" ? null : clean(name);
};

function isAttachment(node: MessageStructureObject): boolean {
  if (isMultipart(node)) return false;
  return isAttached(node) || filenameOf(node) !== null || !(isText(node) || isReport(node.type));
}

const attachmentOf = (node: MessageStructureObject): Attachment => ({
  filename: filenameOf(node),
  contentType: node.type.toLowerCase(),
  size: node.size ?? 0,
});

const clean = (value: string): string => value.replace(/\p{Cc}+/gu, " ").slice(0, 500);

/**
 * A small RFC 5322 source that a parser reads as the large one's text: the original header with the MIME fields of
 * what is kept, and the kept parts in their original nesting.
 */
export function reassemble(beginning: Buffer, root: MessageStructureObject, bodies: Bodies): Buffer {
  const header = withoutMime(headerOf(beginning));
  const boundary = freeBoundary(beginning, bodies);
  const body = render(rootOf(root), { bodies, boundary }) ?? Buffer.from("Content-Type: text/plain\r\n\r\n");
  return Buffer.concat([header, Buffer.from("MIME-Version: 1.0\r\n"), body]);
}

/** Up to and with the CRLF before the empty line; all where there is none. */
function headerOf(octets: Buffer): Buffer {
  const ends = ["\r\n\r\n", "\n\n"].map((mark) => octets.indexOf(mark)).filter((at) => at >= 0);
  return ends.length === 0 ? octets : octets.subarray(0, Math.min(...ends));
}

/** Header lines but those of the MIME fields, which told of the whole. Octets are kept: headers may be raw 8-bit. */
function withoutMime(header: Buffer): Buffer {
  const kept: string[] = [];
  let isDropped = false;
  for (const line of header.toString("latin1").split(/\r?\n/)) {
    if (!/^[ \t]/.test(line))
      isDropped = /^(content-(type|transfer-encoding|disposition|id)|mime-version)[ \t]*:/i.test(line);
    if (!isDropped && line !== "") kept.push(line);
  }
  return Buffer.from(kept.map((line) => `${line}\r\n`).join(""), "latin1");
}

/** A boundary that occurs nowhere, without chance: the same message gives the same source. */
function freeBoundary(beginning: Buffer, bodies: Bodies): string {
  const octets = [beginning, ...[...bodies.values()].map((body) => body.octets)];
  let number = 0;
  while (octets.some((some) => some.includes(`kept-${number}-`))) number++;
  return `kept-${number}-`;
}

interface Kept {
  readonly bodies: Bodies;
  readonly boundary: string;
}

/** MIME header and body of a part, or null where nothing of it was read. */
function render(place: Node, kept: Kept): Buffer | null {
  const { node } = place;
  if (node.type === "message/rfc822" && place.depth > 0) return renderInner(place, kept);
  if (isMultipart(node)) return renderMultipart(place, kept);
  const body = kept.bodies.get(place.section);
  if (body === undefined) return null;
  const head = [`Content-Type: ${contentType(node)}`];
  if (node.encoding && /^[a-z0-9-]{1,30}$/i.test(node.encoding))
    head.push(`Content-Transfer-Encoding: ${node.encoding}`);
  return Buffer.concat([
    Buffer.from(`${head.join("\r\n")}\r\n\r\n`),
    body.isCut ? wholeLines(body.octets) : body.octets,
  ]);
}

function renderMultipart(place: Node, kept: Kept): Buffer | null {
  const parts = children(place).flatMap((child) => render(child, kept) ?? []);
  if (parts.length === 0) return null;
  const boundary = `${kept.boundary}${place.depth}-${(place.node.part ?? "0").replaceAll(".", "-")}`;
  const type = /^multipart\/[a-z0-9.+-]{1,60}$/.test(place.node.type) ? place.node.type : "multipart/mixed";
  return Buffer.concat([
    Buffer.from(`Content-Type: ${type}${parametersOf(place.node)}; boundary="${boundary}"\r\n\r\n`),
    ...parts.flatMap((part) => [Buffer.from(`\r\n--${boundary}\r\n`), part]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

/** A forwarded message keeps its header: who wrote it matters. */
function renderInner(place: Node, kept: Kept): Buffer | null {
  const header = kept.bodies.get(`${place.node.part ?? ""}.HEADER`);
  if (header === undefined) return null;
  const [child] = children(place);
  const body = child === undefined ? null : render(child, kept);
  return Buffer.concat([
    Buffer.from("Content-Type: message/rfc822\r\n\r\n"),
    withoutMime(headerOf(header.octets)),
    Buffer.from("MIME-Version: 1.0\r\n"),
    body ?? Buffer.from("Content-Type: text/plain\r\n\r\n"),
  ]);
}

/** Base64 and quoted-printable cut amid a line would decode to rubbish at the end, UTF-8 to a broken character. */
function wholeLines(octets: Buffer): Buffer {
  const end = octets.lastIndexOf("\n");
  return end < 0 ? octets : octets.subarray(0, end + 1);
}

const contentType = (node: MessageStructureObject): string =>
  `${/^[a-z]+\/[a-z0-9.+-]{1,60}$/.test(node.type) ? node.type : "text/plain"}${parametersOf(node)}`;

/** Only parameters that say how to read the text; names of files are in the structure. */
function parametersOf(node: MessageStructureObject): string {
  return ["charset", "format", "delsp", "method", "report-type"]
    .map((name) => [name, node.parameters?.[name] ?? ""] as const)
    .filter(([, value]) => /^[\w.:+-]{1,60}$/.test(value))
    .map(([name, value]) => `; ${name}="${value}"`)
    .join("");
}
