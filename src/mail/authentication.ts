import { getDomain } from "tldts";
import type { Message } from "./message.ts";

/** `code` is for programs and stays; `text` is an English clause for people. */
interface AuthenticationReason {
  readonly code: string;
  readonly text: string;
}

export interface Authentication {
  /** The domain of From is vouched for by a server that we trust. */
  readonly authenticated: boolean;
  readonly reasons: readonly AuthenticationReason[];
}

/** Microsoft 365 names itself in no Authentication-Results field. */
const MICROSOFT_365 = "microsoft365";

const MAX_FIELD = 20_000;
const MAX_RESULTS = 50;

/** One `method=result` of RFC 8601 section 2.2 with its properties (`header.d`, `smtp.mailfrom`), lower case. */
interface Result {
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

interface Results {
  /** "" where the field names none. */
  readonly authservId: string;
  readonly results: readonly Result[];
}

/**
 * Whether the domain in From is proved: DMARC pass (RFC 7489), or a DKIM signature or SPF result that passed for a
 * domain of the same organisation (relaxed alignment, RFC 7489 section 3.1).
 *
 * Only the topmost Authentication-Results counts, and only if its authserv-id is the configured one. RFC 8601 section 5
 * has the receiving server delete fields of its own id from arriving mail, but not every server does, so a lower one may
 * be forged even where the id is right. Where several programs of one server write a field each, the last of them
 * stands on top; it should be the one that knows DMARC (OpenDMARC after OpenDKIM), or they should write one field. A
 * topmost field of another id means mail that came by another way: nothing is proved.
 *
 * "microsoft365": its field has no authserv-id (`spf=pass … smtp.mailfrom=…; dkim=…; dmarc=…; compauth=pass`), or
 * that of the receiving host; `compauth=pass` counts as well.
 */
export function authenticate(
  message: Pick<Message, "headers" | "from">,
  authservId: string | null,
): Authentication {
  if (authservId === null || authservId.trim() === "")
    return no("no-authserv-id", "no trusted authserv-id is configured");
  const domain = domainOf(message.from?.address ?? "");
  if (domain === null) return no("no-from-domain", "From has no domain");
  const fields = message.headers.get("authentication-results") ?? [];
  if (fields.length === 0) return no("no-results", "no Authentication-Results");
  if ((message.headers.get("from")?.length ?? 0) > 1)
    return no("several-from", "there are several From fields");
  const top = readResults(fields[0] ?? "");
  const trusted = authservId.trim().toLowerCase();
  if (!isOwn(top.authservId, trusted)) {
    return no("untrusted-results", "the topmost Authentication-Results is not of the configured authserv-id");
  }
  return judge(top.results, domain, trusted === MICROSOFT_365);
}

function no(code: string, text: string): Authentication {
  return { authenticated: false, reasons: [{ code, text }] };
}

function yes(code: string, text: string): Authentication {
  return { authenticated: true, reasons: [{ code, text }] };
}

function isOwn(found: string, authservId: string): boolean {
  if (authservId !== MICROSOFT_365) return found === authservId;
  return found === "" || /(^|\.)(outlook|microsoft)\.com$/.test(found);
}

function judge(results: readonly Result[], domain: string, microsoft: boolean): Authentication {
  const first = (method: string): Result | undefined => results.find((result) => result.method === method);
  const dmarc = first("dmarc");
  if (dmarc?.result === "fail" || dmarc?.result === "permerror") {
    return no("dmarc-fail", `DMARC of ${domain} failed`);
  }
  if (dmarc?.result === "pass" && sameOrganisation(dmarc.properties.get("header.from") ?? domain, domain)) {
    return yes("dmarc-pass", `DMARC of ${domain} passed`);
  }
  for (const result of results) {
    const signer = result.method === "dkim" && result.result === "pass" ? signerOf(result) : null;
    if (signer !== null && sameOrganisation(signer, domain)) {
      return yes("dkim-aligned", `a DKIM signature of ${signer} passed`);
    }
  }
  const spf = first("spf");
  const mailFrom = domainOf(spf?.properties.get("smtp.mailfrom") ?? "");
  if (spf?.result === "pass" && mailFrom !== null && sameOrganisation(mailFrom, domain)) {
    return yes("spf-aligned", `SPF of ${mailFrom} passed`);
  }
  return microsoft && first("compauth")?.result === "pass"
    ? yes("compauth-pass", `Microsoft's composite authentication of ${domain} passed`)
    : no("not-aligned", `nothing vouches for ${domain}`);
}

/** RFC 8601 section 2.7.1: header.d is the signing domain, header.i the identity, "@domain" or "user@domain". */
function signerOf(result: Result): string | null {
  return domainOf(result.properties.get("header.d") ?? result.properties.get("header.i") ?? "");
}

/** The part after the last "@", or all of it where there is none. */
function domainOf(address: string): string | null {
  const domain = address
    .slice(address.lastIndexOf("@") + 1)
    .replace(/\.$/, "")
    .toLowerCase();
  return /^[^\s@<>()]{1,255}$/.test(domain) ? domain : null;
}

function sameOrganisation(one: string, other: string): boolean {
  if (one === other) return true;
  const options = { allowPrivateDomains: true };
  const organisation = getDomain(one, options);
  return organisation !== null && organisation === getDomain(other, options);
}

/** Reads one Authentication-Results field (RFC 8601 section 2.2); lenient in spacing, linear. */
function readResults(field: string): Results {
  const [head = "", ...rest] = statements(field.slice(0, MAX_FIELD));
  // The version may follow the authserv-id: "mx.example.org 1".
  const named = !/^[\w-]+(?:\/\d+)?\s*=/.test(head);
  const authservId = named ? (head.split(/\s/)[0] ?? "").replace(/^"|"$/g, "").toLowerCase() : "";
  const found = (named ? rest : [head, ...rest]).slice(0, MAX_RESULTS).map(readResult);
  return { authservId, results: found.filter((result) => result !== null) };
}

/** The field without comments, split at ";" outside of quoted strings. */
function statements(field: string): readonly string[] {
  const found: string[] = [];
  let current = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < field.length; at++) {
    const character = field[at] ?? "";
    if (character === "\\" && (quoted || depth > 0)) {
      at++;
      if (depth === 0) current += field[at] ?? "";
    } else if (depth > 0) depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    else if (character === '"') quoted = !quoted;
    else if (quoted) current += /[;=\s]/.test(character) ? "_" : character;
    else if (character === "(") depth++;
    else if (character === ";") {
      found.push(current.trim());
      current = "";
    } else current += character;
  }
  found.push(current.trim());
  return found;
}

function readResult(statement: string): Result | null {
  const pairs = statement.replace(/\s*([=.])\s*/g, "$1").split(/\s+/);
  const [method = "", result = ""] = (pairs[0] ?? "").toLowerCase().split("=");
  if (method === "" || result === "") return null;
  const properties = new Map<string, string>();
  for (const pair of pairs.slice(1)) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(0, equals)).toLowerCase();
    if (equals > 0 && !properties.has(name)) properties.set(name, pair.slice(equals + 1).toLowerCase());
  }
  return { method: method.split("/")[0] ?? method, result, properties };
}
