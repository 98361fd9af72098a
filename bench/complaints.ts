import { performance } from "node:perf_hooks";
import postgres from "postgres";
import type { Term } from "../src/classify/term.ts";
import { termsOf } from "../src/classify/terms.ts";
import { chanceOf, joins, lookedUp, ties, weigh } from "../src/policy/likeness.ts";
import { regroup } from "../src/policy/regroup.ts";
import { openStore } from "../src/store/open.ts";
import { startPostgres } from "../test/support/postgres.ts";

/*
 * node bench/complaints.ts [COUNT]: where COUNT (100,000) complaints of a year are stored in Postgres, all of solved
 * tickets, what one more costs (looking for alike ones, and writing it into the log), what a card's search for alike solved
 * tickets costs, and what the figures and lists of a week's digest cost. Made-up words, as often as words are (Zipf). Prints
 * Markdown.
 */
const count = Number(process.argv[2] ?? 100_000);
const MEASURED = 200;
const WORDS = 60;
const VOCABULARY = 60_000;
const CHUNK = 1000;
const WEEK = 7 * 86_400_000;

let seed = 1;
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
}

/** The more often, the smaller its number; letters only, as words are. */
function word(): string {
  const letters: string[] = [];
  for (let rest = Math.floor(VOCABULARY ** random()); rest > 0; rest = Math.floor(rest / 20))
    letters.push("bcdfghjklmnpqrstvwxz"[rest % 20] ?? "");
  return `a${letters.join("")}o`;
}
const text = (): string => Array.from({ length: WORDS }, word).join(" ");
const termsIn = (said: string): Term[] => termsOf({ subject: "", text: said, language: "en" }, null);

const server = await startPostgres();
const url = await server.createDatabase();
const store = await openStore({ databaseUrl: url, dataDir: "" });
const sql = postgres(url);
try {
  const { id } = await store.openMailbox({
    name: "bench",
    address: "bench@shop.example",
    startedAt: new Date(0),
  });
  const lease = await store.acquireLease(id, "bench", 36_000);
  if (lease === null) throw new Error("a new mailbox has an owner already");
  await fill(id);
  const resident = process.memoryUsage().rss;
  const fresh = Array.from({ length: MEASURED }, (_, index) => count + 1 + index);
  const adding = await timed(fresh, async (ticketId) => {
    const terms = termsIn(text());
    const termIds = terms.map((term) => term.id);
    const frequencies = await store.termFrequencies(id, termIds);
    const weighted = weigh(terms, frequencies);
    const chance = chanceOf(weighted, terms, frequencies);
    const sought = { language: "en", terms: lookedUp(weighted, terms), compared: weighted } as const;
    const [alike = []] = await store.alikeComplaints(id, [sought]);
    const found = ties({ language: "en", topic: "other", chance }, alike);
    await store.logComplaints(lease, [
      {
        ...{ ticketId, ledgerId: ticketId, customerId: ticketId, at: new Date(), language: "en" },
        ...{ topic: "other", rootCause: "process", severity: "normal" },
        ...{ group: joins(found) ?? { begunBy: ticketId }, terms: weighted, termIds },
        ...{ ties: found.map((tie) => [tie.id, tie.strength] as const) },
      },
    ]);
  });
  let found = 0;
  const searching = await timed(fresh, async (ticketId) => {
    found += (await store.alike(ticketId, 5)).length;
  });
  const now = new Date();
  const grouping = await timed([1, 2, 3], async () => {
    regroup(await store.groupedComplaints(id, new Date(now.getTime() - 26 * WEEK), 5_000));
  });
  const starts = [5, 4, 3, 2, 1].map((weeks) => new Date(now.getTime() - weeks * WEEK));
  const telling = await timed([1, 2, 3, 4, 5], async () => {
    await store.digestFacts(id, { starts, to: now, timeZone: "Europe/Budapest", now });
    await store.stock(id, now);
    await store.silentCustomers(id, now, 100);
  });
  const grown = Math.round((process.memoryUsage().rss - resident) / 1e6);
  process.stdout.write(
    `| at ${count} complaints, all of solved tickets | p50 | p99 |\n| --- | --- | --- |\n`,
  );
  process.stdout.write(`| one more complaint: alike ones found, logged | ${figures(adding)} |\n`);
  process.stdout.write(`| the newest 5,000 grouped anew (each hour) | ${figures(grouping)} |\n`);
  process.stdout.write(
    `| a card's alike solved tickets, ${found / MEASURED} found | ${figures(searching)} |\n`,
  );
  process.stdout.write(`| figures and lists of a week's digest | ${figures(telling)} |\n\n`);
  process.stdout.write(`resident: ${Math.round(resident / 1e6)} MB before, ${grown} MB more after\n`);
} finally {
  await sql.end();
  await store.close();
  await server.stop();
}

