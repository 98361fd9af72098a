import type { ImapFlow } from "imapflow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withHouse } from "../../src/cli/house.ts";
import { loadConfig } from "../../src/config/load.ts";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

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

/** A place where foyer has started once and a customer's question has been filed and acknowledged. */
async function asked(extra: Readonly<Record<string, string>> = {}) {
  const place = await newPlace(town, { ...TEAM, ...extra });
  await place.once();
  const name = `c${++customers}`;
  const customer = `${name}@customer.example`;
  const id = `<${name}@customer.example>`;
  await place.deliver(
    mail({
      from: `Ann Baker <${customer}>`,
      messageId: id,
      subject: "Where is my parcel?",
      text: "Where is my parcel 4711? It was to come on Monday.",
    }),
  );
  await place.once();
  return { place, customer, id };
}
let customers = 0;

/** Another run, so many minutes later. */
const later = (place: Place, minutes: number) =>
  place.once({ house: (house) => ({ ...house, now: () => new Date(Date.now() + minutes * 60_000) }) });

/** What the journal and the row say of the only ticket, and what went to whom. */
async function story(place: Place) {
  return withHouse(loadConfig(place.env), async ({ store }) => {
    const [ticket] = await store.tickets([1]);
    const events = await store.ticketEvents(1);
    return { ticket, events, types: events.map(({ type }) => type) };
  });
}

const sentTo = (address: string) =>
  town.sink.messages.filter(({ to }) => to.includes(address)).map(({ source }) => source);

const templateOf = (source: string) => /^Message-ID:\s*<foyer\.\d+\.([a-z-]+)\./im.exec(source)?.[1] ?? "?";
const mailTo = (address: string) => sentTo(address).map(templateOf);

/** Where the message with this subject stands. */
async function folderOf(place: Place, subject: string): Promise<string> {
  const folders = await place.look();
  return Object.entries(folders).find(([, list]) => list.some((one) => one.subject === subject))?.[0] ?? "";
}

const moveTo =
  (target: string, subject = "Where is my parcel?") =>
  async (place: Place) => {
    const from = await folderOf(place, subject);
    await place.agent(async (client) => {
      await client.mailboxOpen(from);
      const [uid] = (await client.search({ header: { subject } }, { uid: true })) || [];
      await client.messageMove(`${uid}`, target, { uid: true });
    });
  };

const answer = (customer: string, id: string, changes: readonly string[] = []) =>
  [
    "From: Shop <support@shop.example>",
    `To: ${customer}`,
    "Subject: Re: Where is my parcel?",
    `Message-ID: <answer-${id.slice(1)}`,
    `In-Reply-To: ${id}`,
    `References: ${id}`,
    ...changes,
    "",
    "It comes tomorrow.",
    "",
  ].join("\r\n");

const append =
  (raw: string, folder = "Sent") =>
  (client: ImapFlow) =>
    client.append(folder, raw, ["\\Seen"]);

