import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/config.ts";
import { LANGUAGES } from "../../src/mail/message.ts";
import { FOLDER_ROLES } from "../../src/policy/decision.ts";
import { DEFAULT_FOLDER_ORDER, folderNames } from "../../src/policy/folders.ts";

const least = {
  ADDRESS: "support@example.com",
  IMAP_URL: "imaps://u:p@mail.example.com",
  SMTP_URL: "smtp+plain://localhost",
};
const mailbox = (more: Record<string, string>) => loadConfig({ ...least, ...more }).mailboxes[0];

test.each(LANGUAGES)(
  "in %s each role has a folder of its own, and mail clients sort them by pressure",
  (language) => {
    const paths = FOLDER_ROLES.map((role) => folderNames(language)[role]);
    expect(new Set(paths.map((path) => path.join("/"))).size).toBe(FOLDER_ROLES.length);
    expect(paths.flat().every((segment) => !/[/.&*%\\"]/.test(segment))).toBe(true);
    const sorted = [...paths].sort((a, b) => (a[1] ?? "").localeCompare(b[1] ?? "", language));
    const { attention, urgent, vip, vocal, silent, today } = folderNames(language);
    expect(sorted.slice(0, 6)).toEqual([attention, urgent, vip, vocal, silent, today]);
  },
);

test("a role may be mapped to INBOX or to a folder of one's own", () => {
  const folders = mailbox({
    FOLDER_URGENT: "inbox",
    FOLDER_QUEUE: "INBOX",
    FOLDER_VIP: "Gold / Now",
  })?.folders;
  expect(folders).toMatchObject({
    urgent: [],
    queue: [],
    vip: ["Gold", "Now"],
    low: ["Support", "8 Can wait"],
  });
});

test("folders stand under another parent, or at the top", () => {
  expect(mailbox({ FOLDER_PARENT: "Desk" })?.folders.urgent).toEqual(["Desk", "1 Urgent"]);
  expect(mailbox({ FOLDER_PARENT: "none" })?.folders.urgent).toEqual(["1 Urgent"]);
});

test("agents' folders cannot be INBOX, and two roles cannot share a folder", () => {
  expect(() => mailbox({ FOLDER_RESOLVED: "INBOX" })).toThrow(ConfigError);
  expect(() => mailbox({ FOLDER_VIP: "Support/1 Urgent" })).toThrow("FOLDER_VIP is the folder of urgent too");
  expect(() => mailbox({ FOLDER_URGENT: "a//b" })).toThrow("FOLDER_URGENT");
});

test("an order names what comes first; the rest follows, and queue takes what is left", () => {
  expect(mailbox({})?.policy.folderOrder).toEqual(DEFAULT_FOLDER_ORDER);
  const order = mailbox({ FOLDER_ORDER: "vocal, urgent, queue" })?.policy.folderOrder;
  expect(order?.slice(0, 5)).toEqual(["attention", "automatic", "vocal", "urgent", "vip"]);
  expect(order?.at(-1)).toBe("queue");
  expect(new Set(order)).toEqual(new Set(DEFAULT_FOLDER_ORDER));
  for (const bad of ["vip, vip", "queue, vip", "resolved", "vipp"])
    expect(() => mailbox({ FOLDER_ORDER: bad })).toThrow("FOLDER_ORDER");
});
