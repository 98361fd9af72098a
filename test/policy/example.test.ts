import { expect, test } from "vitest";
import { exampleOf } from "../../src/policy/example.ts";

const example = (text: string, names: readonly string[] = [], subject = "Parcel") =>
  exampleOf({ subject, text, names });

test("an example is what the customer wrote, without what they quote and how they sign", () => {
  const text = "The lid leaks.\nIt was new.\n\n-- \nMaria Papadaki\n+30 210 1234567\n\n> How can we help?";
  expect(example(text, ["Maria Papadaki"])).toBe("The lid leaks. It was new.");
});

test.each([
  ["Call me: +30 210 123 4567, or write to maria@example.gr.", [], "Call me: …, or write to …"],
  ["Order 4711-0815 at https://shop.example/o/1 leaks.", [], "Order … at … leaks."],
  ["It leaks since 12 days, 2 of 3 lids.", [], "It leaks since 12 days, 2 of 3 lids."],
  ["شمارهٔ من ۰۹۱۲۳۴۵۶۷۸۹ است و در آن نشت می‌کند.", [], "شمارهٔ من … است و در آن نشت می‌کند."],
  ["I, Maria, am angry. Papadaki is my name.", ["Maria Papadaki"], "I, …, am angry. … is my name."],
  ["Пишет муж Марии Ивановой: чайник течёт.", ["Мария Иванова"], "Пишет муж …: чайник течёт."],
  ["Kovács Petrának csöpög a fedele.", ["Kovács Petra"], "… csöpög a fedele."],
])("of persons it tells nothing: %s", (text, names, told) => {
  expect(example(text, names)).toBe(told);
});

test("an essay is cut at a sentence, and an empty mail stands for its subject", () => {
  const long = example(`${"The lid of the kettle leaks each morning. ".repeat(20)}`);
  expect(long.length).toBeLessThanOrEqual(180);
  expect(long).toMatch(/each morning\.$/);
  expect(example("", [], "Lid leaks, order 123456")).toBe("Lid leaks, order …");
});