describe("an agent answers", () => {
  it("from a mail client that keeps its copy in Sent", async () => {
    const { place, customer, id } = await asked();
    await place.agent(append(answer(customer, id)));
    await place.once();
    const { ticket, events } = await story(place);
    expect(ticket).toMatchObject({ state: "waiting-customer", answerDueAt: null });
    expect(events.filter(({ type }) => type === "AgentAnswered")).toMatchObject([{ via: "sent" }]);
    await place.once();
    expect((await story(place)).types.filter((type) => type === "AgentAnswered")).toHaveLength(1);
    place.clean();
  });

  it("from another account with the mailbox in Cc: it counts, is filed and not acknowledged", async () => {
    const { place, customer, id } = await asked();
    await place.deliver(
      mail({
        from: "Agent <agent@shop.example>",
        to: customer,
        subject: "Re: Where is my parcel?",
        headers: ["Cc: support@shop.example", `In-Reply-To: ${id}`],
      }),
    );
    await place.once();
    const { ticket, events } = await story(place);
    expect(ticket?.state).toBe("waiting-customer");
    expect(events.filter(({ type }) => type === "AgentAnswered")).toMatchObject([{ via: "copy" }]);
    expect(await folderOf(place, "Re: Where is my parcel?")).toBe("Support/Automatic");
    expect(sentTo("agent@shop.example")).toEqual([]);
    expect(mailTo(customer)).toEqual(["acknowledgement"]);
    place.clean();
  });

  it("and the answer that is both in Sent and in INBOX, by a Bcc rule, counts once", async () => {
    const { place, customer, id } = await asked();
    await place.agent(append(answer(customer, id)));
    await place.once();
    await place.deliver(answer(customer, id));
    await place.once();
    const { types } = await story(place);
    expect(types.filter((type) => type === "AgentAnswered")).toHaveLength(1);
    place.clean();
  });

  it("and only the flag \\Answered tells of it", async () => {
    const { place } = await asked();
    const folder = await folderOf(place, "Where is my parcel?");
    await place.agent(async (client) => {
      await client.mailboxOpen(folder);
      await client.messageFlagsAdd("1:*", ["\\Answered"]);
    });
    await place.once();
    const { ticket, events } = await story(place);
    expect(ticket?.state).toBe("waiting-customer");
    expect(events.filter(({ type }) => type === "AgentAnswered")).toMatchObject([{ via: "flag", by: null }]);
    await place.once();
    expect((await story(place)).types.filter((type) => type === "AgentAnswered")).toHaveLength(1);
    place.clean();
  });

  it.each([
    ["an out-of-office note", ["Auto-Submitted: auto-replied"]],
    ["a forward to a supplier", ["Subject: Fwd: Where is my parcel?"]],
  ])("is not what %s in Sent tells", async (_name, headers) => {
    const { place, customer, id } = await asked();
    const raw = answer(customer, id, headers);
    await place.agent(
      append(headers[0]?.startsWith("Subject") ? raw.replace("Subject: Re: ", "X-Old: ") : raw),
    );
    await place.once();
    expect((await story(place)).ticket?.state).toBe("open");
    place.clean();
  });

  it("while the acknowledgement waits: it does not go", async () => {
    const place = await newPlace(town, { ...TEAM, ACK_HOLD: "60" });
    await place.once();
    const id = "<held@customer.example>";
    await place.deliver(mail({ from: "held@customer.example", messageId: id, subject: "Where is it?" }));
    await place.once();
    await place.agent(append(answer("held@customer.example", id)));
    await later(place, 2);
    expect(sentTo("held@customer.example")).toEqual([]);
    place.clean();
  });
});

describe("an agent moves the message to Escalated", () => {
  it("and back within the settling time: nothing happens", async () => {
    const { place, customer } = await asked();
    const home = await folderOf(place, "Where is my parcel?");
    await moveTo("Support/Escalated")(place);
    await place.once();
    await moveTo(home)(place);
    await later(place, 1);
    await later(place, 10);
    const { ticket, types } = await story(place);
    expect(ticket?.state).toBe("open");
    expect(types).not.toContain("MessageMoved");
    expect(mailTo("chief@shop.example")).toEqual([]);
    expect(mailTo(customer)).toEqual(["acknowledgement"]);
    place.clean();
  });

  it("and leaves it there: who takes over has the summary with the thread, the customer hears who has it", async () => {
    const { place, customer, id } = await asked({ SUPERVISOR: "boss@shop.example" });
    await moveTo("Support/Escalated")(place);
    await place.once();
    expect(mailTo("boss@shop.example")).toEqual([]);
    await later(place, 3);
    const { ticket, events, types } = await story(place);
    const taker = ticket?.complaint ? "complaints@shop.example" : "boss@shop.example";
    const [summary = "", ...more] = sentTo(taker);
    expect(more).toEqual([]);
    expect(templateOf(summary)).toBe("handed-over");
    expect(summary).toMatch(/^Content-Type: message\/rfc822/im);
    expect(summary).toContain(`Message-ID: ${id}`);
    expect(mailTo(customer)).toEqual(["acknowledgement", "handover"]);
    expect(ticket?.state).toBe("escalated");
    expect(ticket?.handoverDueAt).toBeInstanceOf(Date);
    expect(types).toEqual(expect.arrayContaining(["MessageMoved", "HandedOver"]));
    expect(events.find(({ type }) => type === "MessageMoved")).toMatchObject({
      to: "escalated",
      carries: true,
    });
    await later(place, 4);
    expect(sentTo(taker)).toHaveLength(1);
    place.clean();
  });
});

