import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { codeTables } from "../scripts/code-tables.ts";
import { templateTable } from "../scripts/template-table.ts";

it("docs/codes.md lists the keywords and reasons that foyer really uses", () => {
  expect(readFileSync("docs/codes.md", "utf8")).toBe(codeTables());
});

it("docs/templates.md lists the templates and variables that there really are", () => {
  expect(readFileSync("docs/templates.md", "utf8")).toBe(templateTable());
});

it("the README's links lead somewhere", () => {
  const links = [...readFileSync("README.md", "utf8").matchAll(/\]\(([^)#:]+)\)/g)].map(
    (match) => match[1] ?? "",
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
