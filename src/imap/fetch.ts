import type { FetchMessageObject } from "imapflow";
import { TemporaryError } from "../errors.ts";
import type { RawMessage } from "../mail/message.ts";
import type { Fetched, Headed, Listed } from "./inbox.ts";
import { fetchByStructure } from "./large.ts";
import { present } from "./open.ts";
import { ascending, batches, sequenceSet } from "./sequence.ts";
import type { Session } from "./session.ts";

const FACTS = { uid: true, flags: true, internalDate: true, size: true } as const;

function listedOf(row: FetchMessageObject): Listed {
  const date = new Date(row.internalDate ?? 0);
  return {
    uid: row.uid,
    // INTERNALDATE is the server's own; one that cannot be read is as good as none.
    internalDate: Number.isNaN(date.getTime()) ? new Date(0) : date,
    size: row.size ?? 0,
    flags: row.flags ?? new Set(),
  };
}

/**
 * An unsolicited FETCH (another client set a flag) carries no RFC822.SIZE and is not an answer. Of a message that
 * vanished unannounced, Dovecot tells size 0 and a NIL body; the shortest real message has an empty line.
 */
const isAnswer = (row: FetchMessageObject): boolean => row.uid > 0 && row.size !== undefined && row.size > 0;

export async function listed(
  session: Session,
  path: string,
  uids: readonly number[],
): Promise<readonly Listed[]> {
  const found = new Map<number, Listed>();
  for (const some of batches(ascending(uids), 500)) {
    await session.run(`list messages of ${path}`, async (client) => {
      await session.select(path);
      // NOOP tells what has vanished; FETCH must not (RFC 3501 section 7.4.1).
      if (!session.isFresh) await client.noop();
      for (const row of await client.fetchAll(sequenceSet(some), FACTS, { uid: true })) {
        if (isAnswer(row)) found.set(row.uid, listedOf(row));
      }
    });
  }
  return [...found.values()].sort((a, b) => a.uid - b.uid);
}

export function larger(
  session: Session,
  path: string,
  { uids, octets }: { readonly uids: readonly number[]; readonly octets: number },
): Promise<readonly number[]> {
  return session.run(`look for large messages in ${path}`, async () => {
    await session.select(path);
    return ascending(await present(session, uids, { larger: octets }));
  });
}

export function unmarked(
  session: Session,
  path: string,
  uids: readonly number[],
): Promise<readonly number[]> {
  return session.run(`look at the flags in ${path}`, async (client) => {
    await session.select(path);
    // As for listed.
    if (!session.isFresh) await client.noop();
    const bare = { answered: false, deleted: false, unKeyword: "$Junk", not: { keyword: "Junk" } };
    return ascending(await present(session, uids, bare));
  });
}

export async function headers(
  session: Session,
  path: string,
  uids: readonly number[],
): Promise<readonly Headed[]> {
  const found = new Map<number, Headed>();
  for (const some of batches(ascending(uids), 200)) {
    await session.run(`read headers in ${path}`, async (client) => {
      await session.select(path);
      const rows = await client.fetchAll(sequenceSet(some), { ...FACTS, headers: true }, { uid: true });
      for (const row of rows.filter(isAnswer))
        if (row.headers) found.set(row.uid, { ...listedOf(row), header: row.headers });
    });
  }
  return [...found.values()].sort((a, b) => a.uid - b.uid);
}

/**
 * One round trip for all: BODY.PEEK[]<0.maxBytes> brings small messages whole and of a large one no more than its
 * first `maxBytes` octets, whose header is then used; its text parts take two round trips more.
 */
export async function fetch(
  session: Session,
  path: string,
  order: { readonly uids: readonly number[]; readonly maxBytes: number },
): Promise<readonly Fetched[]> {
  const found = new Map<number, Fetched>();
  for (const some of batches(ascending(order.uids), 200)) {
    await session.run(`fetch ${some.length} messages of ${path}`, async () => {
      await session.select(path);
      await fetchInto(found, session, { uids: some, maxBytes: order.maxBytes });
      const absent = some.filter((uid) => !found.has(uid));
      if (absent.length === 0) return;
      // imapflow takes a FETCH that the server broke off for a complete one: only SEARCH proves that they are gone.
      await session.client.noop();
      const there = await present(session, absent);
      if (there.size === 0) return;
      await fetchInto(found, session, { uids: [...there], maxBytes: order.maxBytes });
      const again = await present(
        session,
        [...there].filter((uid) => !found.has(uid)),
      );
      if (again.size > 0)
        throw new TemporaryError(`the server does not hand over ${again.size} messages of ${path}`);
    });
  }
  return [...found.values()].sort((a, b) => a.uid - b.uid);
}

/** The embedded server answers a partial FETCH of several messages with octets of the first alone. */
async function fetchWhole(session: Session, facts: Listed, maxBytes: number): Promise<Buffer | undefined> {
  if (facts.size > maxBytes) return undefined;
  const row = await session.client.fetchOne(String(facts.uid), { source: true }, { uid: true });
  return row ? row.source : undefined;
}

async function fetchInto(
  found: Map<number, Fetched>,
  session: Session,
  order: { readonly uids: readonly number[]; readonly maxBytes: number },
): Promise<void> {
  const { uids, maxBytes } = order;
  const query = { ...FACTS, source: { start: 0, maxLength: maxBytes } };
  const rows = await session.client.fetchAll(sequenceSet(uids), query, { uid: true });
  for (const row of rows.filter(isAnswer)) {
    const facts = listedOf(row);
    const source = row.source?.length ? row.source : await fetchWhole(session, facts, maxBytes);
    if (!source) continue;
    // RFC822.SIZE is an estimate on some servers (Exchange): cut short is what fills the window and is not the size.
    const isWhole = source.length < maxBytes || source.length === facts.size;
    const raw: RawMessage = isWhole
      ? { source, size: facts.size, structure: null }
      : await fetchByStructure(session, row.uid, { beginning: source, size: facts.size });
    found.set(row.uid, { ...facts, raw });
  }
}
