import { describe, expect, test } from "vitest";
import { parseVips } from "../../src/cli/customers-csv.ts";

const csv = (text: string) => parseVips(Buffer.from(text));
const anna = { match: "anna@acme.example", name: "Anna" };
const acme = { match: "@acme.example", name: "Acme" };

describe("a VIP list is read whatever a spreadsheet makes of it", () => {
  test.each([
    ["commas", "address,domain,name\nAnna@Acme.example,,Anna\n,acme.example,Acme\n"],
    [
      "columns in another order, with one too many",
      "name,phone,domain,address\nAnna,1,,anna@acme.example\nAcme,,Acme.Example,\n",
    ],
    [
      "semicolons, quotes, CRLF and a byte order mark",
      '\uFEFF"E-mail";"Domain";"Name"\r\n"anna@acme.example";"";"Anna"\r\n"";"acme.example";"Acme"\r\n',
    ],
    ["tabs and empty lines", "EMAIL\tdomain\tname\n\nanna@acme.example\t\tAnna\n\t\t\n\tacme.example\tAcme"],
    ["Excel's sep line", "sep=;\naddress;domain;name\nanna@acme.example;;Anna\n;acme.example;Acme\n"],
    [
      "a domain in the address column, with its @",
      "address,name\nanna@acme.example,Anna\n@acme.example,Acme\n",
    ],
  ])("%s", (_, text) => {
    expect(csv(text)).toEqual({ entries: [anna, acme], bad: [], duplicates: 0 });
  });

  test("UTF-16, with and without byte order mark, either order", () => {
    const text = "address\tname\r\nanna@acme.example\tΆννα\r\n";
    const little = Buffer.from(text, "utf16le");
    const marked = Buffer.from(`\uFEFF${text}`, "utf16le");
    for (const bytes of [little, marked, Buffer.from(little).swap16(), Buffer.from(marked).swap16()])
      expect(parseVips(bytes).entries).toEqual([{ match: "anna@acme.example", name: "Άννα" }]);
  });

  test("a comma inside quotes and a name over two lines are one field", () => {
    const { entries } = csv('name,address\n"Acme, Inc.\nHQ",anna@acme.example\n');
    expect(entries).toEqual([{ match: "anna@acme.example", name: "Acme, Inc. HQ" }]);
  });
});

test("bad rows are reported with line, value and problem, and the good ones stand", () => {
  const { entries, bad, duplicates } = csv(
    [
      "address,domain,name",
      "anna@acme.example,,Anna",
      "acme.example,,bare domain",
      ",gmail.com,public",
      ",co.uk,suffix",
      ",not a domain,x",
      "a@b,,",
      ",,nobody",
      "x@acme.example,acme.example,both",
      "ANNA@acme.example,,again",
      "Ödön@bücher.example,,Ödön",
    ].join("\n"),
  );
  expect(entries.map((entry) => entry.match)).toEqual(["anna@acme.example", "ödön@bücher.example"]);
  expect(duplicates).toBe(1);
  expect(bad.map((row) => row.line)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(bad[0]).toEqual({
    line: 3,
    value: "acme.example",
    problem: expect.stringContaining("write @acme.example, or put it into a column named domain"),
  });
  expect(bad[1]?.problem).toContain("public mail provider");
  expect(bad[2]?.problem).toContain("public suffix");
  expect(bad[5]?.problem).toContain("neither");
  expect(bad[6]?.problem).toContain("both");
});

test("a file without header, without rows or in another encoding is told so, not imported by guess", () => {
  expect(csv("anna@acme.example,Anna\n").bad[0]?.problem).toContain("header");
  expect(csv("").bad[0]).toMatchObject({ line: 1, problem: expect.stringContaining("header") });
  expect(csv("address,address\n").bad[0]?.problem).toContain("twice");
  expect(parseVips(Buffer.from([0x61, 0xe1, 0x62])).bad[0]?.problem).toContain("UTF-8");
  expect(csv("address\n").entries).toEqual([]);
});

test("a quote that is not closed costs its own row only, and so does a cell too many", () => {
  const { entries, bad } = csv(
    [
      "address,name",
      "a@acme.example,A",
      '"b@acme.example,B',
      '"c@acme.example","C, Inc."',
      'd@acme.example,"D',
      'e@acme.example,5" screens',
      "f@acme.example,F,Inc.",
      "g@acme.example,G,,",
    ].join("\r\n"),
  );
  expect(entries.map(({ match }) => match[0])).toEqual(["a", "c", "e", "g"]);
  expect(bad).toEqual([
    { line: 3, value: '"b@acme.example,B', problem: expect.stringContaining("not closed") },
    { line: 5, value: 'd@acme.example,"D', problem: expect.stringContaining("not closed") },
    { line: 7, value: "f@acme.example", problem: expect.stringContaining("more columns") },
  ]);
});
