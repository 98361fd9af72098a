import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withHouse } from "../../src/cli/house.ts";
import { loadConfig } from "../../src/config/load.ts";
import { serveOnce } from "../../src/main.ts";
import type { TicketEvent } from "../../src/policy/event.ts";
import type { Ticket } from "../../src/policy/ticket.ts";
import type { CustomerRecord } from "../../src/store/customer.ts";
import type { CardFacts } from "../../src/store/tickets.ts";
import { startDovecot } from "../support/dovecot.ts";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

vi.setConfig({ testTimeout: 90_000 });

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(async () => {
  await town.stop();
});

const TEAM = {
  AGENTS: "agent@shop.example",
  SUPERVISOR: "chief@shop.example",
  COMPLAINTS_MANAGER: "complaints@shop.example",
  BUSINESS_HOURS: "always",
};

/** A mailbox, foyer's whole house for it, and what an agent and a customer do there. */
interface Scene {
  readonly place: Place;
  readonly customer: string;
  readonly id: string;
  /** `foyer run --once`, so many minutes from now. */
  run(minutes?: number): Promise<void>;
  /** What the row and the journal say of the only ticket. */
  story(): Promise<{ ticket: Ticket | undefined; events: readonly TicketEvent[]; types: readonly string[] }>;
  person(): Promise<CustomerRecord | null>;
  /** The card of the only ticket. */
  card(): Promise<CardFacts | null>;
}

let customers = 0;

/** A place where foyer has started once, and a customer's question has been filed and acknowledged. */
async function scene(
  play: (scene: Scene) => Promise<void>,
  extra: Readonly<Record<string, string>> = {},
  where: Town = town,
): Promise<void> {
  const place = await newPlace(where, { ...TEAM, ...extra });
  const name = `c${++customers}`;
  const customer = `${name}@customer.example`;
  const id = `<${name}@customer.example>`;
  await withHouse(loadConfig(place.env), async (house) => {
    const run = async (minutes = 0): Promise<void> => {
      const now = () => new Date(Date.now() + minutes * 60_000);
      const options = { backfill: false, onProgress: () => undefined };
      await serveOnce({ ...house, now }, new AbortController().signal, options);
    };
    const story = async () => {
      const [ticket] = await house.store.tickets([1]);
      const events = await house.store.ticketEvents(1);
      return { ticket, events, types: events.map(({ type }) => type) };
    };
    await run();
    await place.deliver(
      mail({
        from: `Ann Baker <${customer}>`,
        messageId: id,
        subject: SUBJECT,
        text: "Where is my parcel 4711? It was to come on Monday.",
      }),
    );
    await run();
    await play({
      place,
      customer,
      id,
      run,
      story,
      person: () => house.store.customer(customer),
      card: () => house.store.card(1),
    });
  });
  place.clean();
}

const SUBJECT = "Where is my parcel?";

const sentTo = (address: string) =>
  town.sink.messages.filter(({ to }) => to.includes(address)).map(({ source }) => source);

const templateOf = (source: string) => /^Message-ID:\s*<foyer\.\d+\.([a-z-]+)\./im.exec(source)?.[1] ?? "?";
const mailTo = (address: string) => sentTo(address).map(templateOf);

/** Where the message with this subject stands. */
async function folderOf(place: Place, subject = SUBJECT): Promise<string> {
  const folders = await place.look();
  return Object.entries(folders).find(([, list]) => list.some((one) => one.subject === subject))?.[0] ?? "";
}

async function moveTo(place: Place, target: string): Promise<void> {
  const from = await folderOf(place);
  await place.agent(async (client) => {
    await client.mailboxOpen(from);
    await client.messageMove("1:*", target);
  });
}

const answer = (
  customer: string,
  id: string,
  headers: readonly string[] = ["Subject: Re: Where is my parcel?"],
) =>
  [
    "From: Shop <support@shop.example>",
    `To: ${customer}`,
    `Message-ID: <answer-${id.slice(1)}`,
    `In-Reply-To: ${id}`,
    `References: ${id}`,
    ...headers,
    "",
    "It comes tomorrow.",
    "",
  ].join("\r\n");

const keepInSent = (place: Place, raw: string) =>
  place.agent((client) => client.append("Sent", raw, ["\\Seen"]));

