import { describe, expect, it } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import type { Context } from "../../src/policy/decision.ts";
import { ASSUMED_PER_HOUR, BRAKE_FLOOR } from "../../src/policy/hold.ts";
import { REASONS } from "../../src/policy/reasons.ts";
import { answerAddress } from "../../src/policy/reply.ts";
import {
  context,
  customer,
  judgements,
  mailbox,
  message,
  NOTHING_SENT,
  NOW,
  ticket,
  vouched,
  type Wrote,
} from "./message.ts";

type Judged = Parameters<typeof judgements>[0];

function decided(wrote: Wrote, given: Partial<Context> = {}, judged: Judged = {}) {
  return decide(message(wrote), judgements(judged), context(given));
}

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const sent = (given: Partial<typeof NOTHING_SENT>) => ({ sent: { ...NOTHING_SENT, ...given } });
const onTicket = (given: Parameters<typeof ticket>[0]): Partial<Context> => ({
  ticket: { facts: ticket(given), by: "references" },
});

describe("an acknowledgement", () => {
  it.each<
    readonly [
      name: string,
      judged: Judged,
      given: Partial<Context>,
      wrote: Wrote,
      template: string,
      manner: string,
      code: string,
    ]
  >([
    ["for a question", {}, {}, {}, "acknowledgement", "plain", "acknowledge-question"],
    ["for a request", { kind: "request" }, {}, {}, "acknowledgement", "plain", "acknowledge-request"],
    ["for a complaint", { kind: "complaint" }, {}, {}, "acknowledgement", "plain", "acknowledge-complaint"],
    [
      "for an angry complaint",
      { kind: "complaint", tone: "vocal" },
      {},
      {},
      "acknowledgement",
      "vocal",
      "acknowledge-complaint",
    ],
    [
      "for understated unhappiness",
      { tone: "understated" },
      {},
      {},
      "acknowledgement",
      "silent",
      "acknowledge-question",
    ],
    [
      "for a VIP",
      {},
      { customer: customer({ vip: true }) },
      { headers: vouched("customer.test") },
      "acknowledgement",
      "vip",
      "acknowledge-question",
    ],
    [
      "for an angry VIP",
      { tone: "vocal" },
      { customer: customer({ vip: true }) },
      { headers: vouched("customer.test") },
      "acknowledgement",
      "vip",
      "acknowledge-question",
    ],
    [
      "for a VIP whom nothing vouches for",
      {},
      { customer: customer({ vip: true }) },
      {},
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    ["for praise", { kind: "praise" }, {}, {}, "thanks", "plain", "thanks-for-praise"],
    [
      "for what may be praise",
      { kind: ["praise", 0.4] },
      {},
      {},
      "acknowledgement",
      "plain",
      "acknowledge-unsure",
    ],
    [
      "for praise that is not sure enough",
      { kind: ["praise", 0.69] },
      {},
      {},
      "acknowledgement",
      "plain",
      "acknowledge-unsure",
    ],
    ["for sure praise", { kind: ["praise", 0.75] }, {}, {}, "thanks", "plain", "thanks-for-praise"],
    [
      "for praise that may be bitter",
      { kind: ["praise", 0.8], tone: ["vocal", 0.4] },
      {},
      {},
      "acknowledgement",
      "plain",
      "acknowledge-unsure",
    ],
    [
      "for anger that is called praise",
      { kind: "praise", tone: "vocal" },
      {},
      {},
      "acknowledgement",
      "vocal",
      "acknowledge-unhappy",
    ],
    [
      "for anger that is called nothing in particular",
      { kind: "other", tone: "vocal" },
      {},
      {},
      "acknowledgement",
      "vocal",
      "acknowledge-unhappy",
    ],
    [
      "for understatement that is called nothing in particular",
      { kind: "other", tone: "understated" },
      {},
      {},
      "acknowledgement",
      "silent",
      "acknowledge-unhappy",
    ],
    [
      "for understatement that is called praise",
      { kind: ["praise", 0.8], tone: "understated" },
      {},
      {},
      "acknowledgement",
      "silent",
      "acknowledge-unhappy",
    ],
    [
      "for an angry VIP's mail that is called nothing in particular",
      { kind: "other", tone: "vocal" },
      { customer: customer({ vip: true }) },
      { headers: vouched("customer.test") },
      "acknowledgement",
      "vip",
      "acknowledge-unhappy",
    ],
    ["for a pitch", { kind: "other" }, {}, {}, "receipt", "plain", "receipt-for-other"],
    [
      "for a death",
      { tone: "vocal" },
      {},
      { text: "My husband died." },
      "sensitive",
      "plain",
      "receipt-for-sensitive",
    ],
    [
      "on a ticket that has none yet",
      {},
      onTicket({}),
      {},
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "to a copy",
      {},
      {},
      { to: "boss@elsewhere.test", cc: "Help <HELP@example.com>" },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "to a subaddress",
      {},
      {},
      { to: "support+web@example.com" },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "for mail with a receipt suppressed only",
      {},
      {},
      { headers: { "X-Auto-Response-Suppress": "DR, RN, NRN" } },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "for Re: out of office chairs",
      {},
      {},
      { subject: "Re: out of office chairs" },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "for a long answer to somebody's out-of-office note",
      {},
      {},
      {
        subject: "Re: Automatic reply: parcel",
        text: "I wrote three times and got a machine each time. ".repeat(6),
      },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "for a customer who goes on holiday and asks something",
      {},
      {},
      { inReplyTo: "<x@y>", text: "I am on vacation until Monday, could you keep the parcel?" },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "for a first mail about a holiday",
      {},
      {},
      { text: "I am on vacation until Monday. Please keep the parcel." },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "for mail by a clock years slow",
      {},
      {},
      { date: new Date(0), headers: { Received: "from a by b; Mon, 2 Mar 2026 09:59:00 +0000" } },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    ["for mail without a date", {}, {}, { date: null }, "acknowledgement", "plain", "acknowledge-question"],
    [
      "to a public provider, whatever others there got",
      {},
      sent({ toDomainThisHour: 500, toDomainToday: 5_000 }),
      { from: "anna@gmail.com" },
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "of a quiet mailbox with a few at once",
      {},
      sent({ fromMailboxThisHour: BRAKE_FLOOR - 1, usualPerHour: 0.1 }),
      {},
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "of a new mailbox up to the rate taken for usual",
      {},
      sent({ fromMailboxThisHour: 5 * ASSUMED_PER_HOUR - 1 }),
      {},
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "to a domain that got less than its day's mail",
      {},
      sent({ toDomainThisHour: 19, toDomainToday: 99 }),
      {},
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
    [
      "in a new mailbox whose brake was widened",
      {},
      {
        ...sent({ fromMailboxThisHour: 2_000 }),
        mailbox: mailbox({
          budgets: { perTicket: 1, perAddressDay: 3, perDomainHour: 20, brakeFactor: 1_000 },
        }),
      },
      {},
      "acknowledgement",
      "plain",
      "acknowledge-question",
    ],
  ])("goes out %s", (_name, judged, given, wrote, template, manner, code) => {
    expect(decided(wrote, given, judged).acknowledge).toMatchObject({
      send: true,
      template,
      manner,
      reason: { code },
    });
  });

  it.each<readonly [name: string, wrote: Wrote, given: Partial<Context>, code: string]>([
    ["nobody stands in From", { from: null }, {}, "missing-sender"],
    ["the sender's address cannot be read", { from: "anna at customer" }, {}, "unreadable-sender"],
    [
      "the address would smuggle a second recipient in",
      { from: "Anna <a@b.test> <x@y.test,z@y.test>" },
      {},
      "unreadable-sender",
    ],
    [
      "X-Auto-Response-Suppress says All",
      { headers: { "X-Auto-Response-Suppress": "All" } },
      {},
      "response-suppressed",
    ],
    [
      "… OOF among others",
      { headers: { "X-Auto-Response-Suppress": "DR, OOF,AutoReply" } },
      {},
      "response-suppressed",
    ],
    ["we got a blind copy", { to: "boss@elsewhere.test" }, {}, "not-addressed"],
    ["the recipients are undisclosed", { to: "" }, {}, "not-addressed"],
    ["the subject is an out-of-office note", { subject: "Out of Office" }, {}, "doubtful-subject"],
    ["… after Re:", { subject: "Re: Automatic reply: your parcel" }, {}, "doubtful-subject"],
    ["… in German", { subject: "Abwesenheitsnotiz: Ihre Bestellung" }, {}, "doubtful-subject"],
    ["… in German, Outlook's", { subject: "Automatische Antwort: Bestellung" }, {}, "doubtful-subject"],
    ["… in French", { subject: "Réponse automatique : colis" }, {}, "doubtful-subject"],
    ["… in Greek", { subject: "Αυτόματη απάντηση: Δέμα" }, {}, "doubtful-subject"],
    ["… in Hungarian", { subject: "Automatikus válasz: Csomag" }, {}, "doubtful-subject"],
    ["… in Persian", { subject: "پاسخ خودکار: بسته" }, {}, "doubtful-subject"],
    ["… in Russian", { subject: "Автоматический ответ: посылка" }, {}, "doubtful-subject"],
    ["… in Japanese", { subject: "Re: 不在通知" }, {}, "doubtful-subject"],
    [
      "a short answer says that somebody is away",
      {
        inReplyTo: "<x@y>",
        subject: "Re: Your mail",
        text: "I am out of the office until 5 May. In urgent cases call Bob.",
      },
      {},
      "doubtful-text",
    ],
    [
      "… in Russian",
      { inReplyTo: "<x@y>", text: "Здравствуйте! Я нахожусь в отпуске до 5 мая." },
      {},
      "doubtful-text",
    ],
    [
      "… in Hungarian",
      { inReplyTo: "<x@y>", text: "Jelenleg szabadságon vagyok, hétfőn válaszolok." },
      {},
      "doubtful-text",
    ],
    [
      "a reply carries a bulk mailer's field",
      { inReplyTo: "<x@y>", headers: { "List-Unsubscribe": "<https://u>" } },
      {},
      "doubtful-bulk",
    ],
    [
      "the own site's form sent it",
      { from: "noreply@example.com", replyTo: "anna@customer.test" },
      {},
      "contact-form",
    ],
    ["replies are unwanted", { replyTo: "no-reply@customer.test" }, {}, "noreply-reply-to"],
    ["a colleague wrote it", { from: "Boss <BOSS@example.com>" }, {}, "staff-sender"],
    ["the customer opted out", {}, { customer: customer({ optedOut: true }) }, "opted-out"],
    ["the address is dead", {}, { customer: customer({ dead: true }) }, "dead-address"],
    ["it was delivered before", {}, { duplicate: true }, "duplicate-delivery"],
    ["it is older than three days", { date: hoursAgo(73) }, {}, "stale"],
    ["its ticket was acknowledged", {}, onTicket({ automaticAnswers: 1 }), "ticket-acknowledged"],
    ["its ticket was answered by a person", {}, onTicket({ answered: true }), "ticket-answered"],
    ["the address had three today", {}, sent({ toAddressToday: 3 }), "address-budget"],
    ["the domain had twenty this hour", {}, sent({ toDomainThisHour: 20 }), "domain-budget"],
    ["the domain had a hundred today", {}, sent({ toDomainToday: 100 }), "domain-budget"],
    ["a new mailbox sent two hundred this hour", {}, sent({ fromMailboxThisHour: 200 }), "brake"],
    [
      "the mailbox sends five times its usual rate",
      {},
      sent({ fromMailboxThisHour: 50, usualPerHour: 10 }),
      "brake",
    ],
  ])("is held back where %s, and the message is filed as a person's", (_name, wrote, given, code) => {
    const decision = decided(wrote, given);
    expect(decision.acknowledge).toMatchObject({ send: false, reason: { code } });
    expect(decision).toMatchObject({ disposition: "human", folder: "queue" });
    expect(Object.keys(REASONS)).toContain(code);
  });

  it("is refused to a machine with the guard's reason", () => {
    const decision = decided({ headers: { "Auto-Submitted": "auto-replied" } });
    expect(decision.acknowledge).toMatchObject({ send: false, reason: { code: "auto-submitted" } });
  });
});

describe("an alert", () => {
  const vip = { customer: customer({ vip: true }) };
  it.each<
    readonly [name: string, judged: Judged, given: Partial<Context>, wrote: Wrote, code: string | null]
  >([
    ["for an ordinary complaint: none", { kind: "complaint", urgency: "high" }, {}, {}, null],
    ["for urgent mail", { urgency: "urgent" }, {}, {}, "alert-urgent"],
    ["for a VIP", {}, vip, { headers: vouched("customer.test") }, "alert-vip"],
    ["for an unverified VIP", {}, vip, {}, "alert-vip-unverified"],
    ["for a death", {}, {}, { text: "My husband died." }, "alert-sensitive"],
    [
      "for a sensitive matter on an acknowledged ticket",
      {},
      onTicket({ automaticAnswers: 1 }),
      { text: "My husband died." },
      "alert-sensitive",
    ],
    ["for the brake", {}, sent({ fromMailboxThisHour: 50, usualPerHour: 10 }), {}, "brake"],
    ["for automatic mail: none", { urgency: "urgent" }, vip, { returnPath: "" }, null],
  ])("%s", (_name, judged, given, wrote, code) => {
    expect(decided(wrote, given, judged).alert?.code ?? null).toBe(code);
  });
});

describe("the address of an answer", () => {
  const to = (wrote: Wrote) => {
    const decision = decided(wrote);
    return answerAddress(message(wrote), decision)?.address;
  };
  it.each<readonly [name: string, wrote: Wrote, address: string]>([
    ["is the sender's", {}, "anna@customer.test"],
    ["is Reply-To", { replyTo: "Anna <home@other.test>" }, "home@other.test"],
    ["is the sender's where Reply-To is ours", { replyTo: "support@example.com" }, "anna@customer.test"],
    [
      "is the sender's where Reply-To is a colleague's",
      { replyTo: "agent@example.com" },
      "anna@customer.test",
    ],
    ["is the sender's where Reply-To names several", { replyTo: "a@x.test, b@x.test" }, "anna@customer.test"],
    ["is the sender's where Reply-To cannot be written to", { replyTo: "nobody here" }, "anna@customer.test"],
    [
      "is the original sender's of a colleague's forward",
      {
        from: "agent@example.com",
        headers: vouched("example.com"),
        replyTo: "other@x.test",
        forwarded: { from: { name: "Carl", address: "carl@third.test" }, subject: null, text: "Help" },
      },
      "carl@third.test",
    ],
  ])("%s", (_name, wrote, address) => {
    expect(to(wrote)).toBe(address);
  });
});
