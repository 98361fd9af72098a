import type { Buffer } from "node:buffer";
import { PermanentError } from "../errors.ts";
import { type Field, type Parameterised, parameterised, type Range, readHead } from "./field.ts";

/** One MIME entity of RFC 2045; the body stays in the source. */
export interface Entity {
  readonly contentType: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly disposition: string | null;
  readonly dispositionParameters: Readonly<Record<string, string>>;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
  readonly fields: readonly Field[];
  readonly children: readonly Entity[];
  readonly body: Range;
}

const MAX_PARTS = 1_000;
const MAX_LEVELS = 100;
/** RFC 2046 allows 70 characters; more is seen in the field. */
const MAX_DELIMITER = 250;
const LF = 10;
const DASH = 45;

interface Growing extends Entity {
  readonly children: Growing[];
  body: { readonly start: number; end: number };
}

interface Level {
  readonly boundary: string;
  readonly entity: Growing;
  /** What the boundary meant before this level: hostile mail nests the same one. */
  readonly shadowed: number | undefined;
}

/**
 * Finds the MIME structure in one pass over the lines that may be delimiters. Attached messages (message/rfc822) are
 * leaves. White space after a delimiter is allowed (RFC 2046 section 5.1.1), missing closing delimiters too.
 *
 * @returns every entity in document order, the root first.
 * @throws PermanentError "unparsable" over 1,000 parts, 100 levels or 4 MB in one header.
 */
export function walk(source: Buffer, start = 0): readonly Entity[] {
  return new Walk(source).run(start);
}

class Walk {
  private readonly source: Buffer;
  private readonly entities: Growing[] = [];
  private readonly levels: Level[] = [];
  private readonly levelOf = new Map<string, number>();
  private leaf: Growing | null = null;

  constructor(source: Buffer) {
    this.source = source;
  }

  run(start: number): readonly Entity[] {
    let position = this.enter(start, null);
    while (this.levels.length > 0) {
      const line = this.nextDashes(position);
      if (line < 0) break;
      position = this.delimit(line);
    }
    return this.entities;
  }

  /** Reads the header at `start`; returns where its body starts. */
  private enter(start: number, parent: Growing | null): number {
    if (this.entities.length >= MAX_PARTS)
      throw new PermanentError("unparsable", "more than 1,000 MIME parts");
    const range = { start, end: this.source.length };
    const head = readHead(this.source, range, (line) => this.meaning(line) !== null);
    const entity = grow(head.fields, { start: head.bodyStart, end: this.source.length }, parent);
    this.entities.push(entity);
    parent?.children.push(entity);
    const boundary = entity.contentType.startsWith("multipart/") ? this.boundaryOf(entity) : null;
    if (boundary === null) this.leaf = entity;
    else this.descend(boundary, entity);
    return head.bodyStart;
  }

  private descend(boundary: string, entity: Growing): void {
    if (this.levels.length >= MAX_LEVELS) throw new PermanentError("unparsable", "more than 100 MIME levels");
    this.leaf = null;
    this.levels.push({ boundary, entity, shadowed: this.levelOf.get(boundary) });
    this.levelOf.set(boundary, this.levels.length - 1);
  }

  /** The parameter; where it is missing, the first line of the body that looks like a delimiter. */
  private boundaryOf(entity: Growing): string | null {
    const given = entity.parameters.boundary?.trimEnd();
    if (given) return given;
    const from = entity.body.start;
    const opening = this.source.toString("latin1", from, from + 1_000);
    return /^--(\S{1,200})[ \t]*\r?$/m.exec(opening)?.[1] ?? null;
  }

  /** Start of the next line that begins with two dashes. */
  private nextDashes(position: number): number {
    const { source } = this;
    if (source[position] === DASH && source[position + 1] === DASH && atLineStart(source, position))
      return position;
    const found = source.indexOf("\n--", position, "latin1");
    return found < 0 ? -1 : found + 1;
  }

  private lineEnd(line: number): number {
    const newline = this.source.indexOf(LF, line);
    return newline < 0 ? this.source.length : newline;
  }

  private meaning(line: number): { readonly level: number; readonly closes: boolean } | null {
    if (this.levels.length === 0 || this.source[line] !== DASH || this.source[line + 1] !== DASH) return null;
    const end = Math.min(this.lineEnd(line), line + MAX_DELIMITER);
    const name = this.source.toString("latin1", line + 2, end).trimEnd();
    const delimiter = this.levelOf.get(name);
    if (delimiter !== undefined) return { level: delimiter, closes: false };
    const closing = name.endsWith("--") ? this.levelOf.get(name.slice(0, -2)) : undefined;
    return closing === undefined ? null : { level: closing, closes: true };
  }

  /** Acts on a line that begins with two dashes; returns where to look on. */
  private delimit(line: number): number {
    const meaning = this.meaning(line);
    const end = this.lineEnd(line);
    if (meaning === null) return end;
    this.closeTo(meaning.closes ? meaning.level : meaning.level + 1, line);
    const level = this.levels[meaning.level];
    if (meaning.closes || level === undefined) return end;
    return this.enter(Math.min(end + 1, this.source.length), level.entity);
  }

  /** Ends every open entity above `depth` levels before the delimiter at `line`. */
  private closeTo(depth: number, line: number): void {
    const end = bodyEnd(this.source, line);
    if (this.leaf !== null) this.leaf.body.end = Math.max(this.leaf.body.start, end);
    this.leaf = null;
    while (this.levels.length > depth) {
      const level = this.levels.pop();
      if (level === undefined) return;
      level.entity.body.end = Math.max(level.entity.body.start, end);
      if (level.shadowed === undefined) this.levelOf.delete(level.boundary);
      else this.levelOf.set(level.boundary, level.shadowed);
    }
  }
}

function atLineStart(source: Buffer, position: number): boolean {
  return position === 0 || source[position - 1] === LF;
}

/** The line break before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1). */
function bodyEnd(source: Buffer, line: number): number {
  let end = line;
  if (source[end - 1] === LF) end--;
  if (source[end - 1] === 13) end--;
  return end;
}

const TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;
const NOTHING: Parameterised = { value: "", parameters: {} };

function grow(fields: readonly Field[], body: Range, parent: Growing | null): Growing {
  const type = read(fields, "content-type");
  const disposition = read(fields, "content-disposition");
  // RFC 2046 section 5.1.5: a part of a digest is a message unless it says otherwise.
  const fallback = parent?.contentType === "multipart/digest" ? "message/rfc822" : "text/plain";
  return {
    contentType: TYPE.test(type.value) ? type.value : fallback,
    parameters: type.parameters,
    disposition: disposition.value || null,
    dispositionParameters: disposition.parameters,
    encoding: read(fields, "content-transfer-encoding").value,
    fields,
    children: [],
    body: { start: body.start, end: body.end },
  };
}

function read(fields: readonly Field[], name: string): Parameterised {
  const field = fields.find((candidate) => candidate.name === name);
  return field === undefined ? NOTHING : parameterised(field.octets);
}
