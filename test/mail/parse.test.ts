import { describe, expect, test } from "vitest";
import { PermanentError } from "../../src/errors.ts";
import type { Message, RawMessage } from "../../src/mail/message.ts";
import { parseMessage } from "../../src/mail/parse.ts";

function raw(source: string | Uint8Array): RawMessage {
  const octets = typeof source === "string" ? Buffer.from(source, "utf8") : source;
  return { source: octets, size: octets.length, structure: null };
}

const parse = (source: string | Uint8Array): Promise<Message> => parseMessage(raw(source));

/** Text in a charset that Node can only decode. */
function encoded(text: string, charset: string): Buffer {
  const octetOf = new Map(
    Array.from(
      { length: 256 },
      (_, octet) => [new TextDecoder(charset).decode(Uint8Array.of(octet)), octet] as const,
    ),
  );
  return Buffer.from(Array.from(text, (character) => octetOf.get(character) ?? 63));
}

const RUSSIAN = "Здравствуйте, заказ до сих пор не пришёл, прошу ответить";
const GREEK = "Καλημέρα σας, η παραγγελία μου δεν έχει έρθει ακόμα";
const HUNGARIAN = "Jó napot, még mindig nem érkezett meg a csomagom, kérem írják meg, hol késik";

describe("octets that are not what they say", () => {
  test.each([
    ["windows-1251", RUSSIAN],
    ["koi8-r", RUSSIAN],
    ["windows-1253", GREEK],
    ["windows-1250", HUNGARIAN],
  ])("text in %s without a charset is guessed, and a raw subject too", async (charset, text) => {
    const head = Buffer.from("From: a@mail.example\r\nSubject: ");
    const message = await parse(
      Buffer.concat([head, encoded(text, charset), Buffer.from("\r\n\r\n"), encoded(text, charset)]),
    );
    expect(message.text).toBe(text);
    expect(message.subject).toBe(text);
  });

  test("a raw subject is in the body's charset", async () => {
    const source = Buffer.concat([
      Buffer.from("From: "),
      encoded("Иванов", "koi8-r"),
      Buffer.from(" <a@mail.example>\nSubject: "),
      encoded("Заказ", "koi8-r"),
      Buffer.from("\nContent-Type: text/plain; charset=koi8-r\n\n"),
      encoded(RUSSIAN, "koi8-r"),
    ]);
    const message = await parse(source);
    expect([message.subject, message.from?.name, message.text]).toEqual(["Заказ", "Иванов", RUSSIAN]);
  });

  test("a raw UTF-8 subject and an unknown charset are UTF-8", async () => {
    const message = await parse(
      `From: Άννα <a@mail.example>\nSubject: ${GREEK}\nContent-Type: text/plain; charset=foo\n\n${GREEK}`,
    );
    expect([message.subject, message.from?.name, message.text]).toEqual([GREEK, "Άννα", GREEK]);
  });

  test("text labelled us-ascii that is UTF-8 is read as UTF-8", async () => {
    const message = await parse(
      `From: a@mail.example\nContent-Type: text/plain; charset=us-ascii\n\n${HUNGARIAN}`,
    );
    expect(message.text).toBe(HUNGARIAN);
  });

  test("text that is wrongly labelled UTF-8 is guessed", async () => {
    const head = Buffer.from("From: a@mail.example\nContent-Type: text/plain; charset=utf-8\n\n");
    expect((await parse(Buffer.concat([head, encoded(RUSSIAN, "windows-1251")]))).text).toBe(RUSSIAN);
  });
});