const answersIn = (types: readonly string[]) => types.filter((type) => type === "AgentAnswered").length;

describe("an agent answers", () => {
  it("from a mail client that keeps its copy in Sent", () =>
    scene(async ({ place, customer, id, run, story, card }) => {
      await keepInSent(place, answer(customer, id));
      await run();
      expect((await card())?.answer?.text).toBe("It comes tomorrow.");
      const { ticket, events } = await story();
      expect(ticket).toMatchObject({ state: "waiting-customer", answerDueAt: null });
      expect(events.find(({ type }) => type === "AgentAnswered")).toMatchObject({ via: "sent" });
      await run();
      expect(answersIn((await story()).types)).toBe(1);
    }));

  it("and one message in Sent that the server does not hand over hides no other", () =>
    scene(async ({ place, customer, id, run, story }) => {
      const broken = answer("x@customer.example", "<x@customer.example>");
      await keepInSent(place, broken);
      await keepInSent(place, answer(customer, id));
      const mail = join(town.dovecot.directory, "home", place.user, "mail");
      const files = readdirSync(mail, { recursive: true }).map((file) => join(mail, String(file)));
      const inSent = files.filter((file) => /Sent\/(?:cur|new)\/./.test(file));
      const file = inSent.find((one) => readFileSync(one, "utf8").includes("x@customer.example"));
      chmodSync(file ?? "", 0);
      for (let tries = 0; tries < 5; tries++) await run().catch(() => undefined);
      expect((await story()).ticket?.state).toBe("waiting-customer");
    }));

  it("from another account with the mailbox in Cc: it counts, is filed and not acknowledged", () =>
    scene(async ({ place, customer, id, run, story }) => {
      const headers = ["Cc: support@shop.example", `In-Reply-To: ${id}`];
      const from = "Agent <agent@shop.example>";
      await place.deliver(mail({ from, to: customer, subject: "Re: Where is my parcel?", headers }));
      await run();
      const { ticket, events } = await story();
      expect(ticket?.state).toBe("waiting-customer");
      expect(events.find(({ type }) => type === "AgentAnswered")).toMatchObject({ via: "copy" });
      expect(await folderOf(place, "Re: Where is my parcel?")).toBe("Support/Automatic");
      expect(mailTo("agent@shop.example")).not.toContain("acknowledgement");
      expect(mailTo(customer)).toEqual(["acknowledgement"]);
    }));

  it("and the answer that is both in Sent and in INBOX, by a Bcc rule, counts once", () =>
    scene(async ({ place, customer, id, run, story }) => {
      await keepInSent(place, answer(customer, id));
      await run();
      await place.deliver(answer(customer, id));
      await run();
      expect(answersIn((await story()).types)).toBe(1);
    }));

  it("and only the flag \\Answered tells of it", () =>
    scene(async ({ place, run, story }) => {
      const folder = await folderOf(place);
      await place.agent(async (client) => {
        await client.mailboxOpen(folder);
        await client.messageFlagsAdd("1:*", ["\\Answered"]);
      });
      await run();
      const { ticket, events } = await story();
      expect(ticket?.state).toBe("waiting-customer");
      expect(events.find(({ type }) => type === "AgentAnswered")).toMatchObject({ via: "flag", by: null });
      await run();
      expect(answersIn((await story()).types)).toBe(1);
    }));

  it("on a server with neither CONDSTORE nor IDLE: in Sent, and by the flag alone, of which only a search tells", async () => {
    const capability = "IMAP4rev1 ID NAMESPACE SPECIAL-USE UIDPLUS MOVE";
    const bare = { ...town, dovecot: await startDovecot({ capability }) };
    try {
      const noted = { state: "waiting-customer" };
      await scene(
        async ({ place, customer, id, run, story }) => {
          await keepInSent(place, answer(customer, id));
          await run();
          expect((await story()).ticket).toMatchObject(noted);
        },
        {},
        bare,
      );
      await scene(
        async ({ place, run, story }) => {
          const folder = await folderOf(place);
          await place.agent(async (client) => {
            await client.mailboxOpen(folder);
            await client.messageFlagsAdd("1:*", ["\\Answered"]);
          });
          await run();
          expect((await story()).ticket).toMatchObject(noted);
        },
        {},
        bare,
      );
    } finally {
      await bare.dovecot.stop();
    }
  });

  it("which neither an out-of-office note nor a forward to a supplier in Sent is", () =>
    scene(async ({ place, customer, id, run, story }) => {
      await keepInSent(place, answer(customer, id, ["Subject: Re: parcel", "Auto-Submitted: auto-replied"]));
      await keepInSent(place, answer(customer, id, ["Subject: Fwd: Where is my parcel?"]));
      await run();
      expect((await story()).ticket?.state).toBe("open");
    }));

  it("while the acknowledgement waits: it does not go", () =>
    scene(
      async ({ place, customer, id, run }) => {
        await keepInSent(place, answer(customer, id));
        await run(2);
        expect(sentTo(customer)).toEqual([]);
      },
      { ACK_HOLD: "60" },
    ));
});

