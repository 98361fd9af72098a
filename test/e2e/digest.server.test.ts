import { simpleParser } from "mailparser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newPlace, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town.stop());

const WEEK = 7 * 86_400_000;

it("a week after a complaint its digest comes once to each manager, with pictures that are parts of the mail", async () => {
  const place = await newPlace(town, {
    MANAGERS: "boss@shop.example, eva@shop.example (hu)",
    DIGEST: "weekly",
    DIGEST_TIME: "00:00",
  });
  await place.once();
  const text = "My kettle still drips, for the third time. This is unacceptable, I am very disappointed.";
  await place.deliver(mail({ from: "ann@mail.example", subject: "Kettle <b>drips</b>", text }));
  await place.once();
  const later = () => new Date(Date.now() + WEEK);
  await place.once({ house: (house) => ({ ...house, now: later }) });
  await place.once({ house: (house) => ({ ...house, now: later }) });
  const digests = town.sink.messages
    .filter(({ source }) => source.includes("multipart/related"))
    .toSorted((a, b) => String(a.to).localeCompare(String(b.to)));
  expect(digests.map(({ to }) => to)).toEqual([["boss@shop.example"], ["eva@shop.example"]]);
  const [english, hungarian] = await Promise.all(
    digests.map(({ source }) => simpleParser(source, { keepCidLinks: true })),
  );
  expect(english?.subject).toMatch(/^1 message, 1 complaint\b/);
  expect(english?.text).toContain("- Messages from people: 1\u00a0(0)");
  expect(english?.text).toContain("- Messages unaccounted for: 0\u00a0(–)");
  expect(hungarian?.text).toContain("- Panaszok: 1\u00a0(0)");
  const shown = [...String(english?.html).matchAll(/src="cid:([^"]+)"/g)].map(([, id]) =>
    decodeURI(id ?? ""),
  );
  expect(shown).toEqual(english?.attachments.map(({ cid }) => cid));
  expect(english?.attachments.length).toBeGreaterThanOrEqual(2);
  for (const { content, contentType } of english?.attachments ?? []) {
    expect(contentType).toBe("image/png");
    expect(content.subarray(1, 4).toString()).toBe("PNG");
  }
  expect(english?.headers.get("auto-submitted")).toBe("auto-generated");
  place.clean();
});