async function timed(items: readonly number[], work: (item: number) => Promise<void>): Promise<number[]> {
  const milliseconds: number[] = [];
  for (const item of items) {
    const start = performance.now();
    await work(item);
    milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}

function figures(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const figure = (share: number) => `${sorted[Math.floor(share * sorted.length)]?.toFixed(0)} ms`;
  return `${figure(0.5)} | ${figure(0.99)}`;
}

/** A year of solved complaints, each in a group of its own, and what they look like from all sides. */
async function fill(mailboxId: number): Promise<void> {
  const all = count + MEASURED;
  await sql`insert into customers (id, names, language, first_contact, last_contact, contacts, rhythm) overriding system value
    select n, '["Ann"]', 'en', now() - interval '400 days', now() - n * interval '365 days' / ${count}::float8, 2, '[1]'
    from generate_series(1, ${all}::integer) as n`;
  await sql`insert into tickets (id, mailbox_id, customer_id, messages, last_message_at, folder, priority, kind, complaint,
      language, opened_at, last_customer_at, first_answer_at, last_answer_at, resolved_at, state, indexed_at, logged_at, answer_to)
    select n, ${mailboxId}, n, 1, at, 'today', 'high', 'complaint', true, 'en', at, at, at + interval '4 hours', at + interval '4 hours',
      at + interval '1 day', 'resolved', now(), case when n <= ${count} then now() end, '{"name": "", "address": "ann@example.org"}'
    from (select n, now() - (${all}::integer - n) * interval '365 days' / ${count}::float8 as at
      from generate_series(1, ${all}::integer) as n) as made`;
  await sql`insert into ledger (id, mailbox_id, first_folder, first_uid_validity, first_uid, folder, uid_validity, uid, state, ticket_id)
    overriding system value
    select id, ${mailboxId}, 'INBOX', 1, id, 'INBOX', 1, id, 'filed', id from tickets`;
  await sql`insert into events (mailbox_id, at, type, ticket_id, codes)
    select ${mailboxId}, opened_at + hours * interval '1 hour', type, id, '{}' from tickets
    cross join (values ('TicketOpened', 0), ('AgentAnswered', 4), ('PromiseKept', 4), ('TicketResolved', 24)) as happened(type, hours)`;
  const holding = new Map<number, number>();
  for (let first = 1; first <= all; first += CHUNK) {
    const tickets = Array.from({ length: Math.min(CHUNK, all - first + 1) }, (_, index) => first + index);
    const said = tickets.map((id) => ({ id, text: text() }));
    await sql`insert into messages (ledger_id, mailbox_id, content, "references", subject, text, internal_date, size, decision)
      select said.id, ${mailboxId}, said.id, '[]', '', said.text, opened_at, 1000,
        '{"disposition": "human", "folder": "today", "keywords": []}'
      from jsonb_to_recordset(${sql.json(said)}) as said(id bigint, text text) join tickets on tickets.id = said.id`;
    const terms = said.flatMap(({ id, text: words }) => {
      if (id > count) return [];
      const own = termsIn(words);
      const weighted = weigh(own, { messages: id, holding });
      for (const term of own) holding.set(term.id, (holding.get(term.id) ?? 0) + 1);
      return weighted.map(([term, weight]) => ({ term, mailbox_id: mailboxId, ticket_id: id, weight }));
    });
    await sql`insert into complaint_terms select * from jsonb_to_recordset(${sql.json(terms)})
      as t(term integer, mailbox_id integer, ticket_id bigint, weight real)`;
    process.stderr.write(`${tickets.at(-1)} of ${all} stored\n`);
  }
  await sql`insert into complaint_groups (mailbox_id) select ${mailboxId} from generate_series(1, ${count}::integer)`;
  await sql`insert into complaints (ticket_id, mailbox_id, ledger_id, customer_id, at, language, topic, root_cause, severity, group_id, ties)
    select id, mailbox_id, id, id, opened_at, 'en', 'other', 'process', 'normal', id, '[]' from tickets where id <= ${count}`;
  const counts = [[-1, count] as const, ...holding].map(([term, complaints]) => ({ term, complaints }));
  await sql`insert into complaint_term_counts select term, ${mailboxId}, complaints
    from jsonb_to_recordset(${sql.json(counts)}) as t(term integer, complaints integer)`;
  await sql`insert into solved_tickets select ledger_id, ${mailboxId}, 'en',
    array_to_tsvector(tsvector_to_array(to_tsvector('english', text))), null, now() from messages where ledger_id <= ${count}`;
  await sql`insert into solved_words select word, ${mailboxId}::integer, 'en', word, ndoc from ts_stat('select words from solved_tickets')
    union all select '', ${mailboxId}::integer, 'en', '', ${count}::integer`;
  await sql`analyze`;
}
