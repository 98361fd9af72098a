import postgres from "postgres";
import { loadConfig } from "../../src/config/load.ts";
import type { TickDesk } from "../../src/jobs/tick.ts";
import { openStore } from "../../src/store/open.ts";

/** A mailbox with many open tickets, as its scheduler sees it. */
export interface Crowd {
  readonly desk: TickDesk;
  readonly clock: { now: Date };
  /** Makes so many tickets fall due now. */
  fallDue(count: number): Promise<void>;
  /** Plain SQL on the same database. */
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

export const NOW = new Date("2026-11-10T10:00:00Z");
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Complaints of as many customers, all waiting for a first answer; the next thing falls due in the days to come. */
export async function openCrowd(url: string, count: number): Promise<Crowd> {
  const [config] = loadConfig({
    ADDRESS: "support@shop.example",
    IMAP_URL: "imaps://u:p@mail.shop.example",
    SMTP_URL: "smtps://u:p@mail.shop.example",
    AGENTS: "anna@shop.example",
    COMPLAINTS_MANAGER: "complaints@shop.example",
    TIME_ZONE: "Europe/Budapest",
  }).mailboxes;
  if (config === undefined) throw new Error("no mailbox");
  const store = await openStore({ databaseUrl: url, dataDir: "" });
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const mailbox = await store.openMailbox({
    name: config.policy.name,
    address: config.address,
    startedAt: new Date("2026-10-01T00:00:00Z"),
  });
  const lease = await store.acquireLease(mailbox.id, "crowd", 3600);
  if (lease === null) throw new Error("the mailbox has an owner already");
  await fill(sql, mailbox.id, count);
  const clock = { now: NOW };
  const desk: TickDesk = {
    config,
    mailbox,
    store,
    secret: "s".repeat(32),
    now: () => clock.now,
    log: silent,
    lease: () => lease,
    folders: FOLDERS,
    habits: { measured: {}, answersSeen: true },
    publicUrl: null,
  };
  return {
    desk,
    clock,
    sql,
    fallDue: async (due) => {
      await sql`update tickets set next_at = ${NOW}, promised_until = ${new Date(NOW.getTime() + 600_000)},
        promise_notes = 0, warned_at = null, missed_at = null, version = version + 1
        where id in (select id from tickets order by id desc limit ${due})`;
      await sql`delete from outbox`;
    },
    close: async () => {
      await sql.end();
      await store.close();
    },
  };
}

const FOLDERS = {
  attention: "attention",
  automatic: "automatic",
  urgent: "urgent",
  vip: "vip",
  vocal: "vocal",
  silent: "silent",
  today: "today",
  happy: "happy",
  low: "low",
  frequent: "frequent",
  queue: "queue",
  escalated: "escalated",
  resolved: "resolved",
};

async function fill(sql: postgres.Sql, mailboxId: number, count: number): Promise<void> {
  await sql`insert into customers (names) select '["Ann Baker"]' from generate_series(1, ${count})`;
  await sql`insert into customer_addresses (address, customer_id)
    select 'c' || id || '@d' || id || '.example', id from customers`;
  await sql`insert into tickets (id, mailbox_id, customer_id, customer_address, answer_to, messages, last_message_at,
      next_at, folder, priority, kind, topic, complaint, language, opened_at, last_customer_at, answer_due_at,
      solution_due_at, promised_at, promised_until)
    select id, ${mailboxId}, id, 'c' || id || '@d' || id || '.example',
      jsonb_build_object('name', 'Ann Baker', 'address', 'c' || id || '@d' || id || '.example'), 1, opened,
      ${NOW}::timestamptz + id * interval '1 minute', 'today', 'high', 'complaint', 'delivery', true, 'en', opened, opened,
      ${NOW}::timestamptz + (30 + id) * interval '1 minute', ${NOW}::timestamptz + interval '9 days', opened,
      ${NOW}::timestamptz + (20 + id) * interval '1 minute'
    from (select id, ${NOW}::timestamptz - interval '3 hours' as opened from customers) as each`;
  await sql`insert into ledger (mailbox_id, first_folder, first_uid_validity, first_uid, folder, uid_validity, uid, state,
      fingerprint, message_id, ticket_id, role)
    select ${mailboxId}, 'INBOX', 1, id, 'today', 1, id, 'filed', 'f' || id, '<m' || id || '@c.example>', id, 'today'
    from tickets`;
  await sql`insert into messages (ledger_id, mailbox_id, customer_id, content, "references", subject, text, internal_date,
      size, decision)
    select id, ${mailboxId}, ticket_id, 'c' || id, '[]', 'Where is my parcel?', repeat('It has not come. ', 20),
      ${NOW}::timestamptz, 1000, '{"disposition": "human"}' from ledger`;
  await sql`insert into events (mailbox_id, at, type, ticket_id, codes)
    select ${mailboxId}, ${NOW}::timestamptz, 'MessageDecided', id, '{}' from tickets`;
  await sql`analyze`;
}
