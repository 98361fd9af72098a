import { ImapFlow, type ImapFlowOptions } from "imapflow";
import type { Login, ServerAddress } from "../config.ts";
import { PermanentError, TemporaryError } from "../errors.ts";
import { append } from "./append.ts";
import { connectError, readFailure } from "./failure.ts";
import { fetch, headers, larger, listed, unmarked } from "./fetch.ts";
import type { Inbox } from "./inbox.ts";
import { addKeywords } from "./keywords.ts";
import { create, list } from "./list.ts";
import { move, moveMethodOf } from "./moves.ts";
import { answered, findMessageId, open, status, uids } from "./open.ts";
import { remove } from "./remove.ts";
import { Session } from "./session.ts";
import { openTokens } from "./token.ts";
import { wait } from "./wait.ts";

export interface ConnectOptions {
  /** Milliseconds each call may take on the connection before it is closed; 90,000. */
  readonly deadlineMs?: number;
  /** Milliseconds between NOOPs while waiting on a server without IDLE; 15,000. */
  readonly pollMs?: number;
  /** The access token for XOAUTH2; by default fetched with the login's refresh token. */
  readonly token?: () => Promise<string>;
  /** Told of each refusal by the server; one line, no message content. */
  readonly log?: (line: string) => void;
}

const silent = (): void => undefined;

/**
 * Connects and logs in. Throws PermanentError("auth") where the server refuses the login, PermanentError("tls")
 * where the connection cannot be made safe as configured, TemporaryError otherwise.
 */
export async function connectInbox(server: ServerAddress, options: ConnectOptions = {}): Promise<Inbox> {
  if (server.login === null) throw new PermanentError("auth", `no user and password for ${server.host}`);
  const auth = await credentials(server.login, options.token);
  const deadlineMs = options.deadlineMs ?? 90_000;
  const ear: { session: Session | null } = { session: null };
  const hear = (entry: unknown): void => {
    const error = typeof entry === "object" && entry !== null ? Reflect.get(entry, "err") : undefined;
    if (error === undefined || ear.session === null) return;
    ear.session.report(error);
    const { status, text, message } = readFailure(error);
    options.log?.(status === null ? message : `${status} ${text}`);
  };
  const client = new ImapFlow({
    ...transport(server, deadlineMs),
    auth,
    disableAutoIdle: true,
    // RFC 7162 section 3.1.3: once CONDSTORE is enabled, each message of a STORE is answered for, .SILENT or not.
    disableAutoEnable: true,
    logger: { debug: silent, info: silent, warn: hear, error: hear },
  });
  const session = new Session(client, deadlineMs);
  await login(client, server, {
    deadlineMs,
    secrets: Object.values(auth).filter((value) => value !== auth.user),
  });
  // Not before: what is heard of a login is not for the log.
  ear.session = session;
  return inboxOf(session, options.pollMs ?? 15_000);
}

type Credentials = { user: string; pass: string } | { user: string; accessToken: string };

async function credentials(login: Login, token: (() => Promise<string>) | undefined): Promise<Credentials> {
  if (token !== undefined) return { user: login.user, accessToken: await token() };
  if ("password" in login) return { user: login.user, pass: login.password.reveal() };
  return { user: login.user, accessToken: await openTokens(login)() };
}

function transport(server: ServerAddress, deadlineMs: number): ImapFlowOptions {
  return {
    host: server.host,
    port: server.port,
    secure: server.tls === "implicit",
    // true: the upgrade is required, a server without it is refused; false: never, plain text was asked for.
    ...(server.tls === "implicit" ? {} : { doSTARTTLS: server.tls === "starttls" }),
    tls: { rejectUnauthorized: server.verify },
    connectionTimeout: Math.min(deadlineMs, 30_000),
    greetingTimeout: Math.min(deadlineMs, 20_000),
    // Each command has its deadline. Between commands a connection may lie still as long as mail takes to be sent; a
    // server closes it after half an hour at the earliest (RFC 3501 section 5.4).
    socketTimeout: 25 * 60_000,
    clientInfo: { name: "foyer" },
  };
}

async function login(
  client: ImapFlow,
  server: ServerAddress,
  bounds: { readonly deadlineMs: number; readonly secrets: readonly string[] },
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new TemporaryError(`${server.host}:${server.port} did not answer within ${bounds.deadlineMs} ms`),
        ),
      bounds.deadlineMs,
    );
  });
  try {
    await Promise.race([client.connect(), deadline]);
  } catch (error) {
    client.close();
    throw error instanceof TemporaryError ? error : connectError(error, server, bounds.secrets);
  } finally {
    clearTimeout(timer);
  }
}

function inboxOf(session: Session, pollMs: number): Inbox {
  const capabilities = new Set(session.client.capabilities.keys());
  const moveMethod = moveMethodOf(capabilities);
  return {
    capabilities,
    moveMethod,
    closed: session.closed,
    list: () => list(session),
    create: (segments) => create(session, segments),
    open: (path) => open(session, path),
    status: (path) => status(session, path),
    uids: (path, fromUid) => uids(session, path, fromUid),
    listed: (path, some) => listed(session, path, some),
    larger: (path, some, octets) => larger(session, path, { uids: some, octets }),
    unmarked: (path, some) => unmarked(session, path, some),
    fetch: (path, some, maxBytes) => fetch(session, path, { uids: some, maxBytes }),
    addKeywords: (path, some, keywords) => addKeywords(session, path, { uids: some, keywords }),
    move: (path, some, target) => move(session, moveMethod, { path, uids: some, target }),
    append: (path, source, flags) => append(session, path, { source, flags }),
    remove: (ref) => remove(session, ref),
    findMessageId: (path, messageId) => findMessageId(session, path, messageId),
    headers: (path, some) => headers(session, path, some),
    answered: (path) => answered(session, path),
    wait: (path, milliseconds, signal) => wait(session, { path, milliseconds, signal }, pollMs),
    close: () => close(session),
  };
}

/** LOGOUT, so that the server sees an end and no failure; a server that does not answer is left. */
async function close(session: Session): Promise<void> {
  if (!session.isClosed) {
    await Promise.race([session.client.logout().catch(silent), session.closed, pause(2_000)]);
  }
  session.client.close();
  await session.closed;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
