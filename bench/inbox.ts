// Messages a second that Inbox fetches and moves, as a ratio to a bare imapflow loop on the same server; and the time
// from the server's announcement to moved. `node bench/inbox.ts [messages]`; needs Dovecot.
import { ImapFlow } from "imapflow";
import { Secret, type ServerAddress } from "../src/config.ts";
import { connectInbox } from "../src/imap/connect.ts";
import { batches, sequenceSet } from "../src/imap/sequence.ts";
import { type Dovecot, startDovecot } from "../test/support/dovecot.ts";
import { plain } from "../test/support/octets.ts";

const BATCH = 50;
const OCTETS = 20_000;

const addressOf = (dovecot: Dovecot, user: string): ServerAddress => ({
  host: dovecot.host,
  port: dovecot.imapPort,
  tls: "none",
  verify: true,
  login: { user, password: new Secret(dovecot.password) },
});

async function bareClient(dovecot: Dovecot, user: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: dovecot.host,
    port: dovecot.imapPort,
    doSTARTTLS: false,
    auth: { user, pass: dovecot.password },
    logger: false,
    disableAutoIdle: true,
  });
  await client.connect();
  return client;
}

/** A mailbox with `count` messages and a folder to move them to. */
async function fill(dovecot: Dovecot, count: number): Promise<string> {
  const user = dovecot.user();
  const client = await bareClient(dovecot, user);
  await client.mailboxCreate("Work");
  for (let n = 0; n < count; n++) await client.append("INBOX", plain(`<n${n}@bench.example>`, OCTETS));
  await client.logout();
  return user;
}

async function bareLoop(dovecot: Dovecot, user: string): Promise<number> {
  const client = await bareClient(dovecot, user);
  await client.mailboxOpen("INBOX");
  const all = (await client.search({ all: true }, { uid: true })) || [];
  const started = performance.now();
  for (const uids of batches(all, BATCH)) {
    const query = { uid: true, flags: true, internalDate: true, size: true, source: true };
    await client.fetchAll(sequenceSet(uids), query, { uid: true });
    await client.messageMove(sequenceSet(uids), "Work", { uid: true });
  }
  const seconds = (performance.now() - started) / 1_000;
  await client.logout();
  return all.length / seconds;
}

async function inboxLoop(dovecot: Dovecot, user: string): Promise<number> {
  const inbox = await connectInbox(addressOf(dovecot, user));
  const all = await inbox.uids("INBOX", 1);
  const started = performance.now();
  for (const uids of batches(all, BATCH)) {
    await inbox.fetch("INBOX", uids, 1_000_000);
    await inbox.move("INBOX", uids, "Work");
  }
  const seconds = (performance.now() - started) / 1_000;
  await inbox.close();
  return all.length / seconds;
}

/** Milliseconds from the end of IDLE's waiting to moved, and from delivery to moved, sorted. */
async function announced(dovecot: Dovecot, count: number): Promise<{ moved: number[]; delivered: number[] }> {
  const user = dovecot.user();
  const inbox = await connectInbox(addressOf(dovecot, user));
  await inbox.create(["Work"]);
  await inbox.uids("INBOX", 1);
  const moved: number[] = [];
  const delivered: number[] = [];
  for (let n = 0; n < count; n++) {
    const waiting = inbox.wait("INBOX", 10_000, new AbortController().signal);
    const sent = performance.now();
    await dovecot.deliver(user, plain(`<n${n}@bench.example>`, OCTETS));
    await waiting;
    const told = performance.now();
    const uids = await inbox.uids("INBOX", 1);
    await inbox.fetch("INBOX", uids, 1_000_000);
    await inbox.move("INBOX", uids, "Work");
    moved.push(performance.now() - told);
    delivered.push(performance.now() - sent);
  }
  await inbox.close();
  const ascending = (a: number, b: number): number => a - b;
  return { moved: moved.sort(ascending), delivered: delivered.sort(ascending) };
}

const quantile = (sorted: readonly number[], q: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1);

const count = Number(process.argv[2] ?? 2_000);
const dovecot = await startDovecot();
try {
  const rates: { bare: number[]; inbox: number[] } = { bare: [], inbox: [] };
  // Alternating, and the first round only warms up.
  for (let round = 0; round < 4; round++) {
    const size = round === 0 ? Math.min(count, 300) : count;
    const inbox = await inboxLoop(dovecot, await fill(dovecot, size));
    const bare = await bareLoop(dovecot, await fill(dovecot, size));
    if (round === 0) continue;
    rates.inbox.push(inbox);
    rates.bare.push(bare);
    console.log(`round ${round}: inbox ${inbox.toFixed(0)}/s, bare ${bare.toFixed(0)}/s`);
  }
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  console.log(`fetch and move: ${(sum(rates.inbox) / sum(rates.bare)).toFixed(2)} of the bare loop`);
  const { moved, delivered } = await announced(dovecot, 60);
  console.log(`announced to moved: p50 ${quantile(moved, 0.5)} ms, p99 ${quantile(moved, 0.99)} ms`);
  console.log(`delivered to moved: p50 ${quantile(delivered, 0.5)} ms, p99 ${quantile(delivered, 0.99)} ms`);
} finally {
  await dovecot.stop();
}
