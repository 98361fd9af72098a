import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tick } from "../../src/jobs/tick.ts";
import { type Crowd, NOW, openCrowd } from "../support/crowd.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

const NEVER = new AbortController().signal;
const OPEN = 10_000;

describe("a tick of the scheduler with ten thousand open tickets", () => {
  let server: TestPostgres;
  let crowd: Crowd;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    crowd = await openCrowd(url, OPEN);
  });
  afterAll(async () => {
    await crowd.close();
    await server.stop();
  });

  it("finds what is due by the index of the tickets' timers", async () => {
    const plan = await crowd.sql`explain select * from tickets
      where mailbox_id = ${crowd.desk.mailbox.id} and next_at <= ${NOW} order by next_at limit 500`;
    expect(JSON.stringify(plan)).toContain("Index Scan using tickets_due");
    expect(JSON.stringify(plan)).not.toContain("Seq Scan");
  });

  it("looks at those that are due, and reads no table from end to end", async () => {
    await crowd.fallDue(100);
    await crowd.sql`select pg_stat_reset()`;
    expect(await tick(crowd.desk, NEVER)).toBe(100);
    expect(await crowd.desk.store.dueTickets(crowd.desk.mailbox.id, NOW, 10)).toEqual([]);
    // What a session counts is known when it ends.
    await crowd.desk.store.close();
    const read = await crowd.sql`select relname, seq_scan::int as whole, idx_scan::int as indexed
      from pg_stat_user_tables where relname in ('tickets', 'ledger', 'messages', 'customer_addresses')`;
    expect(read).toHaveLength(4);
    for (const { relname, whole, indexed } of read) {
      expect(`${relname}: ${whole}`).toBe(`${relname}: 0`);
      expect(indexed).toBeGreaterThan(0);
    }
    const [told] = await crowd.sql`select count(*)::int as notes from outbox where kind = 'progress'`;
    expect(told?.notes).toBe(100);
  });
});
