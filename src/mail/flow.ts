/**
 * Joins the soft-broken lines of format=flowed (RFC 3676): a line that ends in a space goes on in the next one, if that
 * is quoted as deeply. "-- " is the signature's delimiter and never joined.
 */
export function unflow(text: string, delSp: boolean): string {
  const lines: string[] = [];
  let pieces: string[] = [];
  let open = -1;
  for (const line of text.split("\n")) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    // Section 4.4: a space in front was stuffed.
    const content = line.slice(depth).replace(/^ /, "");
    const isDelimiter = content === "-- ";
    if (open >= 0 && depth === open && !isDelimiter) pieces.push(content);
    else {
      if (pieces.length > 0) lines.push(pieces.join(""));
      pieces = [depth > 0 ? `${">".repeat(depth)} ${content}` : content];
    }
    open = content.endsWith(" ") && !isDelimiter ? depth : -1;
    if (open < 0) {
      lines.push(pieces.join(""));
      pieces = [];
    } else if (delSp) {
      pieces.push((pieces.pop() ?? "").slice(0, -1));
    }
  }
  if (pieces.length > 0) lines.push(pieces.join(""));
  return lines.join("\n");
}
