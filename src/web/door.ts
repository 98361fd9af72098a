import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { readToken, type Token, type TokenFault } from "../policy/token.ts";
import type { FaultPage } from "./fault.ts";
import type { Front } from "./front.ts";
import { openLimit } from "./limit.ts";
import type { PageKind } from "./page.ts";

/** In a minute: links that are not good, by client; requests with one that is, by ticket. */
const LIMITS = { refused: 30, ticket: 60 };

const REFUSALS: Readonly<Record<TokenFault, Pick<FaultPage, "fault" | "status">>> = {
  malformed: { fault: "broken", status: 404 },
  forged: { fault: "broken", status: 403 },
  "wrong-purpose": { fault: "broken", status: 403 },
  "other-ticket": { fault: "broken", status: 403 },
  expired: { fault: "expired", status: 410 },
};

/** Reads the link. Guessing is limited by client, what a good link may do by its ticket. */
export function openDoor(
  front: Front,
): (c: Context, kind: Pick<PageKind, "purpose" | "takesExpired">) => Token | FaultPage {
  const refused = openLimit(LIMITS.refused);
  const used = openLimit(LIMITS.ticket);
  return (c, { purpose, takesExpired }) => {
    const now = front.now();
    const text = c.req.param("token") ?? "";
    const good = readToken(text, { purpose, now }, front.secret);
    // Good but for its age: read as it was made.
    const token =
      good === "expired" && takesExpired
        ? readToken(text, { purpose, now: new Date(0) }, front.secret)
        : good;
    if (typeof token === "string") {
      front.log.debug({ purpose, cause: token }, "link refused");
      if (refused.exceeds(clientOf(c), now)) return { fault: "tooMany", status: 429 };
      return REFUSALS[token];
    }
    return used.exceeds(`${purpose}/${token.ticket}`, now) ? { fault: "tooMany", status: 429 } : token;
  };
}

/**
 * Who asks: the peer, or, where that is this machine or the private network (a reverse proxy), whom it names last in
 * X-Forwarded-For. Only limits hang on it.
 */
function clientOf(c: Context): string {
  const peer = getConnInfo(c).remote.address ?? "";
  const inner = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^(?:::1$|f[cd])/i.test(
    peer,
  );
  const told = inner ? c.req.header("X-Forwarded-For")?.split(",").at(-1)?.trim().slice(0, 100) : undefined;
  return told || peer;
}
