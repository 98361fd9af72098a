import type { Attachment } from "./message.ts";

const BEGIN = /^begin [0-7]{3,4} (\S[^\n]{0,250})$/;
const LINE = /^[!-M`][ -`]*$/;

/** Takes files that were pasted into the text by uuencode (POSIX) out of it, as attachments of their decoded size. */
export function withoutUuencoded(text: string): {
  readonly text: string;
  readonly attachments: readonly Attachment[];
} {
  if (!text.includes("begin ")) return { text, attachments: [] };
  const kept: string[] = [];
  const attachments: Attachment[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const filename = BEGIN.exec(line)?.[1];
    const file = filename === undefined ? null : measure(lines, at + 1);
    if (filename === undefined || file === null) {
      kept.push(line);
      continue;
    }
    attachments.push({ filename: filename.trim(), contentType: "application/octet-stream", size: file.size });
    at = file.last;
  }
  return { text: kept.join("\n"), attachments };
}

/** Octets of the encoded file that starts at line `first`, and its last line; null if it is none. */
function measure(
  lines: readonly string[],
  first: number,
): { readonly size: number; readonly last: number } | null {
  let size = 0;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "end") return at > first ? { size, last: at } : null;
    const octets = (line.charCodeAt(0) - 32) & 63;
    // A line of n octets has about 4n/3 characters; trailing spaces may have been lost.
    if (line !== "" && (!LINE.test(line) || line.length - 1 > Math.ceil(octets / 3) * 4 + 2)) return null;
    if (line !== "") size += octets;
    // Cut off in the middle (a limit on the way): what came counts, if it was clearly a file.
    if (at === lines.length - 1) return at - first >= 1 ? { size, last: at } : null;
  }
  return null;
}