describe("structure that other parsers trip over", () => {
  test("text marked as attachment is read where there is no other text, and stays listed", async () => {
    const message = await parse(
      "From: a@mail.example\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=letter.txt\n\nPlease help",
    );
    expect(message.text).toBe("Please help");
    expect(message.attachments).toEqual([{ filename: "letter.txt", contentType: "text/plain", size: 11 }]);
  });

  test("white space after a delimiter loses no part", async () => {
    const message = await parse(
      'From: a@mail.example\nContent-Type: multipart/mixed; boundary="b"\n\n--b \t\nContent-Type: text/plain\n\nHello\n--b  \nContent-Type: image/png; name=a.png\n\nxyz\n--b-- \n',
    );
    expect(message.text).toBe("Hello");
    expect(message.parts.map((part) => part.contentType)).toEqual([
      "multipart/mixed",
      "text/plain",
      "image/png",
    ]);
  });

  test("a missing boundary parameter is found in the body", async () => {
    const message = await parse(
      "From: a@mail.example\nContent-Type: multipart/mixed\n\n--xyz\nContent-Type: text/plain\n\nHello\n--xyz--\n",
    );
    expect(message.text).toBe("Hello");
  });

  test("a multipart without parts is read as text", async () => {
    const message = await parse("From: a@mail.example\nContent-Type: multipart/mixed; boundary=b\n\nHello");
    expect(message.text).toBe("Hello");
  });

  test("a uuencoded file is an attachment, not text", async () => {
    const message = await parse(
      "From: a@mail.example\n\nSee the file.\n\nbegin 644 report.txt\n#0V%T\n`\nend\n\nBye",
    );
    expect(message.attachments).toEqual([
      { filename: "report.txt", contentType: "application/octet-stream", size: 3 },
    ]);
    expect(message.text).toBe("See the file.\n\n\nBye");
  });

  test("a calendar answer shows its method, a nested report its type", async () => {
    const message = await parse(
      'From: a@mail.example\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/report; Report-Type="delivery-status"; boundary=i\n\n--i\nContent-Type: text/plain\n\nx\n--i--\n--o\nContent-Type: Text/Calendar; Method=REPLY; charset="utf-8"\n\nBEGIN:VCALENDAR\n--o--',
    );
    const parameters = new Map(message.parts.map((part) => [part.contentType, part.parameters]));
    expect(parameters.get("text/calendar")).toMatchObject({ method: "REPLY" });
    expect(parameters.get("multipart/report")).toMatchObject({ "report-type": "delivery-status" });
  });

  test("of alternatives the plain text is read, and HTML where that is empty", async () => {
    const alternatives = (plain: string): string =>
      `From: a@mail.example\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n${plain}\n--b\nContent-Type: text/html\n\n<p>From <b>HTML</b></p>\n--b--`;
    expect((await parse(alternatives("Plain"))).text).toBe("Plain");
    expect((await parse(alternatives("  "))).text).toBe("From HTML");
  });

  test("quoted lines of format=flowed are not joined with the writer's own", async () => {
    const message = await parse(
      "From: a@mail.example\nContent-Type: text/plain; format=flowed\n\n> Hi \nHello there \nfriend\n-- \nAnn",
    );
    expect(message.text).toBe("> Hi \nHello there friend\n-- \nAnn");
    expect(message.replyText).toBe("Hello there friend");
  });

  test("an attached message is read where there is no other text, as a forward", async () => {
    const message = await parse(
      "From: agent@shop.example\nSubject: Fwd: help\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nFrom: Ann <ann@mail.example>\nTo: shop\nSubject: Parcel\n\nWhere is it?\n--b--",
    );
    expect(message.forwarded).toEqual({
      from: { name: "Ann", address: "ann@mail.example" },
      subject: "Parcel",
      text: "Where is it?",
    });
    expect(message.attachments).toHaveLength(1);
  });

  test("of a message too large to download, the server's structure counts", async () => {
    const source = Buffer.from("From: a@mail.example\n\nHello");
    const attachments = [{ filename: "film.mp4", contentType: "video/mp4", size: 50_000_000 }];
    const parts = [{ contentType: "multipart/mixed", parameters: {}, disposition: null }];
    const message = await parseMessage({ source, size: 70_000_000, structure: { parts, attachments } });
    expect(message).toMatchObject({ attachments, parts, size: 70_000_000, text: "Hello" });
  });
});

describe("header fields that are out of order", () => {
  const field = async (line: string): Promise<Message> => parse(`${line}\n\nHello`);

  test.each([
    ["Ann (ann@mail.example)", "Ann", "ann@mail.example"],
    ["ann@mail.example (Ann)", "Ann", "ann@mail.example"],
    ['"Smith, Ann" <ann@mail.example>', "Smith, Ann", "ann@mail.example"],
    ["ann@@mail.example", "", "ann@mail.example"],
    ["Ann <ann@home@mail.example>", "Ann", "ann@home@mail.example"],
    [
      "=?utf-8?B?QW5uDQpCY2M6IHhAeS5leGFtcGxl?= <ann@mail.example>",
      "Ann Bcc: x@y.example",
      "ann@mail.example",
    ],
    ["A\0nn <ann@mail.example>", "Ann", "ann@mail.example"],
    ["team: ann@mail.example, bob@mail.example;", "", "ann@mail.example"],
  ])("To: %s", async (value, name, address) => {
    expect((await field(`From: x@mail.example\nTo: ${value}`)).to[0]).toEqual({ name, address });
  });

  test("of two From fields the first is right", async () => {
    expect((await field("From: first@mail.example\nFrom: second@mail.example")).from?.address).toBe(
      "first@mail.example",
    );
  });

  test.each([
    ["Mon, 3 Mar 2025 10:00:00 +0100", "2025-03-03T09:00:00.000Z"],
    ["3 Mar 25 10:00 EST", "2025-03-03T15:00:00.000Z"],
    ["Mon, 3 Mar 2025 10:00:00 +0000 (UTC)", "2025-03-03T10:00:00.000Z"],
    ["yesterday", null],
    ["Mon, 99 Foo 2025 10:00:00", null],
    ["", null],
  ])("Date: %s", async (value, expected) => {
    expect((await field(`From: x@mail.example\nDate: ${value}`)).date?.toISOString() ?? null).toBe(expected);
  });

  test("a missing date is no date", async () => {
    expect((await field("From: x@mail.example")).date).toBeNull();
  });

  test.each([
    ["Return-Path: <>", ""],
    ["Return-Path: <bounce@mail.example>", "bounce@mail.example"],
    ["Return-Path: bounce@mail.example", "bounce@mail.example"],
    ["X-Other: 1", null],
  ])("%s", async (line, expected) => {
    expect(
      (
        await field(
          `${line}\nReturn-Path: <lower@mail.example>\nFrom: x@mail.example`.replace(
            expected === null ? /\nReturn-Path[^\n]*/ : /$^/,
            "",
          ),
        )
      ).returnPath,
    ).toBe(expected);
  });

  test("header values are unfolded and kept in order, topmost first", async () => {
    const message = await field("Received: one\n\tby two\nReceived: three\nFrom: x@mail.example");
    expect(message.headers.get("received")).toEqual(["one by two", "three"]);
  });

  test("message ids are found with their brackets, at most 200 of them", async () => {
    const many = Array.from({ length: 500 }, (_, index) => `<${index}@mail.example>`).join(" ");
    const message = await field(
      `From: x@mail.example\nMessage-ID: <a@mail.example> (added)\nReferences: ${many}`,
    );
    expect(message.messageId).toBe("<a@mail.example>");
    expect(message.references).toHaveLength(200);
    expect(message.references.at(-1)).toBe("<499@mail.example>");
  });

  test("an empty From is nobody", async () => {
    expect((await field("From: <>\nSubject: x")).from).toBeNull();
  });

  test("an mbox line above the header is no field", async () => {
    expect(
      (await field("From ann@mail.example Mon Mar  3 10:00:00 2025\nFrom: x@mail.example")).from?.address,
    ).toBe("x@mail.example");
  });
});

