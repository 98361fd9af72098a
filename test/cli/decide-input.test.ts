import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DecideInput, decideInput } from "../../src/cli/decide-input.ts";
import { mboxMessages } from "../../src/cli/mbox.ts";
import { rawOfRecord } from "../../src/cli/text-record.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "foyer-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const mail = (subject: string, body = "Hello\n"): string =>
  `From: a@example.org\nSubject: ${subject}\n\n${body}`;

function put(path: string, text: string | Buffer): string {
  const whole = join(root, path);
  mkdirSync(join(whole, ".."), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

async function all(...paths: string[]): Promise<DecideInput[]> {
  const found: DecideInput[] = [];
  for await (const item of decideInput(paths)) found.push(item);
  return found;
}

const sourceOf = (item: DecideInput | undefined): string =>
  item !== undefined && "raw" in item ? Buffer.from(item.raw.source).toString() : "";
const names = (items: readonly DecideInput[]): string[] =>
  items.map((item) => item.file.slice(root.length + 1));

test("files come in the order given, as they are", async () => {
  const [b, a] = [put("b.eml", mail("b")), put("a.eml", mail("a").replaceAll("\n", "\r\n"))];
  const items = await all(b, a);
  expect(names(items)).toEqual(["b.eml", "a.eml"]);
  expect(sourceOf(items[1])).toBe(mail("a").replaceAll("\n", "\r\n"));
  expect(items[1]).toMatchObject({ raw: { size: 42, structure: null } });
});

test("folders are walked in order; what is no mail is passed over", async () => {
  put("box/2.eml", mail("2"));
  put("box/1.eml", mail("1"));
  put("box/cur/1700000000.M1P2.host,S=12:2,S", mail("maildir"));
  put("box/inner/z.txt", mail("text"));
  put("box/notes.txt", "Remember: buy milk\nand bread\n");
  put("box/README.md", mail("not this"));
  put("box/cases.jsonl", "{}\n");
  put("box/.hidden.eml", mail("hidden"));
  put("box/x.mbox", `From a@b Mon Jan  5 10:00:00 2026\n${mail("m")}`);
  symlinkSync(join(root, "box"), join(root, "box/loop"));
  const items = await all(join(root, "box"));
  expect(names(items)).toEqual([
    "box/1.eml",
    "box/2.eml",
    "box/cur/1700000000.M1P2.host,S=12:2,S",
    "box/inner/z.txt",
    "box/x.mbox#1",
  ]);
});

test("an mbox comes message by message, its From quoting undone", async () => {
  const body = "One\n\nFrom now on I read.\n>From the start\n>>From twice\n> From untouched\n";
  const text = `From a@example.org Mon Jan  5 10:00:00 2026\n${mail("1", body)}\nFrom - Tue Jan 06 10:00:00 2026\n${mail("2")}\nFrom MAILER-DAEMON\n${mail("3")}`;
  for (const [name, content] of [
    ["x", text],
    ["y.mbox", text.replaceAll("\n", "\r\n")],
  ] as const) {
    const items = await all(put(name, content));
    expect(names(items)).toEqual([`${name}#1`, `${name}#2`, `${name}#3`]);
    expect(sourceOf(items[0]).replaceAll("\r", "")).toBe(
      mail("1", "One\n\nFrom now on I read.\nFrom the start\n>From twice\n> From untouched\n"),
    );
    expect(sourceOf(items[2]).replaceAll("\r", "")).toBe(mail("3"));
  }
});

test("an mbox without end yields its messages as they come", async () => {
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) yield Buffer.from(`From a@example.org Mon Jan  5 10:00:00 2026\n${mail("x")}\n`);
  }
  const found: string[] = [];
  for await (const item of mboxMessages(endless(), 30)) {
    found.push("error" in item ? item.error : item.source.toString());
    if (found.length === 3) break;
  }
  expect(found).toEqual(Array(3).fill("larger than 30 octets"));
});

test("an .eml that begins with a stray From line is one message", async () => {
  const items = await all(
    put("a.eml", `From x@y Mon Jan  5 10:00:00 2026\n${mail("a")}`),
    put("b.eml", `>From x\n${mail("b")}`),
  );
  expect(items.map(sourceOf)).toEqual([mail("a"), mail("b")]);
});

