import type { ServerAddress } from "../config.ts";
import { PermanentError } from "../errors.ts";

const codeOf = (error: unknown): string => (error instanceof PermanentError ? error.code : "");

/** What to do about a database that does not answer; completes the cause. */
export function databaseAdvice(error: unknown): string {
  const code = codeOf(error);
  if (code === "database-locked")
    return "stop the other foyer, or set DATABASE_URL for a database of its own";
  if (code === "not-migrated" || code === "database-url") return "";
  if (code === "database-refused") return "check user, password and database name in DATABASE_URL";
  return "check DATABASE_URL (host, port, database) and that Postgres runs";
}

/** What to do about a mail server that refuses or does not answer; completes the cause. */
export function serverAdvice(
  scheme: "imap" | "smtp",
  server: Pick<ServerAddress, "tls" | "login">,
  error: unknown,
): string {
  const variable = `${scheme.toUpperCase()}_URL`;
  const said = error instanceof Error ? error.message : "";
  const code = codeOf(error);
  if (code === "auth" || code === "smtp-535" || code === "smtp-534")
    return server.login !== null && "tokenUrl" in server.login
      ? "get a new OAUTH_REFRESH_TOKEN, and check OAUTH_CLIENT_ID and the mailbox's rights"
      : `check user and password in ${variable} (many providers want an app password)`;
  if (server.tls === "starttls" && /STARTTLS|ETLS/.test(said))
    return `STARTTLS is not offered: use ${scheme}s:// in ${variable}, or ?tls=none on a network that you trust`;
  if (/certificate/.test(said))
    return `check the host name in ${variable}; TLS_VERIFY=no trusts whoever answers`;
  const ports = scheme === "imap" ? "imaps:// 993, imap:// 143" : "smtps:// 465, smtp:// 587";
  return `check host, port and kind of TLS in ${variable} (${ports}), and that no firewall is in between`;
}
