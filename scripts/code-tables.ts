// Writes docs/codes.md, the tables of keywords and reason codes: node scripts/code-tables.ts
import { writeFileSync } from "node:fs";
import { OUTCOMES } from "../src/policy/action.ts";
import { correctionTable } from "../src/policy/correction.ts";
import { FOLDER_ROLES } from "../src/policy/decision.ts";
import { EXCUSES } from "../src/policy/excuses.ts";
import { FIXED_LEFT_OUT } from "../src/policy/fixed.ts";
import { KEYWORD_TABLE } from "../src/policy/keywords.ts";
import { REASONS } from "../src/policy/reasons.ts";
import { HINDRANCES, SILENT_REASONS } from "../src/policy/silent.ts";

export function codeTables(): string {
  const keywords = KEYWORD_TABLE.map(({ keyword, says }) => `| \`${keyword}\` | ${says} |`);
  const rows = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).map(([code, text]) => `| \`${code}\` | ${text} |`);
  const moves = correctionTable(FOLDER_ROLES).map(
    ({ from, to, correction: { learns, label }, needsWord }) => {
      const word = needsWord ? ", once a person has confirmed it" : "";
      return `| ${from} | ${to} | ${learns} ${label}${word} |`;
    },
  );
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
    "| `foyer-topic-NAME` | the mailbox' own topic NAME, surely |",
    "",
    "## Reason codes, in the log, in `foyer explain` and in `foyer decide --json`",
    "",
    "| code | means |",
    "| --- | --- |",
    ...rows(REASONS),
    "",
    "## What an agent's move teaches, before the first answer",
    "",
    "| from | to | teaches |",
    "| --- | --- | --- |",
    ...moves,
    "",
    "Every other move is work and teaches nothing.",
    "",
    "## Why a customer was not asked whether a complaint is solved",
    "",
    "| code | means |",
    "| --- | --- |",
    ...rows(EXCUSES),
    "",
    "## Why a customer is taken for a silent one",
    "",
    "| code | means |",
    "| --- | --- |",
    ...rows(SILENT_REASONS),
    "",
    "## Why a silent customer is not written to now",
    "",
    "| code | means |",
    "| --- | --- |",
    ...rows(HINDRANCES),
    "| `not-silent` | the customer has written meanwhile |",
    "| `stale` | it was approved two weeks ago, and could not go out |",
    "| `erased` | the customer was erased |",
    "",
    "## What came of a manager's decision",
    "",
    "| code | means |",
    "| --- | --- |",
    ...rows(OUTCOMES),
    "",
    "## Why a customer is not told that a complaint is put right",
    "",
    "| code | means |",
    "| --- | --- |",
    ...rows(FIXED_LEFT_OUT),
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(new URL("../docs/codes.md", import.meta.url), codeTables());