describe("an agent moves the message to Escalated", () => {
  it("and back within the settling time: nothing happens", () =>
    scene(async ({ place, customer, run, story }) => {
      const home = await folderOf(place);
      await moveTo(place, "Support/Escalated");
      await run();
      await moveTo(place, home);
      await run(1);
      await run(10);
      const { ticket, types } = await story();
      expect(ticket?.state).toBe("open");
      expect(types).not.toContain("MessageMoved");
      expect(mailTo(customer)).toEqual(["acknowledgement"]);
    }));

  it("and leaves it there: who takes over has the summary with the thread, the customer hears who has it", () =>
    scene(
      async ({ place, customer, id, run, story }) => {
        await moveTo(place, "Support/Escalated");
        await run();
        expect(sentTo("boss@shop.example")).toEqual([]);
        await run(3);
        const { ticket, events, types } = await story();
        const [summary = "", ...more] = sentTo("boss@shop.example");
        expect(more).toEqual([]);
        expect(templateOf(summary)).toBe("handed-over");
        expect(summary).toMatch(/^Content-Type: message\/rfc822/im);
        expect(summary).toContain(`Message-ID: ${id}`);
        expect(mailTo(customer)).toEqual(["acknowledgement", "handover"]);
        expect(sentTo(customer)[1]).toContain("Ilse Boss");
        expect(ticket?.state).toBe("escalated");
        expect(ticket?.handoverDueAt).toBeInstanceOf(Date);
        expect(types).toEqual(expect.arrayContaining(["MessageMoved", "HandedOver"]));
        const moved = events.find(({ type }) => type === "MessageMoved");
        expect(moved).toMatchObject({ to: "escalated", carries: true });
        await run(4);
        expect(sentTo("boss@shop.example")).toHaveLength(1);
      },
      { SUPERVISOR: "Ilse Boss <boss@shop.example>", COMPLAINTS_MANAGER: "boss@shop.example" },
    ));
});

describe("an agent moves the message to Resolved", () => {
  it("after an answer: the answer was the last word", () =>
    scene(async ({ place, customer, id, run, story }) => {
      await keepInSent(place, answer(customer, id));
      await moveTo(place, "Support/Resolved");
      await run();
      await run(3);
      await run(20);
      expect((await story()).ticket?.state).toBe("resolved");
      expect(mailTo(customer)).not.toContain("solved");
    }));

  it("and writes right after it: that was the last word, too", () =>
    scene(async ({ place, customer, id, run }) => {
      await moveTo(place, "Support/Resolved");
      await run();
      await run(3);
      await keepInSent(place, answer(customer, id));
      await run(20);
      expect(mailTo(customer)).toEqual(["acknowledgement"]);
    }));

  it("without an answer: the customer is told that it is solved", () =>
    scene(async ({ place, customer, run, story }) => {
      await moveTo(place, "Support/Resolved");
      await run();
      await run(3);
      await run(20);
      expect((await story()).ticket?.state).toBe("resolved");
      expect(mailTo(customer)).toEqual(["acknowledgement", "solved"]);
    }));

  it("and out of it again: the ticket is open, and nobody is told", () =>
    scene(async ({ place, customer, run, story }) => {
      const home = await folderOf(place);
      await moveTo(place, "Support/Resolved");
      await run();
      await run(3);
      await moveTo(place, home);
      await run(4);
      await run(7);
      await run(20);
      const { ticket, types } = await story();
      expect(ticket?.state).toBe("open");
      expect(types).toContain("ResolutionCancelled");
      expect(mailTo(customer)).toEqual(["acknowledgement"]);
    }));
});