describe("hostile mail is bounded", () => {
  const nested = (levels: number): string => {
    const heads = Array.from(
      { length: levels },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
    );
    return `From: a@mail.example\n${heads.join("")}Content-Type: text/plain\n\nHello`;
  };
  const many = (parts: number): string =>
    `From: a@mail.example\nContent-Type: multipart/mixed; boundary=b\n\n${"--b\nContent-Type: text/plain\n\nx\n".repeat(parts)}--b--`;

  test.each([
    ["1,000 levels", nested(1_000)],
    ["10,000 parts", many(10_000)],
    ["nothing at all", ""],
    ["no header", "\n\nHello"],
    ["noise", "\0\u0001\u0002".repeat(1_000)],
    ["5 MB of header", `X: ${"a\n b".repeat(1_300_000)}`],
  ])("%s is refused with its cause", async (_name, source) => {
    await expect(parse(source)).rejects.toBeInstanceOf(PermanentError);
  });

  test.each([
    ["90 levels", nested(90), 10],
    ["900 parts", many(900), 10],
    ["a 1 MB header line", `X-Long: ${"a ".repeat(500_000)}\nFrom: a@mail.example\n\nHello`, 5],
    [
      "3,000 nested divs",
      `From: a@mail.example\nContent-Type: text/html\n\n${"<div>".repeat(3_000)}Hello`,
      5,
    ],
    [
      "a flat table of 2.9 MB",
      `From: a@mail.example\nContent-Type: text/html\n\n${"<tr><td>cell</td></tr>".repeat(130_000)}`,
      30,
    ],
    [
      "20 MB of HTML",
      `From: a@mail.example\nContent-Type: text/html\n\n${"<p>Hello <b>world</b></p>".repeat(800_000)}`,
      30,
    ],
    ["20 MB of text", `From: a@mail.example\n\n${"Hello world\n".repeat(1_700_000)}`, 30],
    ["a million recipients", `From: a@mail.example\nTo: ${"a@mail.example, ".repeat(60_000)}\n\nHello`, 20],
    [
      "a boundary in every line",
      `From: a@mail.example\nContent-Type: multipart/mixed; boundary=b\n\n${"--c\n".repeat(500_000)}`,
      20,
    ],
    ["a thousand dashes", `From: a@mail.example\n\n${"-- ".repeat(100_000)}\n${"--\n".repeat(50_000)}`, 20],
  ])("%s is read in time and cut to size", async (_name, source, tenths) => {
    const started = performance.now();
    const message = await parse(source);
    expect(performance.now() - started).toBeLessThan(tenths * 100 * 3);
    expect(message.text.length).toBeLessThanOrEqual(200_000);
    expect(message.from?.address).toBe("a@mail.example");
  });

  test("NUL and other control characters are gone everywhere", async () => {
    const message = await parse("From: a@mail.example\nSubject: a\0b\nX-Foo: c\0d\n\ne\0f\u0007g\r\n\th");
    expect(message.subject).toBe("ab");
    expect(message.headers.get("x-foo")).toEqual(["cd"]);
    expect(message.text).toBe("efg\n\th");
  });

  test("parameters named after object members do no harm", async () => {
    const message = await parse(
      'From: a@mail.example\nContent-Type: text/plain; __proto__=x; constructor="y"\n\nHello',
    );
    expect(Object.hasOwn(message.parts[0]?.parameters ?? {}, "__proto__")).toBe(false);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
