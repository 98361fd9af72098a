import { lines } from "./lines.ts";

/** A message of an mbox, or why it was not taken. */
export type MboxItem = { readonly source: Buffer } | { readonly error: string };

const blank = (line: Buffer): boolean => line.length <= 2 && /^\r?\n$/.test(line.toString("latin1"));

// RFC 4155: "From ", address, asctime. Mail programs vary both ("From - Sat …", a zone before the year).
const strict = /^From \S{1,300} +(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +\S{1,3} +\S{1,3} +\d/;
const loose = /^From (\S{1,300}\s*$|.{0,300}\d\d?:\d\d)/;

/** "From " begins a message after an empty line; without one, only where the rest is beyond doubt. */
export function isSeparator(line: Buffer, afterBlank: boolean): boolean {
  // A cheap look first: this runs for every line.
  if (line[0] !== 0x46 || line.length > 700) return false;
  const text = line.toString("latin1");
  return afterBlank ? loose.test(text) : strict.test(text);
}

/** mboxrd and mboxo: ">From " was "From ", ">>From " was ">From ". */
function unquoted(line: Buffer): Buffer {
  if (line[0] !== 0x3e) return line;
  return /^>+From /.test(line.subarray(0, 100).toString("latin1")) ? line.subarray(1) : line;
}

function finished(parts: readonly Buffer[], size: number, largest: number): MboxItem {
  if (size > largest) return { error: `larger than ${largest} octets` };
  const last = parts.at(-1);
  // The empty line before the next separator belongs to the mbox.
  return { source: Buffer.concat(last !== undefined && blank(last) ? parts.slice(0, -1) : parts) };
}

/**
 * The messages of an mbox, one at a time, with their own line ends. Written here because a body's unquoted line
 * "From now on …" must not cut a message in two, and octets must stay as they are.
 * @param largest octets of one message; larger ones give an error and are not kept in memory
 */
export async function* mboxMessages(
  chunks: AsyncIterable<Uint8Array>,
  largest: number,
): AsyncGenerator<MboxItem> {
  let parts: Buffer[] | null = null;
  let size = 0;
  let afterBlank = true;
  for await (const line of lines(chunks)) {
    if (isSeparator(line, afterBlank)) {
      if (parts !== null) yield finished(parts, size, largest);
      parts = [];
      size = 0;
      afterBlank = false;
      continue;
    }
    afterBlank = blank(line);
    if (parts === null) continue;
    size += line.length;
    if (size <= largest) parts.push(unquoted(line));
    else parts = [];
  }
  if (parts !== null) yield finished(parts, size, largest);
}