it("a message that was moved to Archive unanswered stays somebody's to answer", () =>
  scene(async ({ place, run, story }) => {
    await moveTo(place, "Archive");
    await run();
    await run(3);
    const { ticket, events } = await story();
    expect(ticket?.state).toBe("open");
    expect(events.find(({ type }) => type === "MessageMoved")).toMatchObject({ to: "archive" });
  }));

it("thanks for the answer reopen nothing and draw no answer; 'still not here' reopens with priority", () =>
  scene(async ({ place, customer, id, run, story }) => {
    const reply = (text: string) =>
      mail({ from: customer, subject: "Re: Where is my parcel?", headers: [`In-Reply-To: ${id}`], text });
    await keepInSent(place, answer(customer, id));
    await run();
    await place.deliver(reply("Thank you very much!"));
    await run();
    expect((await story()).ticket).toMatchObject({ state: "waiting-customer", followUp: "confirmed" });
    expect(mailTo(customer)).toEqual(["acknowledgement"]);
    await place.deliver(reply("It is still not here. The problem is not solved."));
    await run();
    const { ticket, types } = await story();
    expect(ticket?.state).toBe("reopened");
    expect(["urgent", "high"]).toContain(ticket?.priority);
    expect(types).toContain("TicketReopened");
  }));

it("a complaint that was answered is followed up, unless an agent's keyword says not to", async () => {
  const complain = (name: string) =>
    mail({
      from: `${name}@customer.example`,
      messageId: `<${name}@customer.example>`,
      subject: "Broken kettle",
      text: "I am very disappointed. The kettle you sent me leaks and this is the second time. I complain formally.",
    });
  const place = await newPlace(town, { ...TEAM, FOLLOW_UP_DAYS: "complaints 5, others off" });
  await withHouse(loadConfig(place.env), async (house) => {
    const run = (days = 0) => {
      const now = () => new Date(Date.now() + days * 86_400_000);
      const options = { backfill: false, onProgress: () => undefined };
      return serveOnce({ ...house, now }, new AbortController().signal, options);
    };
    await run();
    for (const name of ["asked", "spared"]) await place.deliver(complain(name));
    await run();
    for (const name of ["asked", "spared"])
      await keepInSent(place, answer(`${name}@customer.example`, `<${name}@customer.example>`));
    await run();
    const [row] = await house.store.explain({ messageId: "<spared@customer.example>" });
    await place.agent(async (client) => {
      await client.mailboxOpen(row?.ledger.ref.folder ?? "");
      await client.messageFlagsAdd([row?.ledger.ref.uid ?? 0], ["foyer-no-followup"], { uid: true });
    });
    await run(5.9);
    expect(mailTo("asked@customer.example")).toContain("followup");
    expect(mailTo("spared@customer.example")).not.toContain("followup");
    const [ticket] = await house.store.tickets([row?.ledger.ticketId ?? 0]);
    expect(ticket).toMatchObject({ followUp: "excused", followUpCode: "no-follow-up" });
  });
  place.clean();
});

it("a bounce of the acknowledgement makes the address dead", () =>
  scene(async ({ place, customer, run, story, person }) => {
    const [acknowledgement = ""] = sentTo(customer);
    const own = /^Message-ID:\s*(<[^>]+>)/im.exec(acknowledgement)?.[1] ?? "";
    await place.deliver(bounce(customer, own));
    await run();
    expect((await story()).types).toContain("AddressDied");
    expect((await person())?.dead).toBe(true);
  }));

/** RFC 3464, as Postfix writes it. */
const bounce = (customer: string, id: string) =>
  [
    "From: MAILER-DAEMON@mx.example",
    "To: support@shop.example",
    "Subject: Undelivered Mail Returned to Sender",
    "Message-ID: <bounce@mx.example>",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "It could not be delivered.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    `Final-Recipient: rfc822; ${customer}`,
    "Action: failed",
    "Status: 5.1.1",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${id}`,
    "--b--",
    "",
  ].join("\r\n");
