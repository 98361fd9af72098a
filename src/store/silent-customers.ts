import { and, between, desc, eq, gte, lte, ne, sql } from "drizzle-orm";
import type { Language } from "../mail/message.ts";
import {
  type HindranceFacts,
  hindranceTo,
  type LastMatter,
  outreachManner,
  silentReasons,
} from "../policy/silent.ts";
import { forgottenKey, vipMatches } from "./address.ts";
import { customerAddresses, customers, vips } from "./customer-schema.ts";
import { vipsAmong } from "./customers.ts";
import { type Database, isOneOf, plainRows } from "./database.ts";
import type { SilentCustomer, SilentStore } from "./silent.ts";
import { tickets, unhappyAnswered } from "./ticket-schema.ts";
import { lockCustomers } from "./trace.ts";

const DAY = 86_400_000;
/** Candidates of each kind that are looked at, the latest. */
const MOST = 2_000;

export function silentCustomers(db: Database): SilentStore["silentCustomers"] {
  return async (mailboxId, now, limit) => {
    const ids = new Set([
      ...(await quiet(db, mailboxId, now)),
      ...(await regular(db, mailboxId, now)),
      ...(await neverWrote(db)),
    ]);
    const found = await silentAmong(db)(mailboxId, [...ids], now);
    return found
      .filter(({ reasons }) => reasons.length > 0)
      .sort(
        (a, b) =>
          Number(b.vip) - Number(a.vip) ||
          b.reasons.length - a.reasons.length ||
          (b.lastContact?.getTime() ?? 0) - (a.lastContact?.getTime() ?? 0) ||
          a.customerId - b.customerId,
      )
      .slice(0, limit);
  };
}

/** Who had an answer to something unhappy, and has not written since. */
async function quiet(db: Database, mailboxId: number, now: Date): Promise<readonly number[]> {
  const rows = await db
    .select({ id: customers.id })
    .from(tickets)
    .innerJoin(customers, eq(customers.id, tickets.customerId))
    .where(
      and(
        eq(tickets.mailboxId, mailboxId),
        unhappyAnswered(tickets),
        between(tickets.lastAnswerAt, daysBefore(now, 181), daysBefore(now, 10)),
        lte(customers.lastContact, tickets.lastAnswerAt),
        ne(tickets.followUp, "confirmed"),
      ),
    )
    .orderBy(desc(tickets.lastAnswerAt))
    .limit(MOST);
  return rows.map((row) => row.id);
}

/** Who wrote often, and has not for a month. */
async function regular(db: Database, mailboxId: number, now: Date): Promise<readonly number[]> {
  const rows = await db
    .select({ id: customers.id })
    .from(customers)
    .where(
      and(
        gte(customers.contacts, 6),
        between(customers.lastContact, daysBefore(now, 401), daysBefore(now, 30)),
        sql`exists (select from tickets where tickets.customer_id = customers.id and tickets.mailbox_id = ${mailboxId})`,
      ),
    )
    .orderBy(desc(customers.lastContact))
    .limit(MOST);
  return rows.map((row) => row.id);
}

/** The people of the imported list of whom no message is known; they get their numbers here. */
async function neverWrote(db: Database): Promise<readonly number[]> {
  const rows = await db
    .select({ address: vips.match })
    .from(vips)
    .where(
      and(
        sql`${vips.match} not like '@%'`,
        sql`not exists (select from customer_addresses
          join customers on customers.id = customer_addresses.customer_id
          where customer_addresses.address = vips.match and customers.contacts > 0)`,
      ),
    )
    .orderBy(desc(vips.listedAt), vips.match)
    .limit(MOST);
  if (rows.length === 0) return [];
  const known = await db.transaction((tx) => lockCustomers(tx, rows));
  return [...known.values()].map((customer) => customer.id);
}

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY);

export function silentAmong(db: Database): SilentStore["silentAmong"] {
  return async (mailboxId, customerIds, now) => {
    if (customerIds.length === 0) return [];
    const rows = await facts(db, mailboxId, customerIds);
    const addresses = rows.flatMap((row) => row.address ?? []);
    const [listed, forgotten] = await Promise.all([
      addresses.length === 0 ? new Map<string, string | null>() : vipsAmong(db, addresses),
      optedOutBefore(db, addresses),
    ]);
    return rows.map((row) => {
      const matches = row.address === null ? [] : vipMatches(row.address);
      const match = matches.find((one) => listed.has(one));
      const optedOut = row.optedOut || (row.address !== null && forgotten.has(forgottenKey(row.address)));
      const reasons = silentReasons(row, now);
      const given = { vip: match !== undefined, last: row.last };
      return {
        customerId: row.customerId,
        address: row.address,
        name: row.name ?? (match === undefined ? null : (listed.get(match) ?? null)),
        language: row.language,
        vip: given.vip,
        reasons,
        manner: outreachManner(given, reasons),
        lastContact: row.contacts.at(-1) ?? null,
        ticketId: row.last?.ticketId ?? null,
        subject: row.subject,
        hindrance: hindranceTo({ ...row, optedOut }, now),
      } satisfies SilentCustomer;
    });
  };
}

