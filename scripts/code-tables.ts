// Writes docs/codes.md, the tables of keywords and reason codes: node scripts/code-tables.ts
import { writeFileSync } from "node:fs";
import { KEYWORD_TABLE } from "../src/policy/keywords.ts";
import { REASONS } from "../src/policy/reasons.ts";

export function codeTables(): string {
  const keywords = KEYWORD_TABLE.map(({ keyword, says }) => `| \`${keyword}\` | ${says} |`);
  const reasons = Object.entries(REASONS).map(([code, text]) => `| \`${code}\` | ${text} |`);
  return [
    "# Keywords and reason codes",
    "",
    "Made by `node scripts/code-tables.ts`.",
    "",
    "## Keywords that foyer sets on messages",
    "",
    "| keyword | says |",
    "| --- | --- |",
    ...keywords,
    "",
    "## Reason codes, in the log, in `foyer explain` and in `foyer decide --json`",
    "",
    "| code | means |",
    "| --- | --- |",
    ...reasons,
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(new URL("../docs/codes.md", import.meta.url), codeTables());
