import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type * as Undici from "undici";
import type { Secret } from "../config.ts";
import { PermanentError, TemporaryError } from "../errors.ts";
import { isPublicAddress, literalAddress } from "./address.ts";

/** Resolving, connecting, sending and reading the answer, all together. */
const WITHIN_MS = 10_000;
/** As much of an answer is read; the rest tells nothing. */
const ANSWER_BYTES = 65_536;
/** A server that asks for more patience is tried again all the same. Seconds. */
const LONGEST_WAIT = 6 * 3600;

/** The server is there and wants to be left alone for a while. */
export class BusyError extends TemporaryError {
  /** As it asked for (Retry-After, RFC 9110 section 10.2.3), at most six hours; null: it did not say. */
  readonly seconds: number | null;
  constructor(message: string, seconds: number | null) {
    super(message);
    this.seconds = seconds;
  }
}

export interface Posting {
  /** Whoever knows it may write there: it never shows in an error. */
  readonly url: Secret;
  readonly body: unknown;
  /** Chats and trackers inside a company have private addresses; the world outside must not be led to them. */
  readonly allowPrivate: boolean;
  /** For Retry-After as a date. */
  readonly now: Date;
  readonly withinMs?: number;
}

/**
 * Posts JSON and returns the answer's text, at most 64 KB of it. Addresses are looked at when the connection is made: a
 * name that first resolves to the world and then to this network leads nowhere. No redirect is followed. Once the server
 * has said 2xx it has the message, whatever becomes of the rest of its answer.
 *
 * Throws TemporaryError for 408, 425, 429 and 5xx ({@link BusyError}), a timeout or a lost connection; PermanentError
 * "hook-private" for a private address, "hook-redirect", "hook-400" and so on for what only a person can mend.
 */
export async function postJson(posting: Posting): Promise<string> {
  const url = new URL(posting.url.reveal());
  const literal = literalAddress(url.hostname);
  if (!posting.allowPrivate && literal !== null && !isPublicAddress(literal)) throw privateAddress();
  const signal = AbortSignal.timeout(posting.withinMs ?? WITHIN_MS);
  // Only now: most mailboxes have no webhook, and it takes some megabytes.
  const { Agent, request } = await import("undici");
  const agent = new Agent({
    pipelining: 0,
    maxHeaderSize: 16_384,
    connect: posting.allowPrivate ? {} : { lookup: publicOnly },
  });
  try {
    const answer = await ask(request, agent, { url, body: JSON.stringify(posting.body), signal });
    return await read(answer, posting.now);
  } finally {
    await agent.destroy();
  }
}

async function ask(
  request: typeof Undici.request,
  dispatcher: Undici.Agent,
  { url, body, signal }: { readonly url: URL; readonly body: string; readonly signal: AbortSignal },
): Promise<Undici.Dispatcher.ResponseData> {
  try {
    return await request(url, {
      dispatcher,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, */*", "user-agent": "foyer" },
      body,
      signal,
    });
  } catch (error) {
    throw failure(error);
  }
}

/** Resolves as usual, and refuses a name of which any address is not public. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error !== null) callback(error, []);
    else if (first === undefined || found.some(({ address }) => !isPublicAddress(address)))
      callback(privateAddress(), []);
    else if (options.all === true) callback(null, found);
    else callback(null, first.address, first.family);
  });
};

const privateAddress = (): PermanentError =>
  new PermanentError(
    "hook-private",
    "the webhook leads to a private address; HOOK_ALLOW_PRIVATE=yes if it is meant to",
  );

async function read(answer: Undici.Dispatcher.ResponseData, now: Date): Promise<string> {
  const { statusCode: status, headers, body } = answer;
  const text = await beginning(body);
  if (status >= 200 && status < 300) return text;
  if (status >= 300 && status < 400)
    throw new PermanentError(
      "hook-redirect",
      `the webhook answers ${status}: it has moved; give its new address`,
    );
  if (status >= 500 || [408, 425, 429].includes(status))
    throw new BusyError(`the webhook answers ${status}`, retryAfter(headers["retry-after"], now));
  throw new PermanentError(
    `hook-${status}`,
    `the webhook answers ${status}: make it anew, and give its address`,
  );
}

/** As much of the body as comes in time; a server that never ends its answer has answered. */
async function beginning(body: Undici.Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let octets = 0;
  try {
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk));
      octets += chunk.length;
      if (octets >= ANSWER_BYTES) break;
    }
  } catch {
    // The status is known, and that is what counts.
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString("utf8");
}

/** Seconds, or a date. */
function retryAfter(header: string | string[] | undefined, now: Date): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds), LONGEST_WAIT) : null;
}

/** Only codes: what libraries say of a failure may hold the address, and with it the secret. */
function failure(error: unknown): Error {
  if (error instanceof PermanentError) return error;
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const code = typeof inner === "object" && inner !== null ? Reflect.get(inner, "code") : undefined;
  const what = typeof code === "string" ? code : inner instanceof Error ? inner.name : "unknown cause";
  return new TemporaryError(`the webhook cannot be reached (${what})`);
}
