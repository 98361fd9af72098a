import type { ServerAddress } from "../config.ts";
import { PermanentError, TemporaryError } from "../errors.ts";

/** The fields that imapflow, Node's sockets and Node's TLS put on their errors. */
export interface Failure {
  readonly message: string;
  readonly code: string | null;
  /** NO, BAD or null where the server did not answer. */
  readonly status: "NO" | "BAD" | null;
  /** RFC 5530 response code, upper case. */
  readonly responseCode: string | null;
  /** What the server said, one line. */
  readonly text: string;
  readonly authentication: boolean;
  readonly missing: boolean;
}

const field = (error: unknown, name: string): unknown =>
  typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;

const line = (value: unknown): string =>
  typeof value === "string"
    ? value
        .replace(/\p{Cc}+/gu, " ")
        .trim()
        .slice(0, 300)
    : "";

/** Reads a caught error, whatever it is. */
export function readFailure(error: unknown): Failure {
  const status = field(error, "responseStatus");
  const code = field(error, "serverResponseCode");
  return {
    message: error instanceof Error ? line(error.message) : line(String(error)),
    code: line(field(error, "code")) || null,
    status: status === "NO" || status === "BAD" ? status : null,
    responseCode: typeof code === "string" && code !== "" ? code.toUpperCase() : null,
    text: line(field(error, "responseText")),
    authentication: field(error, "authenticationFailed") === true,
    missing: field(error, "mailboxMissing") === true,
  };
}

/** RFC 5530 section 3: trying again later may help. */
const PASSING_CODES = new Set([
  "UNAVAILABLE",
  "INUSE",
  "SERVERBUG",
  "EXPUNGEISSUED",
  "CONTACTADMIN",
  "LIMIT",
  "THROTTLED",
]);
/** Exchange, Gmail and Yahoo say in words, without a code, that they are busy. */
const PASSING_TEXT =
  /unavailable|try again|temporar|too many|simultaneous|busy|throttl|internal error|timed? ?out/i;
const MISSING_CODES = new Set(["TRYCREATE", "NONEXISTENT"]);

/** True where the server's refusal may pass by itself. */
const isPassing = (failure: Failure): boolean =>
  failure.responseCode !== null && failure.responseCode !== "ALERT"
    ? PASSING_CODES.has(failure.responseCode)
    : PASSING_TEXT.test(failure.text);

/**
 * A failed command as one of the project's two kinds of error. `doing` completes "could not …"; it holds folder
 * names and counts, no message content.
 */
export function commandError(failure: Failure, doing: string): TemporaryError | PermanentError {
  const said = failure.text === "" ? failure.message : `the server says: ${failure.text}`;
  const text = `could not ${doing}: ${said}`;
  if (failure.missing || MISSING_CODES.has(failure.responseCode ?? ""))
    return new PermanentError("no-such-folder", text);
  if (failure.responseCode === "OVERQUOTA") return new PermanentError("over-quota", text);
  if (failure.code === "ETHROTTLE" || failure.status === null || isPassing(failure))
    return new TemporaryError(text);
  return new PermanentError("refused", text);
}

const certificateFault = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/;
const tlsFault = /SSL|TLS|EPROTO/;

/** Why a connection did not come about. `secrets` are cut out of whatever the server echoed. */
export function connectError(
  error: unknown,
  server: ServerAddress,
  secrets: readonly string[],
): TemporaryError | PermanentError {
  const failure = readFailure(error);
  const where = `${server.host}:${server.port}`;
  const clean = (text: string): string =>
    secrets.reduce((rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "…")), text);
  const said = clean(failure.text === "" ? failure.message : failure.text);
  const code = failure.code ?? "";
  if (failure.authentication || /unsupported authentication/i.test(failure.message)) {
    if (isPassing(failure)) return new TemporaryError(`${where} cannot log in anybody now: ${said}`);
    return new PermanentError(
      "auth",
      `${where} refused the login of ${server.login?.user ?? "nobody"}: ${said}`,
    );
  }
  if (certificateFault.test(code)) {
    const text = `the certificate of ${where} is not to be trusted (${code}: ${said}); mend it, or switch verification off for this server if you know whom you talk to`;
    return new PermanentError("tls", text);
  }
  if (field(error, "tlsFailed") === true && /STARTTLS/.test(failure.message)) {
    return new PermanentError("tls", `${where}: ${said}; nothing was sent in plain text`);
  }
  if (tlsFault.test(code)) {
    return new PermanentError(
      "tls",
      `${where} does not speak TLS as configured (${code}); is it the port for STARTTLS?`,
    );
  }
  return new TemporaryError(`cannot connect to ${where}: ${said.includes(code) ? said : `${code}, ${said}`}`);
}
