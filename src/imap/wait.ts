import type { Session } from "./session.ts";

/** RFC 2177 lets a server drop an IDLE of 30 minutes; many middleboxes forget a quiet connection after five. */
const IDLE_MS = 4 * 60_000;

export type Waited = "mail" | "timeout" | "aborted";

/**
 * Waits until the server announces mail in `path`. What was announced since the last look (open or uids) counts at
 * once. Stays in IDLE when it returns for mail: the next command ends IDLE by itself, one round trip sooner.
 */
export async function wait(
  session: Session,
  order: { readonly path: string; readonly milliseconds: number; readonly signal: AbortSignal },
  pollMs: number,
): Promise<Waited> {
  const end = performance.now() + order.milliseconds;
  let idle = await startIdle(session, order.path);
  let refreshed = performance.now();
  for (;;) {
    if (order.signal.aborted) return "aborted";
    if (session.isClosed) throw session.lost();
    const watch = session.watch(order.path);
    if (watch.news) {
      watch.news = false;
      return "mail";
    }
    const now = performance.now();
    const fresh = idle.isSupported ? IDLE_MS : pollMs;
    if (now >= end || now >= refreshed + fresh) {
      // Proves that the server is still there; also ends the IDLE, so that it is issued anew.
      await session.run(`wait for mail in ${order.path}`, (client) => client.noop());
      refreshed = performance.now();
      if (now >= end && !session.watch(order.path).news) return "timeout";
      continue;
    }
    if (idle.ended()) {
      // Refused once, it would be refused again at once, and again.
      idle = idle.isRefused() ? polling(session, order.path) : await startIdle(session, order.path);
      continue;
    }
    await event(session, order.signal, Math.min(end, refreshed + fresh) - now);
  }
}

interface Idle {
  readonly isSupported: boolean;
  ended(): boolean;
  /** The server has said NO to it. */
  isRefused(): boolean;
}

/** Nothing is announced between commands; over where another folder was selected meanwhile. */
function polling({ client }: Session, path: string): Idle {
  return {
    isSupported: false,
    ended: () => client.mailbox !== false && client.mailbox.path !== path,
    isRefused: () => false,
  };
}

/** Selects the folder (which tells mail that came while another one was) and goes to IDLE, if the server can. */
async function startIdle(session: Session, path: string): Promise<Idle> {
  return session.run(`wait for mail in ${path}`, async (client) => {
    await session.select(path);
    if (!client.capabilities.has("IDLE") && !client.capabilities.has("IMAP4rev2")) {
      return polling(session, path);
    }
    let isOver = false;
    let isRefused = false;
    // Not awaited: it settles when a command of ours, the server or the end of the connection ends it.
    client
      .idle()
      .catch(() => undefined)
      .then((done) => {
        isOver = true;
        // imapflow tells a NO as false.
        isRefused = done === false;
        session.tell();
      });
    return { isSupported: true, ended: () => isOver, isRefused: () => isRefused };
  });
}

/** Until the session tells something, the signal aborts or the time is over. */
function event(session: Session, signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      session.listeners.delete(done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, milliseconds));
    session.listeners.add(done);
    signal.addEventListener("abort", done, { once: true });
  });
}
