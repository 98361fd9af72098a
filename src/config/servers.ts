import { Problem, type Value, value } from "./values.ts";

/** A server's URL, taken apart. `user` and `password` are decoded, null where absent. */
export interface ServerUrl {
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "none";
  readonly user: string | null;
  readonly password: string | null;
}

const TLS = ["implicit", "starttls", "none"] as const;
const ports = {
  imap: { implicit: 993, starttls: 143, none: 143 },
  smtp: { implicit: 465, starttls: 587, none: 25 },
} as const;

function decoded(text: string): string | null | Problem {
  if (text === "") return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return new Problem("has a % in its user or password that is not written as %25");
  }
}

function tlsOf(scheme: string, url: URL): ServerUrl["tls"] | Problem {
  const byScheme = url.protocol === `${scheme}s:` ? "implicit" : "starttls";
  const unknown = [...url.searchParams.keys()].find((key) => key !== "tls");
  if (unknown !== undefined) return new Problem("has an option other than tls=");
  const asked = url.searchParams.get("tls");
  if (url.protocol === `${scheme}+plain:`) return "none";
  if (asked === null) return byScheme;
  const found = TLS.find((one) => one === asked);
  if (found === undefined) return new Problem(`must have tls= one of ${TLS.join(", ")}`);
  if (byScheme === "implicit" && found !== "implicit")
    return new Problem(`says ${scheme}s:// and tls=${found} at once`);
  return found;
}

function parts(scheme: "imap" | "smtp", url: URL): ServerUrl | Problem {
  // A "/", "?" or "#" left bare in a password ends the host there; what follows must not be mistaken for a folder.
  if ((url.pathname !== "" && url.pathname !== "/") || url.hash !== "")
    return new Problem(
      "has something after the host: in user and password write / ? # @ : % as %2F %3F %23 %40 %3A %25",
    );
  const tls = tlsOf(scheme, url);
  if (tls instanceof Problem) return tls;
  const user = decoded(url.username);
  if (user instanceof Problem) return user;
  const password = decoded(url.password);
  if (password instanceof Problem) return password;
  if (user === null && password !== null) return new Problem("has a password but no user");
  if (/\p{Cc}/u.test(`${user}${password}`))
    return new Problem("has a control character in its user or password");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "") return new Problem("names no host");
  const port = url.port === "" ? ports[scheme][tls] : Number(url.port);
  return port === 0 ? new Problem("has port 0") : { host, port, tls, user, password };
}

/**
 * imaps://, imap:// (STARTTLS required), imap+plain:// or ?tls=none (plain text on purpose); the same for smtp.
 * Problems never repeat any part of the value: it holds a password.
 */
export function serverUrl(scheme: "imap" | "smtp"): Value<ServerUrl> {
  const schemes = [`${scheme}s:`, `${scheme}:`, `${scheme}+plain:`];
  return value((text) => {
    if (!schemes.some((one) => text.toLowerCase().startsWith(`${one}//`)))
      return new Problem(`must begin with ${schemes.map((one) => `${one}//`).join(" or ")}`);
    if (/\s/.test(text)) return new Problem("has a space in it (write %20)");
    // https is a scheme whose hosts the URL standard normalises, IDN included.
    const web = text.replace(/^[a-z+]+:/i, "https:");
    if (!URL.canParse(web) || !URL.canParse(text))
      return new Problem(
        "is not a URL that can be read: check the host and port, and write / ? # @ : % in user and password as %2F %3F %23 %40 %3A %25",
      );
    const found = parts(scheme, new URL(text));
    return found instanceof Problem
      ? found
      : { ...found, host: new URL(web).hostname.replace(/^\[(.*)\]$/, "$1") };
  });
}

/** True for hosts that no one else can listen to. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Token endpoints of the refresh-token flow (RFC 6749 section 6), with the scope that mail needs. */
export interface TokenServer {
  readonly tokenUrl: string;
  readonly scope: string | null;
}

const microsoftScope =
  "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access";
const presets: Readonly<Record<"google" | "microsoft", TokenServer>> = {
  google: { tokenUrl: "https://oauth2.googleapis.com/token", scope: null },
  microsoft: {
    tokenUrl: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    scope: microsoftScope,
  },
};

/** "google", "microsoft", a token URL, or "off" (null). */
export const tokenServer: Value<TokenServer | null> = value((text) => {
  const name = text.toLowerCase();
  if (name === "off") return null;
  if (name === "google" || name === "microsoft") return presets[name];
  const problem = new Problem("must be google, microsoft, off or the https:// URL of a token endpoint");
  if (!URL.canParse(text)) return problem;
  const url = new URL(text);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) return problem;
  if (url.username !== "" || url.password !== "") return problem;
  const microsoft = url.hostname === "login.microsoftonline.com";
  return { tokenUrl: url.href, scope: microsoft ? microsoftScope : null };
});
