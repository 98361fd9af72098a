import { describe, expect, test } from "vitest";
import { contentKey, fingerprint } from "../../src/mail/fingerprint.ts";
import { orderNumbers, phones } from "../../src/mail/mentions.ts";

describe("numbers named in a mail", () => {
  test.each([
    ["en", "call me on (212) 555-0123", ["+12125550123"]],
    ["en", "call +44 20 7946 0958", ["+442079460958"]],
    ["el", "Τηλέφωνο 6912345678", ["+306912345678"]],
    ["hu", "hívjon a 06 20 555 0117 számon", ["+36205550117"]],
    ["fa", "تماس: ۰۹۱۲۳۴۵۶۷۸۹", ["+989123456789"]],
    ["ru", "тел. 8 (912) 345-67-89", ["+79123456789"]],
    ["en", "order 4711 of 2025-03-03", []],
  ] as const)("phones, %s: %s", (language, text, expected) => {
    expect(phones(text, language)).toEqual(expected);
  });

  test.each([
    ["my order #48213 is late", ["48213"]],
    ["Order no. 48213-a", ["48213-A"]],
    ["confirmation number (C-771203)", ["C-771203"]],
    ["see RMA-20714", ["RMA-20714"]],
    ["Παραγγελία 88213-Κ", ["88213-Κ"]],
    ["Договор К-2280, номер заказа: 123456", ["К-2280", "123456"]],
    ["سفارش ۱۲۳۴۵۶", ["123456"]],
    ["rendelésszám: 2024/1234", ["2024/1234"]],
    ["invoice of 12.03.2025", []],
    ["my order from 2024", []],
    ["no number at all", []],
  ])("orders: %s", (text, expected) => {
    expect(orderNumbers(text)).toEqual(expected);
  });

  test("at most five of each, each once", () => {
    const many = Array.from({ length: 20 }, (_, index) => `order #1000${index} and order #1000${index}`).join(
      ", ",
    );
    expect(orderNumbers(many)).toHaveLength(5);
  });

  test("hostile text takes no longer than its length", () => {
    const started = performance.now();
    for (const unit of ["order ", "a-1", "1", "(12) ", "+1 ", "#"]) {
      orderNumbers(unit.repeat(100_000));
      phones(unit.repeat(100_000), "en");
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("by what a message is found again", () => {
  const head = "Message-ID: <a@mail.example>\r\nSubject: x\r\n\r\n";
  const print = (text: string, size = 10, date = 0): string =>
    fingerprint({ source: Buffer.from(text), size, structure: null }, new Date(date));

  test("the fingerprint needs no body, and changes with header, size and date", () => {
    expect(print(`${head}one`)).toBe(print(`${head}two`));
    expect(print(`${head}one`)).toMatch(/^[0-9a-f]{64}$/);
    const others = [print(`X: 1\r\n${head}`), print(head, 11), print(head, 10, 1)];
    expect(new Set([print(head), ...others]).size).toBe(4);
  });

  test("a second delivery has the same key, another text has not", () => {
    const message = { messageId: null, from: { name: "Ann", address: "Ann@mail.example" }, text: "Hello" };
    expect(contentKey(message)).toBe(
      contentKey({ ...message, from: { name: "", address: "ann@mail.example" } }),
    );
    expect(contentKey(message)).not.toBe(contentKey({ ...message, text: "Bye" }));
  });
});
