import { type Context, Hono } from "hono";
import { PAGES } from "../policy/link.ts";
import type { Token } from "../policy/token.ts";
import { causeOf } from "../triage/read.ts";
import { openDoor } from "./door.ts";
import { type FaultPage, faultPage } from "./fault.ts";
import type { Front } from "./front.ts";
import { CONTENT_SECURITY_POLICY } from "./layout.ts";
import type { Form, Page, PageKind } from "./page.ts";
import { pageKinds } from "./pages.ts";

/** Octets of a form; a comment of 4,000 characters of any script fits, percent-encoded. */
const FORM = 64_000;

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  // The address of a page is a key: it is told to nobody, and kept in no cache.
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
  "X-Robots-Tag": "noindex, nofollow",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/**
 * The pages: GET shows and changes nothing, since programs follow the links in mail; POST does it. Whoever has a link
 * may do what it is for, and nothing else: there are no cookies and no sessions that another site could misuse.
 * @param prefix path of the public URL, "" for none: the pages answer with and without it
 */
export function pagesOf(front: Front, prefix: string): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  });
  app.onError((error, c) => {
    front.log.error({ cause: causeOf(error) }, "page failed");
    return refuse(front, c, { fault: "failed", status: 503 });
  });
  app.notFound((c) => refuse(front, c, { fault: "gone", status: 404 }));
  for (const base of new Set(["", prefix])) app.route(base === "" ? "/" : base, routes(front));
  return app;
}

function routes(front: Front): Hono {
  const app = new Hono();
  // The database is asked for a ticket that there is not.
  app.get("/healthz", async (c) => {
    await front.store.ticketFace(0);
    return c.text("ok\n");
  });
  const door = openDoor(front);
  for (const kind of pageKinds(front)) {
    const path = `/${PAGES[kind.purpose]}/:token`;
    const admitted = async (c: Context, show: (token: Token) => Promise<Page>) => {
      const admission = door(c, kind);
      if ("fault" in admission) return refuse(front, c, admission);
      const { status, page } = await show(admission);
      return page === null ? refuse(front, c, { fault: "gone", status: 404 }) : c.html(page, status);
    };
    app.get(path, (c) => admitted(c, kind.show));
    takePosts(front, app, { path, kind, admitted });
    app.all(path, (c) => {
      c.header("Allow", kind.take === null ? "GET, HEAD" : "GET, HEAD, POST");
      return refuse(front, c, { fault: "gone", status: 405 });
    });
  }
  return app;
}

interface Posts {
  readonly path: string;
  readonly kind: PageKind;
  readonly admitted: (c: Context, show: (token: Token) => Promise<Page>) => Promise<Response>;
}

function takePosts(front: Front, app: Hono, { path, kind: { take }, admitted }: Posts): void {
  if (take === null) return;
  app.post(path, async (c) => {
    const form = await formOf(c);
    if (form === null) return refuse(front, c, { fault: "tooLarge", status: 413 });
    return admitted(c, (token) => take(token, form));
  });
}

/**
 * The fields of a form, however it comes (proxies and mail programs send some in chunks); null where it is too large. A body
 * that is no form, whatever it claims to be, is an empty one. Not by Hono's bodyLimit, which remakes a request that has no
 * Content-Length, and fails at that with the Node adapter's.
 */
async function formOf({ req }: Context): Promise<Form | null> {
  if (Number(req.header("Content-Length") ?? 0) > FORM) return null;
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of req.raw.body ?? []) {
    octets += chunk.length;
    if (octets > FORM) return null;
    chunks.push(chunk);
  }
  const headers = { "Content-Type": req.header("Content-Type") ?? "" };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData().catch(() => null);
  return form === null ? {} : Object.fromEntries(form);
}

function refuse(front: Front, c: Context, fault: FaultPage): Response | Promise<Response> {
  if (fault.status === 429) c.header("Retry-After", "60");
  return c.html(faultPage(front, fault, c.req.header("Accept-Language")), fault.status);
}
