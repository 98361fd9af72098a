import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { safeAddress } from "../../src/smtp/address.ts";
import { type Composition, compose, type Outgoing } from "../../src/smtp/compose.ts";
import { answerSubject } from "../../src/smtp/subject.ts";

const now = new Date("2026-11-22T09:10:00Z");
function composition(changes: Partial<Outgoing> = {}): Composition {
  const row: Outgoing = {
    kind: "acknowledgement",
    messageId: "<foyer.1042.abc@example.com>",
    to: [{ name: "Nagy Éva", address: "eva@example.org" }],
    ticketId: 1042,
    values: { subject: "Re: Hol a csomagom?" },
    inReplyTo: "<question@example.org>",
    references: ["<first@example.org>"],
    ...changes,
  };
  const rendered = {
    subject: "Megkaptuk a levelét",
    text: "Kedves Nagy Éva!\n",
    html: "<p>Kedves Nagy Éva!</p>",
    language: "hu" as const,
    pictures: [],
  };
  return { row, mailbox: { address: "support@example.com", displayName: "Lámpás" }, rendered, now };
}
const headersOf = (raw: Uint8Array) => Buffer.from(raw).toString("latin1").split("\r\n\r\n")[0] ?? "";

test("an acknowledgement threads, says that a machine wrote it, and carries both parts", async () => {
  const { envelope, raw, messageId } = compose(composition());
  expect(envelope).toEqual({ from: "support@example.com", to: ["eva@example.org"] });
  expect(messageId).toBe("<foyer.1042.abc@example.com>");
  const headers = headersOf(raw);
  expect(headers).toMatch(/^Auto-Submitted: auto-replied$/m);
  expect(headers).toMatch(/^X-Auto-Response-Suppress: All$/m);
  expect(headers).toMatch(/^Content-Language: hu$/m);
  expect(headers).toMatch(/^Content-Type: multipart\/alternative/m);
  expect(headers).not.toMatch(/^(?:X-Mailer|Precedence|Bcc|Return-Path):/im);
  const mail = await simpleParser(Buffer.from(raw));
  expect(mail.subject).toBe("Re: Hol a csomagom? [#1042]");
  expect(mail.messageId).toBe("<foyer.1042.abc@example.com>");
  expect(mail.inReplyTo).toBe("<question@example.org>");
  expect(mail.references).toEqual(["<first@example.org>", "<question@example.org>"]);
  expect(mail.date).toEqual(now);
  expect(mail.from?.value).toEqual([{ name: "Lámpás", address: "support@example.com" }]);
  expect(mail.text).toContain("Kedves Nagy Éva!");
  expect(mail.html).toContain("<p>Kedves Nagy Éva!</p>");
});

test("the same row gives the same octets, so that a second try is the same mail", async () => {
  expect(Buffer.from(compose(composition()).raw)).toEqual(Buffer.from(compose(composition()).raw));
});

