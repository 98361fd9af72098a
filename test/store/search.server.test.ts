import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexSolved } from "../../src/jobs/solved.ts";
import { openStore } from "../../src/store/open.ts";
import type { Lease, Mailbox, Store } from "../../src/store/store.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { decision, opened, openedMailbox, opening, storedMessage } from "../support/store.ts";

const SOLVED = 3_000;
const NEVER = new AbortController().signal;

describe("solved tickets on Postgres", () => {
  let server: TestPostgres;
  let store: Store;
  let sql: postgres.Sql;
  let mailbox: Mailbox;
  let lease: Lease;
  let uid = 1_000_000;

  beforeAll(async () => {
    server = await startPostgres();
    const url = await server.createDatabase();
    store = await openStore({ databaseUrl: url, dataDir: "" });
    sql = postgres(url, { max: 1, onnotice: () => undefined });
    ({ mailbox, lease } = await openedMailbox(store));
    await sql`insert into tickets (id, mailbox_id, messages, last_message_at, folder, priority, opened_at,
        last_customer_at, state, resolved_at, customer_address)
      select n, ${mailbox.id}, 1, now(), 'today', 'high', now(), now(), 'resolved', now(), 'ann@example.org' from generate_series(1, ${SOLVED}) n`;
    await sql`insert into ledger (mailbox_id, first_folder, first_uid_validity, first_uid, folder, uid_validity, uid, state, ticket_id)
      select ${mailbox.id}, 'INBOX', 1, n, 'INBOX', 1, n, 'filed', n from generate_series(1, ${SOLVED}) n`;
    await sql`insert into messages (ledger_id, mailbox_id, content, "references", subject, text, internal_date, size)
      select id, mailbox_id, id, '[]', 'Lantern', 'The lantern is ' || translate(ticket_id::text, '0123456789', 'abcdefghij')
        || case when ticket_id % 100 = 7 then ' and the mechanism of the shutter squeaks' else ' and dim' end, now(), 1
      from ledger`;
    await sql`select setval('ticket_numbers', ${SOLVED + 1})`;
    const desk = { store, mailbox, lease: () => lease, now: () => new Date(Date.now() + 1000) };
    expect(await indexSolved(desk, NEVER)).toBe(SOLVED);
    await sql`analyze`;
  }, 120_000);
  afterAll(async () => {
    await sql.end();
    await store.close();
    await server.stop();
  });

  async function ask(text: string): Promise<number> {
    const one = await opening(store, ++uid, {
      message: storedMessage(uid, { subject: "", text }),
      decision: decision({ language: "en" }),
      events: [opened({ language: "en" })],
      outbox: [],
    });
    await store.commit(lease, [one], null);
    return one.ticketId ?? 0;
  }

  it("are found by words that are spelt wrong, as there are trigrams", async () => {
    const found = await store.alike(await ask("The mechanizm squeeks"), 5);
    expect(found).toHaveLength(5);
    for (const { id } of found) expect(id % 100).toBe(7);
  });

  it("are found without reading a table from end to end", async () => {
    const asked = await ask("A squeaking shutter");
    // What this session read when it filled the tables would else be counted after the reset.
    await sql`select pg_stat_force_next_flush()`;
    await sql`select pg_stat_reset()`;
    expect(await store.alike(asked, 5)).toHaveLength(5);
    // What a session counts is known when it ends.
    await store.close();
    const read =
      await sql`select relname, seq_scan::int as whole, idx_scan::int as indexed from pg_stat_user_tables
      where relname in ('solved_tickets', 'solved_words', 'tickets', 'ledger', 'messages')`;
    expect(read).toHaveLength(5);
    for (const { relname, whole, indexed } of read) {
      expect(`${relname}: ${whole}`).toBe(`${relname}: 0`);
      expect(indexed).toBeGreaterThan(0);
    }
    // As the store asks it; of so few rows Postgres would else rather read all.
    await sql`set enable_seqscan = off`;
    const plan = await sql`explain select ticket_id from solved_tickets
      where words @@ ${"'shutter' | 'squeak'"}::tsquery and mailbox_id = ${mailbox.id} and language = 'en'`;
    expect(JSON.stringify(plan)).toContain("Bitmap Index Scan on solved_tickets_words");
    expect(JSON.stringify(plan)).not.toContain("Seq Scan");
  });
});
