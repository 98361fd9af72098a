import { describe, expect, test } from "vitest";
import { backoff } from "../../src/imap/backoff.ts";
import { commandError, readFailure } from "../../src/imap/failure.ts";
import { ensureFolders } from "../../src/imap/folders.ts";
import type { ListedFolder } from "../../src/imap/inbox.ts";
import { lasting } from "../../src/imap/keywords.ts";
import { folderPath } from "../../src/imap/list.ts";
import { moveMethodOf } from "../../src/imap/moves.ts";
import { specialFolders } from "../../src/imap/sent.ts";
import { batches, sequenceSet } from "../../src/imap/sequence.ts";
import { folderNames } from "../../src/policy/folders.ts";

describe("backoff", () => {
  test.for([
    { failures: 1, random: 0.999999, wait: 999 },
    { failures: 2, random: 0.5, wait: 1_000 },
    { failures: 5, random: 0.5, wait: 8_000 },
    { failures: 60, random: 0.999999, wait: 299_999 },
    { failures: 1_000_000, random: 0.5, wait: 150_000 },
    { failures: 7, random: 0, wait: 0 },
  ])("after $failures failures with luck $random one waits $wait ms", ({ failures, random, wait }) => {
    expect(backoff(failures, random)).toBe(wait);
  });
});

test.for([
  { uids: [], set: "" },
  { uids: [7], set: "7" },
  { uids: [3, 1, 2, 9, 9], set: "1:3,9" },
  { uids: [5, 7, 8], set: "5,7:8" },
])("the UIDs $uids are the sequence set $set", ({ uids, set }) => {
  expect(sequenceSet(uids)).toBe(set);
});