test.each([
  ["hu", "Árvíztűrő tükörfúrógép", "quoted-printable"],
  ["ru", "Мы получили ваше письмо", "base64"],
  ["fa", "پیام شما رسید «سلام» 👋", "base64"],
  ["en", "We have it.", "7bit"],
] as const)(
  "in %s it is sent as 7-bit lines, and read as it was written",
  async (language, words, encoding) => {
    const long = `${words} `.repeat(40).trim();
    const lines = `${words}\n.\nFrom here on: =3D\n\n`;
    const text = encoding === "7bit" ? `${lines}The end.\n` : `${lines}${long}\n`;
    const subject = `${words} `.repeat(5).trim();
    const given = composition({ to: [{ name: words, address: "eva@bücher.example" }], values: { subject } });
    const rendered = { subject: "", text, html: `<p>${long}</p>\n`, language, pictures: [] };
    const { raw, envelope } = compose({ ...given, rendered });
    expect(envelope.to).toEqual(["eva@xn--bcher-kva.example"]);
    const source = Buffer.from(raw).toString("latin1");
    expect(source).toMatch(/^[\r\n\x20-\x7e]*$/);
    expect(source).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(Math.max(...source.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(source).toContain(`Content-Transfer-Encoding: ${encoding}`);
    const mail = await simpleParser(source);
    expect(mail.text).toBe(text);
    expect(mail.html).toContain(long);
    expect(mail.subject).toBe(`Re: ${subject} [#1042]`);
    expect(mail.to).toMatchObject({ value: [{ name: words }] });
  },
);

test("an alert is auto-generated and keeps its own subject", async () => {
  const { raw } = compose(composition({ kind: "alert", inReplyTo: null, references: [] }));
  expect(headersOf(raw)).toMatch(/^Auto-Submitted: auto-generated$/m);
  expect(headersOf(raw)).not.toMatch(/^(?:In-Reply-To|References):/m);
  expect((await simpleParser(Buffer.from(raw))).subject).toBe("Megkaptuk a levelét");
});

describe("mail that answers nothing", () => {
  const followup = composition({ kind: "followup" });

  test("says so, stays in the thread, and can be ended with one click (RFC 8058)", () => {
    const { raw } = compose({
      ...followup,
      unsubscribe: { https: "https://example.com/u/abc.def", subject: "stop 1042" },
    });
    const headers = headersOf(raw);
    expect(headers).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(headers).toMatch(/^In-Reply-To: <question@example\.org>$/m);
    expect(headers).toContain(
      "List-Unsubscribe: <https://example.com/u/abc.def>,\r\n <mailto:support@example.com?subject=stop%201042>\r\n",
    );
    expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
  });

  test.each([
    null,
    "http://example.com/u/x",
    "https://example.com/u/x>\r\nBcc: a@example.net",
    "https://e x.com",
  ])("without a page, or with a link that is no plain https one (%j), it is ended by mail", (https) => {
    const headers = headersOf(
      compose({ ...followup, unsubscribe: { https, subject: "stop\r\nBcc: x" } }).raw,
    );
    expect(headers).toMatch(/^List-Unsubscribe: <mailto:support@example\.com\?subject=stop%20Bcc%3A%20x>$/m);
    expect(headers).not.toMatch(/^(?:List-Unsubscribe-Post|Bcc):/m);
  });
});

test("a conversation is attached to the supervisor's mail as whole messages", async () => {
  const attached = ["Subject: =?utf-8?q?Hol=3F?=\r\n\r\nHol van?\r\n", "Subject: two\r\n\r\nÉs most?\r\n"];
  const { raw } = compose({
    ...composition({ kind: "handed-over", inReplyTo: null, references: [] }),
    attachments: attached.map((text) => Buffer.from(text)),
  });
  const mail = await simpleParser(Buffer.from(raw));
  expect(mail.text).toContain("Kedves Nagy Éva!");
  expect(mail.attachments.map(({ contentType }) => contentType)).toEqual([
    "message/rfc822",
    "message/rfc822",
  ]);
  expect(mail.attachments.map(({ content }) => content.toString())).toEqual(attached);
});

test("line breaks in a customer's subject or name make no header field", async () => {
  const { raw } = await compose(
    composition({
      values: { subject: "Hi\r\nBcc: victim@example.net\r\n\r\nbody" },
      to: [{ name: "Eva\r\nBcc: victim@example.net", address: "eva@example.org" }],
    }),
  );
  const mail = await simpleParser(Buffer.from(raw));
  expect(mail.bcc).toBeUndefined();
  expect(mail.headers.get("bcc")).toBeUndefined();
  expect(mail.subject).toBe("Re: Hi Bcc: victim@example.net body [#1042]");
  expect(mail.to).toMatchObject({ value: [{ address: "eva@example.org" }] });
});

test("a long thread keeps its first reference and its latest", async () => {
  const references = Array.from({ length: 150 }, (_, i) => `<m${i}@example.org>`);
  const mail = await simpleParser(Buffer.from(compose(composition({ references })).raw));
  expect(mail.references).toHaveLength(20);
  expect(mail.references?.[0]).toBe("<m0@example.org>");
  expect(mail.references?.at(-1)).toBe("<question@example.org>");
});

test("malformed references are left out", async () => {
  const { raw } = await compose(
    composition({ inReplyTo: "<a b@c>\r\nBcc: x@y", references: ["nonsense", "<ok@example.org>"] }),
  );
  const mail = await simpleParser(Buffer.from(raw));
  expect(mail.references).toEqual("<ok@example.org>");
  expect(mail.inReplyTo).toBeUndefined();
});

describe("an address that could smuggle in another", () => {
  test.each([
    "a@example.org,b@example.org",
    "a@example.org\r\nRCPT TO:<b@c>",
    "a b@example.org",
    '"a b"@example.org',
    "a@example.org>",
    "a@[127.0.0.1]",
    "a@b@",
    "@example.org",
    "a@",
    "a@-x.org",
    "a..b@example.org",
    "a\u0000@example.org",
    `${"a".repeat(65)}@example.org`,
    "é@example.org",
  ])("%j is refused", async (address) => {
    expect(safeAddress(address)).toBe(false);
    expect(() => compose(composition({ to: [{ name: "", address }] }))).toThrow(
      expect.objectContaining({ code: "bad-address" }),
    );
  });
  test.each([
    "a@example.org",
    "a.b+c@sub.example.org",
    "o'brien@example.org",
    "a@bücher.example",
    "a@localhost",
  ])("%s is a plain one", (address) => {
    expect(safeAddress(address)).toBe(true);
  });
});

test.each([
  ["Where is it?", "Re: Where is it? [#7]"],
  ["Re: RE: Re[2]: Where is it?", "Re: Where is it? [#7]"],
  ["AW: Where is it? [#7]", "Re: Where is it? [#7]"],
  ["Vá: Hol van?", "Re: Hol van? [#7]"],
  ["ΑΠ: Πού είναι;", "Re: Πού είναι; [#7]"],
  ["Отв: Где?", "Re: Где? [#7]"],
  ["پاسخ: کجاست؟", "Re: کجاست؟ [#7]"],
  ["Re: [#7] [#9999] Where? [EXTERNAL]", "Re: Where? [EXTERNAL] [#7]"],
  ["Fwd: photos", "Re: Fwd: photos [#7]"],
  ["Refund: when?", "Re: Refund: when? [#7]"],
  ["", "We have your message [#7]"],
  ["Re:", "We have your message [#7]"],
])("subject %j becomes %j", (original, expected) => {
  expect(answerSubject(original, 7, "We have your message")).toBe(expected);
});
