// A weekly digest at 100,000 complaints, all of them of the last half year: node bench/digest.ts
import { performance } from "node:perf_hooks";
import postgres from "postgres";
import { makeDigest } from "../src/jobs/digest.ts";
import { periodAt } from "../src/policy/period.ts";
import { rastered } from "../src/smtp/raster.ts";
import { loadTemplates, render } from "../src/smtp/template.ts";
import { openStore } from "../src/store/open.ts";
import { rulesOf } from "../src/triage/desk.ts";
import { config } from "../test/support/config.ts";
import { startPostgres } from "../test/support/postgres.ts";
import { decision } from "../test/support/store.ts";

const COMPLAINTS = 100_000;
const NOW = new Date("2026-11-23T07:30:00Z");

const server = await startPostgres();
try {
  const url = await server.createDatabase();
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const store = await openStore({ databaseUrl: url, dataDir: "" });
  const mailbox = await store.openMailbox({ name: "s", address: "s@shop.example", startedAt: new Date(0) });
  await fill(sql, mailbox.id);
  const desk = {
    config: config(),
    mailbox,
    store,
    secret: "key",
    now: () => NOW,
    publicUrl: null,
    covered: [],
  };
  const rules = rulesOf({ config: desk.config, habits: { measured: {}, answersSeen: true } });
  const templates = loadTemplates("templates", null);
  const period = periodAt("weekly", new Date("2026-11-18T12:00:00Z"), "UTC");
  for (const round of ["first", "again", "again"]) {
    const began = performance.now();
    const digest = await makeDigest(desk, { period, reader: null, actions: [] }, rules);
    const made = performance.now();
    const values = { company: "Shop", mailboxAddress: "s@shop.example", timeZone: "UTC", digest };
    const { pictures } = render(templates, {
      name: "digest",
      manner: "plain",
      language: "en",
      values,
      now: NOW,
    });
    await rastered(pictures);
    const seconds = (ms: number): string => (ms / 1000).toFixed(2);
    const { now, before } = digest.complaints;
    process.stdout.write(
      `${round}: ${seconds(made - began)} s to reckon (${now} complaints, ${before} the week before), ` +
        `${seconds(performance.now() - made)} s to write and draw; ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
    );
  }
  await store.close();
  await sql.end();
} finally {
  await server.stop();
}

/** One message and one ticket a complaint, 20,000 customers, 2,000 groups; most are answered, some break a promise. */
async function fill(sql: postgres.Sql, mailbox: number): Promise<void> {
  const at = sql`timestamptz '2026-11-23' - i * interval '157 seconds'`;
  const judged = sql.json(JSON.parse(JSON.stringify(decision({ language: "en" }))));
  await sql`insert into customers (names) select '["Customer"]'::jsonb from generate_series(1, 20000)`;
  await sql`insert into customer_addresses (address, customer_id) select 'c' || id || '@x.example', id from customers`;
  await sql`insert into tickets (id, mailbox_id, customer_id, customer_address, messages, last_message_at, state, folder,
      priority, kind, topic, complaint, opened_at, first_answer_at, last_answer_at, last_customer_at, resolved_at,
      answer_due_at, recurrence, complaints_in_window, logged_at)
    select i, ${mailbox}, 1 + i % 20000, 'c' || (1 + i % 20000) || '@x.example', 1, ${at},
      case when i % 20 = 0 then 'open' else 'resolved' end, 'today', (array['urgent','high','normal','low'])[1 + i % 4],
      'complaint', 'delivery', true, ${at}, case when i % 20 = 0 then null else ${at} + interval '3 hours' end,
      case when i % 20 = 0 then null else ${at} + interval '3 hours' end, ${at},
      case when i % 20 = 0 then null else ${at} + interval '1 day' end,
      case when i % 20 = 0 then ${at} + interval '4 hours' end, i % 7 / 6, i % 4, ${at}
    from generate_series(1, ${COMPLAINTS}::int) i`;
  await sql`insert into ledger (mailbox_id, first_folder, first_uid_validity, first_uid, folder, uid_validity, uid, state,
      fingerprint, message_id, ticket_id, role, created_at, filed_at)
    select ${mailbox}, 'INBOX', 1, i, 'Today', 1, i, 'filed', 'f' || i, '<' || i || '@x>', i, 'today', ${at}, ${at}
    from generate_series(1, ${COMPLAINTS}::int) i`;
  await sql`insert into messages (ledger_id, mailbox_id, customer_id, content, "references", from_name, from_address,
      subject, text, internal_date, size, decision)
    select l.id, ${mailbox}, 1 + l.uid % 20000, 'c' || l.uid, '[]', 'Customer', 'c@x.example', 'Kettle ' || l.uid % 2000,
      repeat('The lid of my kettle drips and nobody answers. ', 12), l.created_at, 4000, ${judged} from ledger l`;
  await sql`insert into complaint_groups (mailbox_id) select ${mailbox} from generate_series(1, 2000)`;
  await sql`insert into complaints (ticket_id, mailbox_id, ledger_id, customer_id, at, language, topic, root_cause,
      severity, group_id, ties)
    select t.id, ${mailbox}, l.id, t.customer_id, t.opened_at, 'en',
      (array['delivery','billing','outage'])[1 + t.id % 3], 'process', 'high', 1 + t.id % 2000, '[]'
    from tickets t join ledger l on l.ticket_id = t.id`;
  await sql`insert into events (mailbox_id, at, type, ticket_id, codes)
    select ${mailbox}, t.opened_at + n * interval '1 hour', type, t.id, '{}' from tickets t,
      unnest(array['MessageDecided','TicketOpened','AgentAnswered','PromiseMade','PromiseKept','TicketResolved'])
      with ordinality as told(type, n)`;
  await sql`insert into ratings (ticket_id, rating, comment, at)
    select id, case when id % 9 = 0 then 'not' else 'good' end, '', opened_at + interval '2 days' from tickets where id % 5 = 1`;
}