/** Digests of those among these addresses that opted out before they were erased. */
async function optedOutBefore(db: Database, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set();
  const rows = await db
    .select({ address: customerAddresses.address })
    .from(customerAddresses)
    .innerJoin(customers, eq(customers.id, customerAddresses.customerId))
    .where(
      and(isOneOf(customerAddresses.address, addresses.map(forgottenKey)), eq(customers.optedOut, true)),
    );
  return new Set(rows.map((row) => row.address));
}

interface Facts extends HindranceFacts {
  readonly customerId: number;
  readonly name: string | null;
  readonly language: Language | null;
  readonly last: LastMatter | null;
  readonly contacts: readonly Date[];
  readonly listedAt: Date | null;
  readonly subject: string;
}

/** All that is known of these customers; one statement, by index. */
async function facts(db: Database, mailboxId: number, ids: readonly number[]): Promise<readonly Facts[]> {
  const rows = plainRows(
    await db.execute(sql`
      select customers.id, names, customers.language as spoken, opted_out, dead, rhythm,
        last.id as ticket_id, last.complaint, last.tone, last.manner, last.language, last.rating, last.follow_up,
        extract(epoch from last.last_answer_at) * 1000 as answered_at, lower(last.answer_to ->> 'address') as answer_to,
        (select address from customer_addresses where customer_id = customers.id and address not like 'sha256:%'
          order by address limit 1) as address,
        (select extract(epoch from min(listed_at)) * 1000 from customer_addresses join vips on match = address
          where customer_id = customers.id) as listed_at,
        exists (select from tickets where customer_id = customers.id
          and state in ('open', 'waiting-us', 'escalated', 'reopened')) as open_ticket,
        exists (select from tickets where customer_id = customers.id
          and complaint and last_answer_at is null) as unanswered,
        exists (select from outreaches where customer_id = customers.id and state = 'approved') as approved,
        (select extract(epoch from max(reached_at)) * 1000 from outreaches where customer_id = customers.id
          and exists (select from outbox where outbox.ticket_id = outreaches.ticket_id
            and kind = 'outreach' and outbox.state in ('pending', 'sent'))) as reached_at,
        (select left(subject, 200) from ledger join messages on ledger_id = ledger.id
          where ledger.ticket_id = last.id order by ledger.id limit 1) as subject
      from customers left join lateral (
        select * from tickets where customer_id = customers.id and mailbox_id = ${mailboxId} and state <> 'invited'
        order by id desc limit 1
      ) as last on true
      where ${isOneOf(sql`customers.id`, ids)}`),
  );
  return rows.map(factsOf);
}

type Row = ReturnType<typeof plainRows>[number];

function factsOf(row: Row): Facts {
  const names = row.names as readonly string[];
  const answerTo = textOf(row.answer_to);
  return {
    customerId: Number(row.id),
    name: names.at(-1) ?? null,
    language: (row.language ?? row.spoken) as Language | null,
    // Where the last matter went may differ from whence it came; null: nobody must be written to by a program.
    address: row.ticket_id === null ? textOf(row.address) : answerTo,
    optedOut: row.opted_out === true,
    dead: row.dead === true,
    openTicket: row.open_ticket === true,
    unansweredComplaint: row.unanswered === true,
    approved: row.approved === true,
    reachedAt: dateOf(row.reached_at),
    listedAt: dateOf(row.listed_at),
    contacts: (row.rhythm as readonly number[]).map((at) => new Date(at)),
    subject: textOf(row.subject) ?? "",
    last: row.ticket_id === null ? null : lastOf(row),
  };
}

function lastOf(row: Row): LastMatter {
  return {
    ticketId: Number(row.ticket_id),
    complaint: row.complaint === true,
    understated: row.tone === "understated",
    manner: row.manner as LastMatter["manner"],
    answeredAt: dateOf(row.answered_at),
    content: row.rating === "good" || row.follow_up === "confirmed",
  };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const dateOf = (value: unknown): Date | null => (value === null ? null : new Date(Number(value)));
