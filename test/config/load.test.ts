import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Environment } from "../../src/config/reader.ts";
import { ConfigError, type Fault, type MailboxConfig } from "../../src/config.ts";

const least: Environment = {
  ADDRESS: "support@example.com",
  IMAP_URL: "imaps://support%40example.com:hunter2@mail.example.com",
  SMTP_URL: "smtps://support%40example.com:hunter2@mail.example.com",
};

function mailbox(more: Environment = {}): MailboxConfig {
  const [only] = loadConfig({ ...least, ...more }).mailboxes;
  if (only === undefined) throw new Error("no mailbox");
  return only;
}

function faults(environment: Environment): readonly Fault[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const faultOf = (name: string, text: string): string | undefined =>
  faults({ ...least, [name]: text }).find((fault) => fault.variable === name)?.problem;

test("three variables are enough, and nothing is sent until someone says live", () => {
  const config = loadConfig(least);
  expect(config).toMatchObject({
    databaseUrl: null,
    dataDir: "./var",
    classifier: "linear",
    logLevel: "info",
  });
  expect(mailbox()).toMatchObject({
    address: "support@example.com",
    mode: "shadow",
    ackHoldSeconds: 60,
    firstAnswerHours: { urgent: 1, high: 4, normal: 8, low: 16 },
    imap: { host: "mail.example.com", port: 993, tls: "implicit", verify: true },
    smtp: { host: "mail.example.com", port: 465, tls: "implicit" },
    policy: { budgets: { perTicket: 1, perAddressDay: 3, perDomainHour: 20, brakeFactor: 5 } },
  });
});

test("an empty configuration is told of every missing variable at once, with an example of each", () => {
  expect(faults({}).map((fault) => fault.variable)).toEqual(["ADDRESS", "IMAP_URL", "SMTP_URL"]);
  const error = new ConfigError(faults({}));
  expect(error.message).toContain("3 faults");
  expect(error.message).toContain("ADDRESS is missing, for example ADDRESS=support@example.com");
});

test("faults of all variables are reported together", () => {
  const wrong = {
    ...least,
    MODE: "on",
    ACK_HOLD: "-1",
    TIME_ZONE: "Mars/Olympus",
    AGENTS: "anna@example.com; bela",
    LOG_LEVEL: "loud",
    DATABASE_URL: "mysql://foyer:hunter2@db/foyer",
    FREQUENT_DAYS: "0",
  };
  expect(new Set(faults(wrong).map((fault) => fault.variable))).toEqual(
    new Set(["MODE", "ACK_HOLD", "TIME_ZONE", "AGENTS", "LOG_LEVEL", "DATABASE_URL", "FREQUENT_DAYS"]),
  );
});

test("no fault, no log line and no inspection shows a secret", () => {
  const secretive: Environment = {
    ...least,
    IMAP_URL: "imaps://support:hunter2/x@mail.example.com",
    SMTP_URL: "smtp//support:hunter2@mail.example.com",
    DATABASE_URL: "postgres//foyer:hunter2@db",
    SECRET: "hunter2",
    ADDRESS: "imaps://support:hunter2@mail.example.com",
    HOLIDAYS: "https://support:hunter2@example.com/holidays",
    IMAP_OAUTH: "http://support:hunter2@example.com/token",
    AGENTS: "smtps://support:hunter2@mail.example.com",
  };
  expect(new ConfigError(faults(secretive)).message).not.toContain("hunter2");
  for (const percent of [
    "imaps://u:hunter2%@h.example",
    "imaps://u:hunter2%zz@h.example",
    "imaps://u:hunter2@h:x",
  ])
    expect(new ConfigError(faults({ ...least, IMAP_URL: percent })).message).not.toContain("hunter2");
  const config = loadConfig({
    ...least,
    SECRET: "hunter2".repeat(5),
    DATABASE_URL: "postgres://f:hunter2@db/f",
  });
  expect(inspect(config, { depth: 9, showHidden: true })).not.toContain("hunter2");
  expect(JSON.stringify(config)).not.toContain("hunter2");
  expect(config.databaseUrl?.reveal()).toBe("postgres://f:hunter2@db/f");
});

describe("server URLs", () => {
  test.each([
    ["imap://u:p@h.example", { port: 143, tls: "starttls" }],
    ["imap+plain://u:p@localhost", { port: 143, tls: "none" }],
    ["imap://u:p@localhost:1143?tls=none", { port: 1143, tls: "none" }],
    ["imap://u:p@h.example?tls=implicit", { port: 993, tls: "implicit" }],
    ["imaps://u:p@[::1]:1993", { host: "::1", port: 1993 }],
    ["imaps://u:p@bücher.example", { host: "xn--bcher-kva.example" }],
    ["IMAPS://u:p@H.Example/", { host: "h.example", port: 993 }],
  ])("%s", (url, expected) => {
    expect(mailbox({ IMAP_URL: url }).imap).toMatchObject(expected);
  });

  test("users and passwords are percent-decoded, and a bare @ in the user is understood", () => {
    const login = mailbox({ IMAP_URL: "imaps://support@example.com:p%40%2F%23%C3%A9%25@h.example" }).imap
      .login;
    expect(login?.user).toBe("support@example.com");
    expect(login && "password" in login ? login.password.reveal() : null).toBe("p@/#é%");
  });

  test("a relay without login is fine, an IMAP account without password is not", () => {
    expect(mailbox({ SMTP_URL: "smtp+plain://localhost" }).smtp).toMatchObject({
      port: 25,
      tls: "none",
      login: null,
    });
    expect(faultOf("IMAP_URL", "imaps://mail.example.com")).toContain("needs a user and a password");
    expect(faultOf("SMTP_URL", "smtps://user@mail.example.com")).toContain("no password");
  });

  test.each([
    ["https://u:p@h.example", "must begin with imaps:// or imap://"],
    ["imaps://u:p@h.example/INBOX", "after the host"],
    ["imaps://u:p@h.example?tls=none", "at once"],
    ["imaps://u:p@h.example?tsl=none", "other than tls="],
    ["imaps://u:p@", "cannot|can be read"],
    ["imaps://u:p%zz@h.example", "%25"],
    ["imaps://u:p@h.example:99999", "can be read"],
    ["imaps://:p@h.example", "no user"],
  ])("%s is refused", (url, problem) => {
    expect(faultOf("IMAP_URL", url)).toMatch(new RegExp(problem.replaceAll("?", "\\?")));
  });
});

describe("XOAUTH2", () => {
  const token = { OAUTH_CLIENT_ID: "id", OAUTH_CLIENT_SECRET: "cs", OAUTH_REFRESH_TOKEN: "rt" };
  const gmail = { IMAP_URL: "imaps://imap.gmail.com", SMTP_URL: "smtps://smtp.gmail.com" };

  test("google serves IMAP and SMTP with one refresh token, as the mailbox's address", () => {
    const { imap, smtp } = mailbox({ ...gmail, ...token, IMAP_OAUTH: "google" });
    expect(imap.login).toMatchObject({ user: "support@example.com", clientId: "id" });
    expect(smtp.login).toMatchObject({ tokenUrl: "https://oauth2.googleapis.com/token" });
  });

  test("microsoft asks for its own scope and needs no client secret", () => {
    const { imap } = mailbox({ ...gmail, ...token, OAUTH_CLIENT_SECRET: undefined, IMAP_OAUTH: "microsoft" });
    expect(imap.login).toMatchObject({
      clientSecret: null,
      scope: expect.stringContaining("IMAP.AccessAsUser"),
    });
  });

  test("what is missing is named", () => {
    const names = faults({ ...least, ...gmail, IMAP_OAUTH: "google" }).map((fault) => fault.variable);
    expect(names).toEqual(["OAUTH_CLIENT_ID", "OAUTH_REFRESH_TOKEN", "OAUTH_CLIENT_SECRET"]);
  });

  test("a local relay is left without login by SMTP_OAUTH=off", () => {
    const local = { SMTP_URL: "smtp+plain://relay.example.com", SMTP_OAUTH: "off", IMAP_OAUTH: "google" };
    expect(mailbox({ ...gmail, ...token, ...local }).smtp.login).toBeNull();
    const [fault] = faults({ ...least, ...gmail, ...token, ...local, SMTP_OAUTH: undefined });
    expect(fault).toMatchObject({ variable: "SMTP_URL", problem: expect.stringContaining("without TLS") });
  });
});

describe("several mailboxes", () => {
  const two: Environment = {
    MAILBOXES: "support, front-desk",
    SUPPORT_ADDRESS: "support@example.com",
    SUPPORT_IMAP_URL: "imaps://support:a@mail.example.com",
    FRONT_DESK_ADDRESS: "desk@example.com",
    FRONT_DESK_IMAP_URL: "imaps://desk:b@mail.example.com",
    FRONT_DESK_LANGUAGE: "hu",
    SMTP_URL: "smtp+plain://localhost",
    MODE: "live",
  };

  test("each has its own, and shares what is not its own", () => {
    const [support, desk] = loadConfig(two).mailboxes;
    expect(support).toMatchObject({ policy: { name: "support" }, mode: "live", language: "en" });
    expect(desk).toMatchObject({ policy: { name: "front-desk" }, mode: "live", language: "hu" });
    expect(desk?.folders.urgent).toEqual(["Ügyfélszolgálat", "1 Sürgős"]);
    expect(desk?.smtp).toEqual(support?.smtp);
  });

  test("an address is never shared, and faults carry the full name", () => {
    const names = faults({
      ...two,
      SUPPORT_ADDRESS: undefined,
      ADDRESS: "a@example.com",
      FRONT_DESK_MODE: "x",
    });
    expect(names.map((fault) => fault.variable)).toEqual(["SUPPORT_ADDRESS", "FRONT_DESK_MODE"]);
  });

  test("two mailboxes on one account are refused", () => {
    const [fault] = faults({ ...two, FRONT_DESK_IMAP_URL: "imaps://support:a@mail.example.com" });
    expect(fault).toMatchObject({
      variable: "FRONT_DESK_IMAP_URL",
      problem: expect.stringContaining("support"),
    });
  });
});

describe("people and addresses", () => {
  test("lists are trimmed, lower-cased and freed of repeats; staff is everyone on the team", () => {
    const { agents, policy } = mailbox({
      AGENTS: " Anna@Example.com ,bela@example.com,, anna@example.com",
      SUPERVISOR: "Chief@Example.com",
      ALIASES: "Help@example.com",
      ADDRESS: "SUPPORT@Example.COM",
    });
    expect(agents).toEqual(["anna@example.com", "bela@example.com"]);
    expect(policy.staff).toEqual(["anna@example.com", "bela@example.com", "chief@example.com"]);
    expect(policy.addresses).toEqual(["support@example.com", "help@example.com"]);
  });

  test("who takes over may be named", () => {
    const { supervisor, complaintsManager, names, policy } = mailbox({
      SUPERVISOR: '"Μαρία Παπαδάκη" <Maria@Example.com>',
      COMPLAINTS_MANAGER: "complaints@example.com",
    });
    expect([supervisor, complaintsManager]).toEqual(["maria@example.com", "complaints@example.com"]);
    expect([...names]).toEqual([["maria@example.com", "Μαρία Παπαδάκη"]]);
    expect(policy.staff).toEqual(["maria@example.com", "complaints@example.com"]);
  });

  test.each(["Maria", "Maria <maria>", "Maria <maria@example.com", "a@example.com, b@example.com"])(
    "%s is nobody who takes over",
    (text) => {
      expect(faultOf("SUPERVISOR", text)).toBeDefined();
    },
  );

  test("domains with letters beyond ASCII have one form", () => {
    expect(mailbox({ ADDRESS: "info@Bücher.example" }).address).toBe("info@bücher.example");
    expect(mailbox({ ADDRESS: "info@xn--bcher-kva.example" }).address).toBe("info@bücher.example");
  });

  test.each([
    "support",
    "support@",
    "@example.com",
    "a b@example.com",
    "a@exa_mple.com",
    "a@b@c.com",
    "a@-x.com",
    "Support <a@b.example>",
    "a@127.0.0.1",
  ])("%s is no address", (text) => {
    expect(faultOf("ADDRESS", text)).toBeDefined();
  });

  test("the mailbox's own address is not an agent's", () => {
    expect(faultOf("ADDRESS", "anna@example.com")).toBeUndefined();
    expect(faults({ ...least, AGENTS: "support@example.com" })[0]?.variable).toBe("ADDRESS");
  });
});

test("LANGUAGE as GNU systems set it for themselves is not taken for ours", () => {
  expect(mailbox({ LANGUAGE: "de_DE:de" }).language).toBe("en");
  expect(mailbox({ LANGUAGE: "ru" }).policy.language).toBe("ru");
  expect(faultOf("LANGUAGE", "de")).toContain("en, el, hu, fa, ru");
});

test("sizes may be written short", () => {
  expect(mailbox({ WHOLE_MESSAGE_BYTES: "750k" }).wholeMessageBytes).toBe(750_000);
  expect(faultOf("WHOLE_MESSAGE_BYTES", "5G")).toContain("octets");
});

test("a loaded configuration cannot be changed", () => {
  expect(Object.isFrozen(mailbox().policy.budgets)).toBe(true);
});

describe("digests", () => {
  test("are weekly at half past seven unless said otherwise, and each reader has a language", () => {
    expect(mailbox()).toMatchObject({ digests: ["weekly"], digestMinutes: 450 });
    const { digests, digestMinutes, managers, languages, agents } = mailbox({
      DIGEST: "monthly, Daily",
      DIGEST_TIME: "6:05",
      MANAGERS: "Anna@Shop.example (HU), boss@shop.example, Ελένη <eleni@shop.example> (el)",
      AGENTS: "agent@shop.example (fa)",
    });
    expect({ digests, digestMinutes }).toEqual({ digests: ["daily", "monthly"], digestMinutes: 365 });
    expect(managers).toEqual(["anna@shop.example", "boss@shop.example", "eleni@shop.example"]);
    expect(agents).toEqual(["agent@shop.example"]);
    expect([...languages]).toEqual([
      ["agent@shop.example", "fa"],
      ["anna@shop.example", "hu"],
      ["eleni@shop.example", "el"],
    ]);
    expect(mailbox({ DIGEST: "off" }).digests).toEqual([]);
  });

  test("at no time of day, of no span, or in no language of ours are refused", () => {
    expect(faultOf("DIGEST", "hourly")).toContain("daily, weekly, monthly");
    expect(faultOf("DIGEST_TIME", "24:00")).toContain("07:30");
    expect(faultOf("MANAGERS", "boss@shop.example (de)")).toContain("(en, el, hu, fa, ru)");
  });
});