test("what cannot be read is reported, and the run goes on", async () => {
  const items = await all(
    join(root, "none.eml"),
    put("empty.eml", ""),
    put("outlook.msg", Buffer.from("d0cf11e0a1b11ae1", "hex")),
    put(
      "x.jsonl",
      '\uFEFF{"id":"1","text":"a"}\n\nnot json\n{"id":"2"}\n{"id":3,"subject":"s","text":"b\u2028c","language":"hu"}',
    ),
    put("last.eml", mail("last")),
  );
  expect(
    items.map((item) => ("error" in item ? item.error : "record" in item ? item.record.id : "mail")),
  ).toEqual([
    "no such file",
    "empty",
    "an Outlook .msg file: export it as .eml",
    "1",
    "not JSON",
    expect.stringContaining("text"),
    "3",
    "mail",
  ]);
  expect(names(items).slice(3, 7)).toEqual(["x.jsonl#1", "x.jsonl#3", "x.jsonl#4", "x.jsonl#5"]);
});

test("what has no field of mail in its header is no mail; a single one is enough", async () => {
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + 7 * i) % 256));
  const items = await all(
    put("noise.eml", noise),
    put("text.eml", "Shopping: milk\nNote: bread\n\nFrom: the baker\n"),
    put("one.eml", "\uFEFFsubject : hi\n\nHello\n"),
    put("x.eml", "x-mailer: y\r\n\r\nHello\n"),
    put(
      "old.mbox",
      `From a@b Mon Jan  5 10:00:00 2026\nno header\n\nFrom a@b Mon Jan  5 10:00:00 2026\n${mail("m")}`,
    ),
  );
  expect(items.map((item) => ("error" in item ? item.error : "mail"))).toEqual([
    expect.stringContaining("not a mail"),
    expect.stringContaining("not a mail"),
    "mail",
    "mail",
    expect.stringContaining("not a mail"),
    "mail",
  ]);
});

test("a place without any message is told of", async () => {
  mkdirSync(join(root, "none"));
  const paths = [
    join(root, "none"),
    put("a.mbox", ""),
    put("b.mbox", "no separator\n"),
    put("c.jsonl", "\n\n"),
  ];
  expect(await all(...paths)).toEqual(paths.map((file) => ({ file, error: "no message found in it" })));
});

test("a line of JSON that is no record keeps its id and says what is missing", async () => {
  const path = put("x.jsonl", '{"id":7}\n{"id":"b","text":1}\n{"text":"a"}\n[]\n');
  const wrong = (n: number, problem: string, more: object = {}) => ({
    file: `${path}#${n}`,
    error: `not a record {id, subject, text, language?}: ${problem}`,
    ...more,
  });
  expect(await all(path)).toEqual([
    wrong(1, "text is missing", { id: "7" }),
    wrong(2, "text is not a text", { id: "b" }),
    wrong(3, "id is missing"),
    wrong(4, "it is no object"),
  ]);
});

test("a record becomes a human message whose sender, domain and hour nothing else shares", async () => {
  const record = {
    id: "a",
    subject: `Нет  интернета\r\nBcc: x@example.org ${"длинная тема ".repeat(12)}`,
    text: "Привет!\nЖду.",
    language: "ru",
  };
  const [one, two] = await Promise.all(
    [1, 2].map((number) => {
      const raw = rawOfRecord(record, { number, address: "help@example.com" });
      return simpleParser(Buffer.from(raw.source));
    }),
  );
  expect(one?.subject).toBe(record.subject.replaceAll(/\s*\r\n\s*/g, " ").trim());
  expect(one?.text?.trim()).toBe(record.text);
  expect(one?.headers.has("bcc")).toBe(false);
  expect(one?.to).toMatchObject({ text: "help@example.com" });
  expect(one?.from?.value[0]?.address).toBe("customer@customer-1.example");
  expect(two?.from?.value[0]?.address).toBe("customer@customer-2.example");
  expect(one?.messageId).not.toBe(two?.messageId);
  expect(two?.date?.getTime()).toBeGreaterThanOrEqual((one?.date?.getTime() ?? 0) + 3_600_000);
});
