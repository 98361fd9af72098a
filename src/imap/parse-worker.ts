import { PermanentError } from "../errors.ts";
import type { Message, RawMessage } from "../mail/message.ts";
import { parseMessage } from "../mail/parse.ts";

/** Classes do not survive the way between threads; this does. */
export type Parsed =
  | { readonly message: Message }
  | { readonly failure: { readonly code: string; readonly text: string } };

/** Runs in the worker thread. One message's failure leaves the others alone. */
export async function parseBatch(raws: readonly RawMessage[]): Promise<readonly Parsed[]> {
  const parsed: Parsed[] = [];
  for (const raw of raws) parsed.push(await parseOne(raw));
  return parsed;
}

async function parseOne(raw: RawMessage): Promise<Parsed> {
  try {
    return { message: await parseMessage(raw) };
  } catch (error) {
    const code = error instanceof PermanentError ? error.code : "unparsable";
    const text = error instanceof Error ? error.message : String(error);
    return { failure: { code, text: text.slice(0, 200) } };
  }
}
