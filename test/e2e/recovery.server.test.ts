import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LeaseLostError } from "../../src/errors.ts";
import type { House } from "../../src/main/house.ts";
import type { Store } from "../../src/store/store.ts";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(async () => {
  await town.stop();
});

const answersTo = (address: string) => town.sink.messages.filter((message) => message.to.includes(address));

/** The house with one method of its store run after something else has happened. */
function before(method: keyof Store, happens: (store: Store) => Promise<void>): (house: House) => House {
  return (house) => {
    const store = new Proxy(house.store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (name !== method || typeof member !== "function") return member;
        return async (...parameters: readonly unknown[]) => {
          await happens(house.store);
          return member(...parameters);
        };
      },
    });
    return { ...house, store };
  };
}

/** As if this worker had stalled until its lease ran out and another took the mailbox. */
async function takeOver(place: Place, store: Store): Promise<void> {
  const sql = postgres(place.env.DATABASE_URL ?? "", { max: 1 });
  const [row] = await sql`update mailboxes set lease_expires_at = now() - interval '1 second' returning id`;
  await sql.end();
  await store.acquireLease(row?.id, "another worker", 60);
}

describe("a worker that stalls while another takes its mailbox over", () => {
  it.each(["commit", "markFiled", "checkLease"] as const)(
    "writes, moves and sends nothing at %s",
    async (method) => {
      const place = await newPlace(town);
      await place.once();
      const from = `stalled-${method.toLowerCase()}@customer.example`;
      await place.deliver(mail({ from }));
      const stalled = place.once({ house: before(method, (store) => takeOver(place, store)) });
      await expect(stalled).rejects.toBeInstanceOf(LeaseLostError);
      expect(answersTo(from)).toEqual([]);
      const sql = postgres(place.env.DATABASE_URL ?? "", { max: 1 });
      await sql`update mailboxes set lease_expires_at = now() - interval '1 second'`;
      await sql.end();
      await place.once();
      expect((await place.look()).INBOX).toBeUndefined();
      expect(answersTo(from)).toHaveLength(1);
      place.clean();
    },
  );
});

describe("another UIDVALIDITY", () => {
  it("answers nothing twice and moves nothing that agents put back", async () => {
    const place = await newPlace(town);
    await place.deliver(mail({ from: "old@customer.example", subject: "from before" }));
    await place.once();
    const from = "renumbered@customer.example";
    await place.deliver(mail({ from, subject: "filed" }));
    await place.once();
    const [folder] = Object.keys(await place.look()).filter((path) => path !== "INBOX");
    await place.agent(async (client) => {
      await client.mailboxOpen(folder ?? "");
      await client.messageMove("1:*", "INBOX");
    });
    place.renumber();
    await place.deliver(mail({ from: "new@customer.example", subject: "new" }));
    await place.once();
    const subjects = (await place.look()).INBOX?.map((one) => one.subject).sort();
    expect(subjects).toEqual(["filed", "from before"]);
    expect(answersTo(from)).toHaveLength(1);
    expect(answersTo("old@customer.example")).toEqual([]);
    expect(answersTo("new@customer.example")).toHaveLength(1);
    place.clean();
  });
});

describe("a mail server that refuses an acknowledgement", () => {
  it("with 4xx is asked again, with 5xx no more", async () => {
    const place = await newPlace(town);
    await place.once();
    const codes: Record<string, number> = { "busy@customer.example": 450, "gone@customer.example": 550 };
    for (const from of Object.keys(codes)) await place.deliver(mail({ from }));
    town.sink.refuse = (message) => codes[message.to[0] ?? ""] ?? null;
    await place.once();
    town.sink.refuse = null;
    const later = () => new Date(Date.now() + 3_600_000);
    await place.once({ house: (house) => ({ ...house, now: later }) });
    expect(answersTo("busy@customer.example")).toHaveLength(1);
    expect(answersTo("gone@customer.example")).toEqual([]);
    place.clean();
  });
});

describe("a mail server that knows no such address", () => {
  it("is believed: the address gets no further mail", async () => {
    const place = await newPlace(town);
    await place.once();
    const from = "nobody@customer.example";
    town.sink.unknown.add(from);
    await place.deliver(mail({ from }));
    await place.once();
    town.sink.unknown.clear();
    await place.deliver(mail({ from, subject: "and again" }));
    await place.once();
    expect(answersTo(from)).toEqual([]);
    place.clean();
  });
});

describe("mail that cannot be read", () => {
  it("goes to Needs attention, and the queue goes on", async () => {
    const place = await newPlace(town);
    await place.once();
    const deep = `Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n`.repeat(300);
    await place.deliver(`From: hostile@customer.example\r\nSubject: deep\r\n${deep}`);
    await place.deliver(mail({ from: "next@customer.example", subject: "after it" }));
    await place.once();
    const folders = await place.look();
    expect(folders.INBOX).toBeUndefined();
    expect(folders["Support/0 Needs attention"]).toMatchObject([{ subject: "deep" }]);
    expect(answersTo("next@customer.example")).toHaveLength(1);
    place.clean();
  });
});

describe("a message that the mail server cannot hand over", () => {
  it("stops nothing: what comes behind it is filed and answered, and it ends with a person", async () => {
    const place = await newPlace(town);
    await place.once();
    await place.deliver(mail({ from: "locked@customer.example", subject: "locked" }));
    place.lock();
    const from = "behind@customer.example";
    await place.deliver(mail({ from, subject: "behind it" }));
    for (let hours = 0; hours < 12; hours += 1) {
      const later = () => new Date(Date.now() + hours * 3_600_000);
      await place.once({ house: (house) => ({ ...house, now: later }) }).catch(() => undefined);
    }
    const sql = postgres(place.env.DATABASE_URL ?? "", { max: 1 });
    const rows = await sql`select state, reason, role from ledger order by uid, id`;
    await sql.end();
    expect(rows.filter((row) => row.state === "attention" || row.state === "left")).toHaveLength(1);
    expect(rows.filter((row) => row.state === "filed")).toHaveLength(1);
    expect(answersTo(from)).toHaveLength(1);
    place.clean();
  });
});

describe("opting out", () => {
  it("by the one word that the acknowledgement names ends automatic mail to that customer", async () => {
    const place = await newPlace(town);
    await place.once();
    const from = "tired@customer.example";
    await place.deliver(mail({ from, subject: "first" }));
    await place.once();
    const id = /^Message-ID:\s*(\S+)/im.exec(answersTo(from)[0]?.source ?? "")?.[1];
    await place.deliver(mail({ from, subject: "Re: first", text: "STOP", headers: [`In-Reply-To: ${id}`] }));
    await place.deliver(mail({ from, subject: "another matter" }));
    await place.once();
    expect(answersTo(from)).toHaveLength(1);
    place.clean();
  });
});