test("batches keep the order and lose nothing", () => {
  expect(batches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(batches([], 2)).toEqual([]);
});

test.for([
  { has: ["MOVE", "UIDPLUS"], method: "move" },
  { has: ["MOVE"], method: "move" },
  { has: ["IMAP4rev2"], method: "move" },
  { has: ["UIDPLUS"], method: "copy-expunge" },
  { has: ["IMAP4rev1"], method: "keywords-only" },
])("with $has messages are moved by $method", ({ has, method }) => {
  expect(moveMethodOf(new Set(has))).toBe(method);
});

describe("a refusal", () => {
  const kind = (fields: object): string => {
    const error = commandError(readFailure(Object.assign(new Error("Command failed"), fields)), "move");
    return "code" in error ? error.code : error.name;
  };
  test.for([
    [{ responseStatus: "NO", serverResponseCode: "TRYCREATE" }, "no-such-folder"],
    [{ responseStatus: "NO", serverResponseCode: "NONEXISTENT" }, "no-such-folder"],
    [{ responseStatus: "NO", serverResponseCode: "OVERQUOTA" }, "over-quota"],
    [{ responseStatus: "NO", serverResponseCode: "NOPERM" }, "refused"],
    [{ responseStatus: "BAD", responseText: "Unknown command" }, "refused"],
    [{ responseStatus: "NO", serverResponseCode: "UNAVAILABLE" }, "TemporaryError"],
    [{ responseStatus: "NO", serverResponseCode: "SERVERBUG" }, "TemporaryError"],
    [{ responseStatus: "NO", responseText: "Server Unavailable. 15" }, "TemporaryError"],
    [
      {
        responseStatus: "NO",
        serverResponseCode: "ALERT",
        responseText: "Too many simultaneous connections",
      },
      "TemporaryError",
    ],
    [{ responseStatus: "BAD", code: "ETHROTTLE" }, "TemporaryError"],
    [{ code: "NoConnection" }, "TemporaryError"],
  ] as const)("%o is %s", ([fields, expected]) => {
    expect(kind(fields)).toBe(expected);
  });
  test("is told on one line, whatever the server sends", () => {
    const failure = readFailure({ responseStatus: "NO", responseText: 'no\r\n{"level":"info"}' });
    expect(commandError(failure, "move").message).toBe(
      'could not move: the server says: no {"level":"info"}',
    );
  });
});

test("keywords stick only where the folder keeps them", () => {
  const wanted = ["foyer-vip", "\\Flagged", "bad name", "foyer-vip", "(x)"];
  expect(lasting(wanted, new Set(["\\*", "\\Seen"]))).toEqual(["foyer-vip"]);
  expect(lasting(wanted, new Set(["\\Flagged", "FOYER-VIP"]))).toEqual(["foyer-vip", "\\Flagged"]);
  expect(lasting(wanted, new Set())).toEqual([]);
  expect(lasting(wanted, undefined)).toEqual(["foyer-vip", "\\Flagged"]);
});

test.for([
  { segments: [], prefix: "", delimiter: "/", path: "INBOX" },
  { segments: ["Support", "1 Urgent"], prefix: "", delimiter: "/", path: "Support/1 Urgent" },
  { segments: ["Support", "1 Urgent"], prefix: "INBOX.", delimiter: ".", path: "INBOX.Support.1 Urgent" },
  { segments: ["A/B", "v1.0"], prefix: "", delimiter: "/", path: "A-B/v1-0" },
  { segments: ["A\\B"], prefix: "", delimiter: "\\", path: "A-B" },
  { segments: ["Support", "Vip"], prefix: "", delimiter: "", path: "Support Vip" },
  { segments: ["~root\r\n*%"], prefix: "", delimiter: "/", path: "root" },
])("$segments under '$prefix' with '$delimiter' is $path", ({ segments, prefix, delimiter, path }) => {
  expect(folderPath(segments, { prefix, delimiter })).toBe(path);
});

test("each role gets its folder, roles with the same name share one, and INBOX stays INBOX", async () => {
  const made: string[] = [];
  const inbox = {
    create: async (segments: readonly string[]) => {
      if (segments.length > 0) made.push(segments.join("/"));
      return segments.length === 0 ? "INBOX" : segments.join("/");
    },
  };
  const names = { ...folderNames("hu"), queue: [], low: ["Later"], frequent: ["Later"] };
  const paths = await ensureFolders(inbox, names);
  expect(paths).toMatchObject({
    queue: "INBOX",
    low: "Later",
    frequent: "Later",
    urgent: names.urgent.join("/"),
  });
  expect(new Set(made).size).toBe(made.length);
  expect(Object.keys(paths).sort()).toEqual(Object.keys(names).sort());
});

describe("special folders", () => {
  const folder = (path: string, specialUse: string | null = null, delimiter = "/"): ListedFolder => ({
    path,
    delimiter,
    specialUse,
    subscribed: true,
  });
  test("go by their use first, whatever their name", () => {
    const folders = [folder("Sent"), folder("Odeslané", "\\Sent"), folder("Bin", "\\Trash"), folder("Trash")];
    expect(specialFolders(folders)).toMatchObject({ sent: "Odeslané", trash: "Bin", junk: null });
  });
  test.for([
    { path: "INBOX.Elküldött elemek", delimiter: ".", role: "sent" },
    { path: "[Gmail]/Отправленные", delimiter: "/", role: "sent" },
    { path: "Ανεπιθύμητα", delimiter: "/", role: "junk" },
    { path: "هرزنامه", delimiter: "/", role: "junk" },
    { path: "Удалённые", delimiter: "|", role: "trash" },
    { path: "Deleted Items", delimiter: "/", role: "trash" },
    { path: "Piszkozatok", delimiter: "/", role: "drafts" },
    { path: "بایگانی", delimiter: "/", role: "archive" },
    { path: "Sent Items", delimiter: "/", role: "sent" },
  ] as const)("$path is taken for $role where no use is told", ({ path, delimiter, role }) => {
    expect(specialFolders([folder("INBOX"), folder(path, null, delimiter)])[role]).toBe(path);
  });
  test("of namesakes the topmost counts", () => {
    expect(specialFolders([folder("Support/Sent"), folder("Sent")]).sent).toBe("Sent");
  });
});
