import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newPlace, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const ANNA = "anna@shop.example";
const run = promisify(execFile);
const EN = "My kettle leaks at the lid since I bought it. I am very disappointed and want this solved.";
const EL =
  "Το καπάκι του γυάλινου βραστήρα δεν εφαρμόζει, βγαίνει νερό από το πλάι και τρέχει στη βάση. Είμαι πολύ απογοητευμένη, είναι απαράδεκτο.";

it("tells customers of a fix once a manager has approved it by mail, and nobody twice", async () => {
  const place = await newPlace(town, {
    MANAGERS: ANNA,
    AUTHSERV_ID: "mx.shop.example",
    SECRET: "0123456789abcdef0123456789abcdef",
    BUSINESS_HOURS: "Mon-Sun 00:00-24:00",
  });
  const foyer = (...args: string[]) =>
    run(process.execPath, ["src/cli.ts", ...args], { env: { ...process.env, ...place.env } });
  const sentTo = async (address: string) =>
    Promise.all(
      town.sink.messages.filter(({ to }) => to.includes(address)).map(({ source }) => simpleParser(source)),
    );
  await place.once();
  const complaints = [
    mail({ from: "Ann <ann@one.example>", subject: "Kettle", text: EN, messageId: "<ann-1@one.example>" }),
    mail({ from: "Maria <maria@two.example>", subject: "Βραστήρας", text: EL }),
    mail({ from: "Eva <eva@three.example>", subject: "Kettle again", text: EN }),
  ];
  for (const one of complaints) await place.deliver(one);
  await place.once();
  const listed = await foyer("complaints", "list", "--json");
  const groups = listed.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).id as number);
  const [group = 0, ...others] = groups;
  for (const other of others) await foyer("complaints", "merge", String(other), String(group));
  await foyer("customers", "opt-out", "eva@three.example");

  // Prepared anew before the first was sent: only the second is asked about.
  await foyer("complaints", "fixed", String(group), "--note", "Not to be told.", "--ask");
  const note = "The lid has a new seal. <b>{{ ticket }}</b>";
  const asked = await foyer("complaints", "fixed", String(group), "--note", note, "--ask");
  expect(asked.stdout).toContain("1 to be told");
  expect(asked.stdout).toContain("el: 1 without a note");
  expect(asked.stdout).toContain("opted-out");
  await place.once();
  const [question, ...stale] = await sentTo(ANNA);
  expect(stale).toEqual([]);
  expect(question?.text).toContain("The lid has a new seal.");
  const subject = /act_\w+/.exec(question?.text ?? "")?.[0] ?? "";
  expect(await sentTo("ann@one.example")).toHaveLength(1);

  const headers = ["Authentication-Results: mx.shop.example; dmarc=pass header.from=shop.example"];
  await place.deliver(mail({ from: "boss@evil.example", subject, text: "yes" }));
  await place.deliver(mail({ from: ANNA, subject, text: "" }));
  await place.once();
  expect(await sentTo("ann@one.example")).toHaveLength(1);
  await place.deliver(mail({ from: ANNA, subject, text: "", headers }));
  await place.once();
  await place.once();
  const [, told, ...more] = await sentTo("ann@one.example");
  expect(more).toEqual([]);
  expect(told?.inReplyTo).toBe("<ann-1@one.example>");
  expect(told?.text).toContain(note);
  expect(told?.html).toContain("&lt;b&gt;{{ ticket }}&lt;/b&gt;");
  expect(told?.html).toMatch(/href="mailto:support@shop\.example\?subject=[^"]*rate_/);
  expect((await sentTo("maria@two.example")).filter(({ subject: s }) => s?.includes("διορθώθηκε"))).toEqual(
    [],
  );
  const outcomes = (await sentTo(ANNA)).map(({ subject: s }) => s);
  expect(outcomes).toContainEqual(expect.stringContaining("Done:"));
  expect(outcomes).toContainEqual(expect.stringContaining("Not done:"));

  const greek = "Το καπάκι έχει νέα φλάντζα.";
  await foyer("complaints", "fixed", String(group), "--note", note, "--note-el", greek, "--yes");
  await place.once();
  expect((await sentTo("maria@two.example")).at(-1)?.text).toContain(greek);
  expect(await sentTo("ann@one.example")).toHaveLength(2);
  place.clean();
}, 180_000);
