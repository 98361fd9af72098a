import { performance } from "node:perf_hooks";
import postgres from "postgres";
import type { Term } from "../src/classify/term.ts";
import { termsOf } from "../src/classify/terms.ts";
import { joins, lookedUp, ties, weigh } from "../src/policy/likeness.ts";
import { openStore } from "../src/store/open.ts";
import { startPostgres } from "../test/support/postgres.ts";

/*
 * node bench/complaints.ts [COUNT]: what one more complaint costs where COUNT (100,000) are stored in Postgres: looking
 * for alike ones, and writing it into the log. Made-up words, as often as words are (Zipf). Prints Markdown.
 */
const count = Number(process.argv[2] ?? 100_000);
const MEASURED = 200;
const WORDS = 60;
const VOCABULARY = 60_000;
const CHUNK = 1000;

let seed = 1;
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
}
const word = (): string => `w${Math.floor(VOCABULARY ** random())}`;
const madeUp = (): Term[] =>
  termsOf({ subject: word(), text: Array.from({ length: WORDS }, word).join(" "), language: "en" }, null);

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
  await sql`insert into tickets (id, mailbox_id, messages, last_message_at, folder, priority, opened_at, last_customer_at)
    select n, ${id}, 1, now(), 'today', 'high', now(), now() from generate_series(1, ${count + MEASURED}) as n`;
  await fill(id);
  await sql`analyze`;
  const milliseconds: number[] = [];
  for (let ticketId = count + 1; ticketId <= count + MEASURED; ticketId++) {
    const terms = madeUp();
    const termIds = terms.map((term) => term.id);
    const began = performance.now();
    const weighted = weigh(terms, await store.termFrequencies(id, termIds));
    const sought = { language: "en", terms: lookedUp(weighted, terms) } as const;
    const [alike = []] = await store.alikeComplaints(id, [sought]);
    const found = ties("en", alike);
    await store.logComplaints(lease, [
      {
        ...{ ticketId, ledgerId: ticketId, customerId: ticketId, at: new Date(), language: "en" },
        ...{ topic: "other", rootCause: "process", severity: "normal" },
        ...{ group: joins(found) ?? { begunBy: ticketId }, terms: weighted, termIds },
        ...{ ties: found.map((tie) => [tie.id, tie.strength] as const) },
      },
    ]);
    milliseconds.push(performance.now() - began);
  }
  const sorted = () => milliseconds.toSorted((a, b) => a - b);
  const figure = (share: number) => `${sorted()[Math.floor(share * milliseconds.length)]?.toFixed(0)} ms`;
  process.stdout.write(`| one more complaint at ${count} stored | p50 | p99 |\n| --- | --- | --- |\n`);
  process.stdout.write(`| alike ones found, logged | ${figure(0.5)} | ${figure(0.99)} |\n`);
  process.stdout.write(`\nresident: ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`);
} finally {
  await sql.end();
  await store.close();
  await server.stop();
}

/** Stores complaints, each in a group of its own, a thousand at a time. */
async function fill(mailboxId: number): Promise<void> {
  const holding = new Map<number, number>();
  for (let first = 1; first <= count; first += CHUNK) {
    const tickets = Array.from({ length: Math.min(CHUNK, count - first + 1) }, (_, index) => first + index);
    const terms = tickets.flatMap((ticketId) => {
      const own = madeUp();
      const weighted = weigh(own, { messages: ticketId, holding });
      for (const term of own) holding.set(term.id, (holding.get(term.id) ?? 0) + 1);
      return weighted.map(([term, weight]) => ({ term, mailbox_id: mailboxId, ticket_id: ticketId, weight }));
    });
    await sql`insert into complaint_groups (mailbox_id) select ${mailboxId} from generate_series(1, ${tickets.length})`;
    await sql`insert into complaints (ticket_id, mailbox_id, ledger_id, customer_id, at, language, topic, root_cause,
      severity, group_id, ties) select n, ${mailboxId}, n, n, now(), 'en', 'other', 'process', 'normal', n, '[]'
      from generate_series(${first}::integer, ${first + tickets.length - 1}::integer) as n`;
    await sql`insert into complaint_terms select * from jsonb_to_recordset(${sql.json(terms)})
      as t(term integer, mailbox_id integer, ticket_id bigint, weight real)`;
    process.stderr.write(`${first + tickets.length - 1} of ${count} stored\n`);
  }
  const counts = [[-1, count] as const, ...holding].map(([term, complaints]) => ({ term, complaints }));
  await sql`insert into complaint_term_counts select term, ${mailboxId}, complaints
    from jsonb_to_recordset(${sql.json(counts)}) as t(term integer, complaints integer)`;
}
