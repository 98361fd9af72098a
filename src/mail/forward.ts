import { oneLine } from "./address.ts";
import { type Block, blockAt } from "./block.ts";
import type { Address, Forwarded } from "./message.ts";
import { separatorAt } from "./quote.ts";
import { attributionAt, isQuoted, type Separator } from "./separator.ts";

const SUBJECT =
  /^\s*(?:\[[^\]]{0,40}\]\s*)?(?:fwd?|fw|wg|tr|rv|enc|inoltr?|i|pd|podaj dalej|ilt|ynt|πρθ|προωθ|προώθηση|tov|továbbítás|továbbítva|пересл|перес|пер|fwd|ارسال|بازارسال|هدایت|هدایت شده|فوروارد)\.?\s?[::]/iu;
/** Any mark of a forwarded message holds one of these; most mail holds none, and need not be read again. */
const HINT =
  /forward|προωθ|továbbít|هدایت|بازارسال|ارسال[\s\u200c]?شده|فوروارد|пересыл|переслан|переадрес|перенаправ|переслан|weitergeleitet|transféré|réexpédié|reenviado|encaminhada|inoltrat|przekaz|ilet|přeposl|doorgestuurd/i;
/** Lines between the mark and its header block. */
const MAX_GAP = 4;

/**
 * The original message where this one is a forward of it: by the first separator in the text, if that is a mark of a
 * forwarded message (Gmail, Apple Mail, Thunderbird, Mail.ru), or a header block or "original message" rule under a
 * subject that says "Fwd:" (Outlook). Mail that was only quoted in a reply is no forward. null too where the original
 * sender's address is not named.
 */
export function forwardedFrom(subject: string, text: string): Forwarded | null {
  if (!SUBJECT.test(subject) && !HINT.test(text)) return null;
  const lines = text.split("\n");
  const separator = firstSeparator(lines);
  if (separator === null) return null;
  const marked = separator.kind === "forward";
  if (!marked && !SUBJECT.test(subject)) return null;
  const block = blockAfter(lines, separator);
  if (block !== null) return fromBlock(lines, block);
  return marked ? fromAttribution(lines, separator.last + 1) : null;
}

function firstSeparator(lines: readonly string[]): Separator | null {
  for (let at = 0; at < lines.length; at++) {
    if (isQuoted(lines[at] ?? "")) return null;
    const separator = separatorAt(lines, at);
    if (separator?.strong) return separator.kind === "attribution" ? null : separator;
  }
  return null;
}

function blockAfter(lines: readonly string[], separator: Separator): Block | null {
  if (separator.kind === "block") return blockAt(lines, separator.first);
  for (let at = separator.last + 1; at <= separator.last + MAX_GAP; at++) {
    const block = blockAt(lines, at);
    if (block !== null) return block;
  }
  return null;
}

function fromBlock(lines: readonly string[], block: Block): Forwarded | null {
  const from = addressIn(block.values.get("from") ?? "");
  if (from === null) return null;
  return {
    from,
    subject: oneLine(block.values.get("subject") ?? "", 1_000) || null,
    text: body(lines, block.last + 1),
  };
}

/** Some clients write an attribution under the mark instead of a block. */
function fromAttribution(lines: readonly string[], start: number): Forwarded | null {
  for (let at = start; at < start + MAX_GAP; at++) {
    const attribution = attributionAt(lines, at);
    if (attribution === null) continue;
    const from = addressIn(lines.slice(at, attribution.last + 1).join(" "));
    return from === null ? null : { from, subject: null, text: body(lines, attribution.last + 1) };
  }
  return null;
}

/** Apple Mail and Thunderbird may quote what they forward. */
function body(lines: readonly string[], start: number): string {
  const rest = lines.slice(start);
  const filled = rest.filter((line) => line.trim() !== "");
  const quoted = filled.length > 0 && filled.every((line) => line.startsWith(">"));
  return (quoted ? rest.map((line) => line.replace(/^>\s?/, "")) : rest).join("\n").trim();
}

/** `Name <address>`, `Name [mailto:address]`, `address`, or Gmail's `Name <address> via …`. */
function addressIn(value: string): Address | null {
  const found = /(?:mailto:)?([^\s<>()[\]:;,"']{1,64}@[^\s<>()[\]:;,"']{1,190})/.exec(value.slice(0, 1_000));
  const address = found?.[1];
  if (found === null || address === undefined) return null;
  const name = value
    .slice(0, found.index)
    .replace(/["<>[\]()]/g, "")
    .replace(/^'|'$/g, "");
  return { name: oneLine(name, 300), address: address.replace(/[.>]+$/, "") };
}
