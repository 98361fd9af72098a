import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { configWarnings } from "../../src/config/misspelt.ts";
import { VARIABLES } from "../../src/config/variables.ts";

const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
const all = parseEnv(text.replaceAll(/^#([A-Z_]+=)/gm, "$1"));

test(".env.example and the schema name the same variables", () => {
  expect(Object.keys(all).sort()).toEqual(Object.keys(VARIABLES).sort());
});

test(".env.example loads as it stands", () => {
  expect(loadConfig(parseEnv(text)).mailboxes).toHaveLength(1);
});

test(".env.example loads with everything uncommented but the choice of several mailboxes", () => {
  const { MAILBOXES, ...one } = all;
  expect(MAILBOXES).toBe("support,billing");
  expect(loadConfig(one).mailboxes[0]?.agents).toHaveLength(2);
});

test("a comment shows the default, or says that it is an example", () => {
  for (const block of text.split(/\n\n+/)) {
    if (/e\.g\.$/m.test(block)) continue;
    for (const [, name = "", shown] of block.matchAll(/^#([A-Z_]+)=(.*)$/gm)) {
      const standard = Object.entries(VARIABLES).find(([key]) => key === name)?.[1].standard;
      if (name !== "FIRST_ANSWER_HOURS") expect(`${name}=${shown}`).toBe(`${name}=${standard}`);
    }
  }
});

test("every variable's example and default are themselves good values", () => {
  for (const [name, { value, example, standard }] of Object.entries(VARIABLES)) {
    expect(value.safeParse(example).success, name).toBe(true);
    if (standard !== null) expect(value.safeParse(standard).success, name).toBe(true);
  }
});

test("a misspelt name is pointed out, and a foreign environment is left in peace", () => {
  const desktop = {
    HOME: "/root",
    PATH: "/bin",
    NODE_ENV: "test",
    SHELL: "sh",
    MAIL: "/var/mail/x",
    EDITOR: "vi",
  };
  expect(configWarnings({ ...desktop, ...parseEnv(text) })).toEqual([]);
  const warnings = configWarnings({
    ...desktop,
    IMAP_ULR: "imaps://u:hunter2@h",
    ADRESS: "a",
    imap_url: "x",
  });
  expect(warnings.join()).toMatch(/IMAP_ULR.*IMAP_URL.*ADRESS.*ADDRESS.*imap_url.*IMAP_URL/);
  expect(warnings.join()).not.toContain("hunter2");
  expect(configWarnings({ MAILBOXES: "support", SUPPORT_IMAP_ULR: "x" })[0]).toContain("SUPPORT_IMAP_URL");
  expect(configWarnings({ MAILBOXES: "support", ADDRESS: "a@example.com" })[0]).toContain("SUPPORT_ADDRESS");
});
