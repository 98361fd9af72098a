import { and, count, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import { emptyMemory, type Memory, type MemoryKeys } from "../policy/memory.ts";
import { addressKeys, budgetKeys, messageIdKey } from "./address.ts";
import { customerFacts } from "./customers.ts";
import { type Database, isOneOf } from "./database.ts";
import { countsForBrake, countsForBudget, outbox } from "./outbox-schema.ts";
import { messageIds, messages } from "./schema.ts";
import type { Store } from "./store.ts";
import { IS_SOMEBODYS, tickets } from "./ticket-schema.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** No budget is as large; a mailbox that has gone wild must not fill the memory. */
const MOST = { sent: 50_000, participants: 200 };

/** A fixed number of statements for a batch of any size, two of them after another. */
export function loadMemory(db: Database): Store["memory"] {
  const usual = usualRates(db);
  return async (mailboxId, keys, now) => {
    const recipients = budgetKeys(keys.addresses);
    const today = { mailboxId, since: new Date(now.getTime() - DAY) };
    const [customers, threads, contents, toAddress, toDomain, thisHour, usualPerHour] = await Promise.all([
      customerFacts(db, addressKeys(keys.addresses)),
      loadThreads(db, mailboxId, keys),
      knownContents(db, mailboxId, keys.contents),
      sentTo(db, outbox.toAddress, { keys: recipients, ...today }),
      sentTo(db, outbox.toDomain, { keys: keys.domains, ...today }),
      sentByMailbox(db, { mailboxId, since: new Date(now.getTime() - HOUR) }),
      usual(mailboxId, now),
    ]);
    const memory: Memory = { ...emptyMemory(), ...threads, usualPerHour };
    for (const one of customers) memory.customers.set(one.address, one);
    for (const content of contents) memory.contents.add(content);
    collect(memory.sentToAddress, toAddress);
    collect(memory.sentToDomain, toDomain);
    for (const { minute, mails } of thisHour) memory.sentByMailbox.set(minute, mails);
    return memory;
  };
}

type Threads = Pick<Memory, "tickets" | "ticketByMessageId" | "awaited">;

async function loadThreads(db: Database, mailboxId: number, keys: MemoryKeys): Promise<Threads> {
  const { tickets: _, ticketByMessageId, awaited } = emptyMemory();
  const asked = new Map(keys.messageIds.map((id) => [messageIdKey(id), id]));
  const known =
    asked.size === 0
      ? []
      : await db
          .select({ key: messageIds.messageId, ticketId: messageIds.ticketId, kind: messageIds.kind })
          .from(messageIds)
          .where(and(eq(messageIds.mailboxId, mailboxId), isOneOf(messageIds.messageId, [...asked.keys()])));
  for (const { key, ticketId, kind } of known)
    (kind === "awaited" ? awaited : ticketByMessageId).set(asked.get(key) ?? key, ticketId);
  const numbers = [...keys.tickets, ...known.map((row) => row.ticketId)];
  return { tickets: await ticketFacts(db, mailboxId, numbers), ticketByMessageId, awaited };
}

async function ticketFacts(
  db: Database,
  mailboxId: number,
  numbers: readonly number[],
): Promise<Memory["tickets"]> {
  const wanted = [...new Set(numbers)].filter((number) => Number.isSafeInteger(number));
  if (wanted.length === 0) return new Map();
  // In plain SQL: of the columns of a single table drizzle writes the bare names, which mean others in here.
  const participants = sql<readonly string[]>`(
    select coalesce(jsonb_agg(address), '[]') from (
      select address from ticket_participants where ticket_id = tickets.id limit ${MOST.participants}) as joined)`;
  const automaticAnswers = sql`(
    select count(*) from outbox where ticket_id = tickets.id
    and kind = 'acknowledgement' and outbox.state in ('pending', 'sent'))`;
  const rows = await db
    .select({
      id: tickets.id,
      customerAddress: tickets.customerAddress,
      participants,
      folder: tickets.folder,
      priority: tickets.priority,
      automaticAnswers: automaticAnswers.mapWith(Number),
      answerTo: sql<string | null>`${tickets.answerTo} ->> 'address'`,
      answered: sql<boolean>`(${tickets.firstAnswerAt} is not null)`,
      awaitsCustomer: sql<boolean>`(${tickets.state} in ('waiting-customer', 'resolved'))`,
      asked: sql<boolean>`(exists (
        select from outbox where ticket_id = tickets.id and kind in ('followup', 'solved', 'fixed') and outbox.state = 'sent'))`,
      ratedNot: sql<boolean>`(${tickets.state} = 'reopened' and ${tickets.rating} = 'not'
        and coalesce(${tickets.lastAnswerAt} <= ${tickets.ratedAt}, true))`,
      messages: tickets.messages,
      invited: sql<boolean>`(${tickets.state} = 'invited')`,
    })
    .from(tickets)
    // Of an erased customer, with nobody else in it: whoever writes there again begins anew.
    .where(
      and(
        eq(tickets.mailboxId, mailboxId),
        isOneOf(tickets.id, wanted),
        sql`(${IS_SOMEBODYS} or exists (select from ticket_participants where ticket_id = tickets.id))`,
      ),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

async function knownContents(
  db: Database,
  mailboxId: number,
  contents: readonly string[],
): Promise<readonly string[]> {
  if (contents.length === 0) return [];
  const rows = await db
    .selectDistinct({ content: messages.content })
    .from(messages)
    .where(and(eq(messages.mailboxId, mailboxId), isOneOf(messages.content, contents)));
  return rows.map((row) => row.content);
}

interface Sent {
  /** Recipient or domain, as budgets are keyed by. */
  readonly key: string | null;
  readonly at: Date | null;
}

interface Window {
  readonly mailboxId: number;
  readonly since: Date;
}

/** Oldest first. Sorted here: asked for an order, Postgres would rather read the whole mailbox's index backwards. */
async function sentTo(
  db: Database,
  recipient: typeof outbox.toAddress | typeof outbox.toDomain,
  { keys, ...window }: Window & { readonly keys: readonly string[] },
): Promise<Sent[]> {
  if (keys.length === 0) return [];
  // By itself, and with a limit as a fence, so that only the recipient's index will do: with the rest beside it, a plan
  // from before there are statistics goes through all that the mailbox sent.
  const theirs = db
    .select({
      key: sql`${recipient}`.mapWith(recipient).as("key"),
      at: outbox.countsAt,
      mailboxId: outbox.mailboxId,
      kind: outbox.kind,
      state: outbox.state,
    })
    .from(outbox)
    .where(and(isNotNull(recipient), isOneOf(recipient, keys), gt(outbox.countsAt, window.since)))
    .limit(MOST.sent)
    .as("theirs");
  const rows = await db
    .select({ key: theirs.key, at: theirs.at })
    .from(theirs)
    .where(and(eq(theirs.mailboxId, window.mailboxId), countsForBudget(theirs)));
  return rows.sort(byTime);
}

function sentByMailbox(db: Database, window: Window) {
  const minute = sql`floor(extract(epoch from ${outbox.countsAt}) / 60)`.mapWith(Number);
  return db.select({ minute, mails: count() }).from(outbox).where(sentSince(window)).groupBy(sql`1`);
}

const byTime = (a: Sent, b: Sent) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0);

function sentSince({ mailboxId, since }: Window): SQL | undefined {
  return and(eq(outbox.mailboxId, mailboxId), countsForBrake(outbox), gt(outbox.countsAt, since));
}

function collect(into: Map<string, Date[]>, rows: readonly Sent[]): void {
  for (const { key, at } of rows) {
    if (key === null || at === null) continue;
    const times = into.get(key);
    if (times === undefined) into.set(key, [at]);
    else times.push(at);
  }
}

/** Needed before a rate may be called usual. */
const ENOUGH = { days: 3, answers: 50 };
const RATE_DAYS = 14;
/** Counting two weeks of answers for each batch would cost more than all the rest. */
const RATE_KEPT = 10 * 60_000;

/** Answers an hour over the last 14 days, or since the first one; null until there are 3 days and 50 answers. */
function usualRates(db: Database): (mailboxId: number, now: Date) => Promise<number | null> {
  const kept = new Map<number, { readonly at: Date; readonly rate: number | null }>();
  return async (mailboxId, now) => {
    const known = kept.get(mailboxId);
    if (known !== undefined && Math.abs(now.getTime() - known.at.getTime()) < RATE_KEPT) return known.rate;
    const rate = await usualRate(db, mailboxId, now);
    kept.set(mailboxId, { at: now, rate });
    return rate;
  };
}

async function usualRate(db: Database, mailboxId: number, now: Date): Promise<number | null> {
  const [row] = await db
    .select({
      answers: sql`count(*)`.mapWith(Number),
      since: sql`min(${outbox.countsAt})`.mapWith(outbox.countsAt),
    })
    .from(outbox)
    .where(sentSince({ mailboxId, since: new Date(now.getTime() - RATE_DAYS * DAY) }));
  if (row === undefined || row.since === null || row.answers < ENOUGH.answers) return null;
  const hours = (now.getTime() - row.since.getTime()) / HOUR;
  return hours < ENOUGH.days * 24 ? null : row.answers / hours;
}
