import type { Login } from "../config.ts";
import { PermanentError, TemporaryError } from "../errors.ts";

/** A login by refresh token (RFC 6749 section 6). */
export type TokenLogin = Extract<Login, { tokenUrl: string }>;

/** Milliseconds before a token request is given up. */
const REQUEST_MS = 20_000;
/** Octets of an answer that are read; tokens of Microsoft have some 3,000. */
const ANSWER_BYTES = 100_000;

interface Token {
  readonly value: string;
  /** performance.now() at which a new one is fetched. */
  readonly renewAt: number;
}

/**
 * Access tokens for XOAUTH2, fetched with the refresh token, kept, and fetched again at 80 % of their life or two
 * minutes before its end, whichever is sooner. Callers that come together share one request.
 *
 * Throws PermanentError("auth") where a person has to give consent again or mend the client's registration, and
 * TemporaryError where the token server or the way there fails. No error shows a token or a secret.
 */
export function openTokens(login: TokenLogin, ask: typeof fetch = fetch): () => Promise<string> {
  // Some providers hand out a new refresh token with each access token and forget the old one.
  let refreshToken = login.refreshToken.reveal();
  let token: Token | null = null;
  let underway: Promise<string> | null = null;

  const renew = async (): Promise<string> => {
    const asked = performance.now();
    const answer = await request(login, refreshToken, ask);
    refreshToken = answer.refreshToken ?? refreshToken;
    const life = answer.seconds * 1_000;
    token = { value: answer.accessToken, renewAt: asked + Math.max(0, Math.min(life * 0.8, life - 120_000)) };
    return answer.accessToken;
  };

  return () => {
    if (token !== null && performance.now() < token.renewAt) return Promise.resolve(token.value);
    underway ??= renew().finally(() => {
      underway = null;
    });
    return underway;
  };
}

interface Answer {
  readonly accessToken: string;
  readonly seconds: number;
  readonly refreshToken: string | null;
}

async function request(login: TokenLogin, refreshToken: string, ask: typeof fetch): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: login.clientId,
    refresh_token: refreshToken,
  });
  if (login.clientSecret !== null) form.set("client_secret", login.clientSecret.reveal());
  if (login.scope !== null) form.set("scope", login.scope);
  const { host } = new URL(login.tokenUrl);
  let status: number;
  let text: string;
  try {
    const response = await ask(login.tokenUrl, {
      method: "POST",
      headers: { accept: "application/json" },
      body: form,
      // A redirect would carry the refresh token to wherever it points.
      redirect: "error",
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    status = response.status;
    text = (await response.text()).slice(0, ANSWER_BYTES);
  } catch (error) {
    throw new TemporaryError(`the token server ${host} cannot be reached (${causeOf(error)})`);
  }
  return readAnswer({ host, status, body: parse(text), user: login.user });
}

/** Codes only: a message might hold the address with its query. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = typeof cause === "object" && cause !== null ? Reflect.get(cause, "code") : undefined;
  if (typeof code === "string") return code;
  return cause instanceof Error ? cause.name : "unknown cause";
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}

function readAnswer(reply: {
  readonly host: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly user: string;
}): Answer {
  const { host, status, body, user } = reply;
  const accessToken = body.access_token;
  if (status === 200 && typeof accessToken === "string" && accessToken !== "") {
    const seconds = Number(body.expires_in ?? 3_600);
    const next = body.refresh_token;
    return {
      accessToken,
      // RFC 6749 section 5.1: expires_in is only recommended.
      seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : 3_600,
      refreshToken: typeof next === "string" && next !== "" ? next : null,
    };
  }
  const told = body.error;
  // RFC 6749 section 5.2; anything else in that field is not repeated.
  const code = typeof told === "string" && /^[a-z_]{1,40}$/.test(told) ? told : null;
  if (code === null || status >= 500 || status === 429 || code === "temporarily_unavailable") {
    throw new TemporaryError(
      `the token server ${host} answers ${status}${code === null ? "" : ` (${code})`}`,
    );
  }
  throw new PermanentError("auth", `${host} gives no access token for ${user}: ${code}; ${remedy(code)}`);
}

function remedy(code: string): string {
  switch (code) {
    case "invalid_grant":
    case "interaction_required":
      return "the refresh token has run out or was revoked: sign in as that user, give consent again and configure the new refresh token";
    case "invalid_client":
    case "unauthorized_client":
      return "check the client id and the client secret (secrets run out), and that the application may use refresh tokens";
    case "invalid_scope":
      return "check the scope against what the application was given";
    default:
      return "check the token address and the client's registration";
  }
}
