import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { codeTables } from "../scripts/code-tables.ts";

it("docs/codes.md lists the keywords and reasons that foyer really uses", () => {
  expect(readFileSync("docs/codes.md", "utf8")).toBe(codeTables());
});

it("the README's links lead somewhere", () => {
  const links = [...readFileSync("README.md", "utf8").matchAll(/\]\(([^)#:]+)\)/g)].map(
    (match) => match[1] ?? "",
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
