import type { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import SMTPPool from "nodemailer/lib/smtp-pool";
import type { ServerAddress } from "../config.ts";
import { PermanentError, TemporaryError } from "../errors.ts";
import { speaksOfDeadAddress } from "../policy/returned.ts";

/** A message and its envelope, ready to go. */
interface Letter {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: Uint8Array;
}

interface Delivered {
  /** The server took the message for these. */
  readonly accepted: readonly string[];
  /** And refused these at RCPT TO, each with its SMTP code. */
  readonly rejected: readonly { readonly address: string; readonly code: number }[];
  /** SMTP code and enhanced status of the final reply, e.g. "250 2.0.0"; no text of the server's. */
  readonly response: string;
}

/**
 * Pooled SMTP to one server. Failures are TemporaryError (4xx, connection, time-out) or PermanentError ("smtp-550" …
 * for 5xx, "dead-address" where its code speaks of the recipient for good, "auth" for a refused login); messages hold codes, never the server's words, addresses or secrets.
 */
export interface Transport {
  /** Throws where the server took it for nobody; a part of the recipients refused is told in `rejected`. */
  send(letter: Letter): Promise<Delivered>;
  /** Connects and logs in, sends nothing. */
  verify(): Promise<void>;
  close(): Promise<void>;
}

const CONNECTIONS = 5;

/** `token` fetches an access token for XOAUTH2; needed where the login has a `tokenUrl`. */
export function openTransport(server: ServerAddress, token?: () => Promise<string>): Transport {
  const pool = new SMTPPool(options(server));
  const transporter = createTransport(pool);
  // Why the last token could not be had: nodemailer would call it a refused login, which it need not be.
  let tokenFailure: unknown = null;
  if (token !== undefined) {
    transporter.set("oauth2_provision_cb", (_user: string, _renew: boolean, done: Provision) => {
      token().then(
        (fresh) => {
          tokenFailure = null;
          done(null, fresh);
        },
        (error: unknown) => {
          tokenFailure = error;
          done(new Error("no access token"));
        },
      );
    });
  }
  const failed = (error: unknown): never => {
    throw translated(tokenFailure ?? error);
  };
  // A pooled connection that breaks while idle reports here; the next send opens another.
  transporter.on("error", () => undefined);
  return {
    send: (letter) => send(pool, letter).catch(failed),
    verify: async () => {
      await transporter.verify().catch(failed);
    },
    close: async () => {
      transporter.close();
    },
  };
}

type Provision = (error: Error | null, token?: string) => void;

function options(server: ServerAddress): SMTPPool.Options {
  return {
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 1000,
    // A lost connection is for the outbox to retry; the pool would do so unseen.
    maxRequeues: 0,
    host: server.host,
    port: server.port,
    secure: server.tls === "implicit",
    requireTLS: server.tls === "starttls",
    ignoreTLS: server.tls === "none",
    tls: { rejectUnauthorized: server.verify },
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...login(server),
  };
}

function login({ login }: ServerAddress): Pick<SMTPPool.Options, "auth"> {
  if (login === null) return {};
  if ("password" in login) return { auth: { user: login.user, pass: login.password.reveal() } };
  return { auth: { type: "OAuth2", user: login.user } };
}

/**
 * The pool as a transport plugin of nodemailer's is called. Through `sendMail` the octets would pass its MIME composer
 * once more, which costs three times what sending them does.
 */
interface OctetPool {
  send(mail: OctetMail, done: (error: Error | null, info?: SMTPPool.SentMessageInfo) => void): unknown;
}

interface OctetMail {
  readonly data: object;
  readonly message: {
    getEnvelope(): object;
    messageId(): string;
    getHeader(name: string): unknown;
    createReadStream(): Readable | Buffer;
  };
}

function send(pool: OctetPool, { envelope, raw }: Letter): Promise<Delivered> {
  const message = {
    getEnvelope: () => ({ from: envelope.from, to: [...envelope.to] }),
    messageId: () => "",
    getHeader: () => "",
    createReadStream: () => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength),
  };
  return new Promise((resolve, reject) => {
    pool.send({ data: {}, message }, (error, info) => {
      if (error !== null || info === undefined) reject(error ?? new TypeError("nothing is known of it"));
      else resolve(deliveredOf(info));
    });
  });
}

function deliveredOf(info: SMTPPool.SentMessageInfo): Delivered {
  const rejected = (info.rejectedErrors ?? []) as readonly Failure[];
  return {
    accepted: (info.accepted ?? []).map(String),
    rejected: rejected.map((one) => ({ address: String(one.recipient ?? ""), code: one.responseCode ?? 0 })),
    response: /^\d{3}(?: \d\.\d{1,3}\.\d{1,3})?/.exec(info.response ?? "")?.[0] ?? "",
  };
}

/** What nodemailer's errors carry. */
interface Failure {
  readonly code?: string;
  readonly responseCode?: number;
  /** The server's reply, code first. */
  readonly response?: string;
  /** What was answered, e.g. "RCPT TO". */
  readonly command?: string;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly Failure[];
}

/** The address takes no mail, now or ever; as a bounce would have said. */
export const DEAD_ADDRESS = "dead-address";

/** All recipients were refused, each with an enhanced code (RFC 2034) that speaks of its address. */
function isAddressDead(failure: Failure): boolean {
  const refusals = failure.rejectedErrors ?? [failure];
  return (
    refusals.length > 0 &&
    refusals.every(({ command, response }) => {
      const status = /^5\d\d[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.[1];
      return command === "RCPT TO" && status !== undefined && speaksOfDeadAddress(status);
    })
  );
}

/** By the SMTP code where there is one: 4xx may pass, 5xx will not (RFC 5321 section 4.2.1). */
function translated(error: unknown): Error {
  if (error instanceof TemporaryError || error instanceof PermanentError) return error;
  const failure: Failure = typeof error === "object" && error !== null ? error : {};
  const codes = [failure.responseCode, ...(failure.rejectedErrors ?? []).map((one) => one.responseCode)];
  const passing = codes.find((code) => code !== undefined && code >= 400 && code < 500);
  const name = /^E[A-Z0-9_]{1,30}$/.test(failure.code ?? "") ? failure.code : "unknown";
  if (passing !== undefined) return new TemporaryError(`SMTP server answered ${passing} (${name})`);
  const final = codes.find((code) => code !== undefined && code >= 500);
  if (name === "EAUTH")
    return new PermanentError("auth", `SMTP server refused the login (${final ?? "no code"})`);
  if (final !== undefined && isAddressDead(failure))
    return new PermanentError(DEAD_ADDRESS, `SMTP server knows no such address (${final})`);
  if (final !== undefined)
    return new PermanentError(`smtp-${final}`, `SMTP server answered ${final} (${name})`);
  return new TemporaryError(`SMTP connection failed (${name})`);
}
