import type { Parser } from "../imap/parser.ts";
import { decide } from "../policy/decide.ts";
import type { MailboxPolicy } from "../policy/decision.ts";
import { emptyMemory } from "../policy/memory.ts";
import { contextFor, remember } from "../policy/remember.ts";

const sample = (...lines: readonly string[]): Buffer => Buffer.from([...HEADER, ...lines, ""].join("\r\n"));

const HEADER = [
  "From: Warm Up <warm@customer.example>",
  "To: support@shop.example",
  "Subject: Where is my parcel?",
  "Message-ID: <warm@customer.example>",
  "MIME-Version: 1.0",
  "Content-Type: text/plain; charset=utf-8",
  "",
];

/** Regular expressions are compiled once for Latin-1 text and once for other text. */
const SAMPLES = [
  sample("My parcel has not come, and I have been waiting for two weeks. Please help me."),
  sample("Πού είναι το δέμα μου; Hol van a csomagom? بسته من کجاست؟ Где моя посылка?"),
];

/**
 * Decides about a made-up message a few times and forgets it: code and regular expressions are compiled when they are
 * first used, and the first customer after a start should not wait for that.
 */
export async function warmUp(parser: Parser, policy: MailboxPolicy): Promise<void> {
  const raws = SAMPLES.map((source) => ({ source, size: source.length, structure: null }));
  const memory = emptyMemory();
  for (const result of await parser.parseAll(Array.from({ length: 10 }, () => raws).flat())) {
    if (result.message === null || result.judgements === null) continue;
    const now = new Date(0);
    const context = contextFor(result.message, memory, policy, now, "");
    remember(memory, result.message, decide(result.message, result.judgements, context), 1, now);
  }
}