describe("an agent moves the message to Resolved", () => {
  it("after an answer: the answer was the last word", async () => {
    const { place, customer, id } = await asked();
    await place.agent(append(answer(customer, id)));
    await moveTo("Support/Resolved")(place);
    await place.once();
    await later(place, 3);
    await later(place, 20);
    expect((await story(place)).ticket?.state).toBe("resolved");
    expect(mailTo(customer)).not.toContain("solved");
    place.clean();
  });

  it("and writes right after it: that was the last word, too", async () => {
    const { place, customer, id } = await asked();
    await moveTo("Support/Resolved")(place);
    await place.once();
    await later(place, 3);
    await place.agent(append(answer(customer, id)));
    await later(place, 20);
    expect(mailTo(customer)).not.toContain("solved");
    place.clean();
  });

  it("without an answer: the customer is told that it is solved", async () => {
    const { place, customer } = await asked();
    await moveTo("Support/Resolved")(place);
    await place.once();
    await later(place, 3);
    await later(place, 20);
    expect((await story(place)).ticket?.state).toBe("resolved");
    expect(mailTo(customer)).toEqual(["acknowledgement", "solved"]);
    place.clean();
  });

  it("and out of it again: the ticket is open, and nobody is told", async () => {
    const { place, customer } = await asked();
    await moveTo("Support/Resolved")(place);
    await place.once();
    await later(place, 3);
    await moveTo("Support/6 Queue")(place);
    await later(place, 4);
    await later(place, 7);
    await later(place, 20);
    const { ticket, types } = await story(place);
    expect(ticket?.state).toBe("open");
    expect(types).toContain("ResolutionCancelled");
    expect(mailTo(customer)).toEqual(["acknowledgement"]);
    place.clean();
  });
});

it("a message that was moved to Archive unanswered stays somebody's to answer", async () => {
  const { place } = await asked();
  await moveTo("Archive")(place);
  await place.once();
  await later(place, 3);
  const { ticket, events } = await story(place);
  expect(ticket?.state).toBe("open");
  expect(events.find(({ type }) => type === "MessageMoved")).toMatchObject({ to: "archive" });
  place.clean();
});

it("a thank-you for the answer reopens nothing and draws no answer; a 'still not here' reopens with priority", async () => {
  const { place, customer, id } = await asked();
  await place.agent(append(answer(customer, id)));
  await place.once();
  const reply = (text: string) =>
    mail({ from: customer, subject: "Re: Where is my parcel?", headers: [`In-Reply-To: ${id}`], text });
  await place.deliver(reply("Thank you very much!"));
  await place.once();
  const thanked = await story(place);
  expect(thanked.ticket).toMatchObject({ state: "waiting-customer", followUp: "confirmed" });
  expect(mailTo(customer)).toEqual(["acknowledgement"]);
  await place.deliver(reply("It is still not here. The problem is not solved."));
  await place.once();
  const { ticket, types } = await story(place);
  expect(ticket?.state).toBe("reopened");
  expect(["urgent", "high"]).toContain(ticket?.priority);
  expect(types).toContain("TicketReopened");
  place.clean();
});

it("a bounce of the acknowledgement makes the address dead", async () => {
  const { place, customer } = await asked();
  const [acknowledgement = ""] = sentTo(customer);
  const own = /^Message-ID:\s*(<[^>]+>)/im.exec(acknowledgement)?.[1] ?? "";
  await place.deliver(
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
      `Message-ID: ${own}`,
      "--b--",
      "",
    ].join("\r\n"),
  );
  await place.once();
  expect((await story(place)).types).toContain("AddressDied");
  const person = await withHouse(loadConfig(place.env), ({ store }) => store.customer(customer));
  expect(person?.dead).toBe(true);
  place.clean();
});
