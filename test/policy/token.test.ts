import { expect, test } from "vitest";
import { cardLink, ratingLinks, unsubscribeLink } from "../../src/policy/link.ts";
import {
  findToken,
  makeToken,
  readToken,
  type Token,
  type Wanted,
  withoutTokens,
} from "../../src/policy/token.ts";

const NOW = new Date("2026-11-02T09:00:00Z");
const SECRET = "k".repeat(32);
const TOKEN: Token = {
  purpose: "rate",
  ticket: 1042,
  value: "good",
  expires: new Date("2026-12-02T09:00:00Z"),
};
const wanted: Wanted = { purpose: "rate", now: NOW };
const made = makeToken(TOKEN, SECRET);

test("a token is read back as it was made, whatever a gateway does to its case", () => {
  expect(readToken(made, wanted, SECRET)).toEqual(TOKEN);
  expect(readToken(made.toUpperCase(), { ...wanted, ticket: 1042 }, SECRET)).toEqual(TOKEN);
});

const mac = made.slice(-32);
const turned = `${mac[0] === "0" ? "1" : "0"}${mac.slice(1)}`;

test.each<readonly [name: string, text: string, want: Partial<Wanted>, fault: string]>([
  ["nothing", "", {}, "malformed"],
  ["a word", "good", {}, "malformed"],
  ["letters of another script", "оценка_1042_good_t_", {}, "malformed"],
  ["a look-alike digit", made.replace("1042", "１０４２"), {}, "malformed"],
  ["a lone surrogate", `${made}\ud800`, {}, "malformed"],
  ["a NUL at its end", `${made}\0`, {}, "malformed"],
  ["its last digit cut off", made.slice(0, -1), {}, "malformed"],
  ["its hash cut off", made.slice(0, -33), {}, "malformed"],
  ["a megabyte", "rate_".repeat(200_000), {}, "malformed"],
  ["another hash", made.replace(mac, turned), {}, "forged"],
  ["another ticket written in", made.replace("1042", "1043"), {}, "forged"],
  ["another answer written in", made.replace("good", "not"), {}, "forged"],
  ["another purpose written in", made.replace("rate", "card"), { purpose: "card" }, "forged"],
  ["a longer life written in", made.replace(/_([0-9a-z]+)_(?=[0-9a-f]{32}$)/, "_zzzzzz_"), {}, "forged"],
  ["a purpose of its own", made, { purpose: "opt-out" }, "wrong-purpose"],
  ["a ticket of its own", made, { ticket: 1043 }, "other-ticket"],
  ["its time over", made, { now: TOKEN.expires }, "expired"],
])("a token with %s is refused", (_name, text, want, fault) => {
  expect(readToken(text, { ...wanted, ...want }, SECRET)).toBe(fault);
});

test("a token made with another secret is forged, one second before its end it is good", () => {
  expect(readToken(makeToken(TOKEN, "x".repeat(32)), wanted, SECRET)).toBe("forged");
  const last = new Date(TOKEN.expires.getTime() - 1000);
  expect(readToken(made, { ...wanted, now: last }, SECRET)).toEqual(TOKEN);
});

test.each(["so-so!", "jó", "good\n", "a_b", "x".repeat(41)])("no token is made for the value %j", (value) => {
  expect(() => makeToken({ ...TOKEN, value }, SECRET)).toThrow(RangeError);
});

test("a token is found in a subject, whole or not at all", () => {
  expect(findToken(`Re: [#1042] good ${made}`)).toBe(made);
  expect(findToken(`x${made}`)).toBeNull();
  expect(findToken(`${made}0`)).toBeNull();
  expect(findToken("Where is my parcel?")).toBeNull();
  // A mail of ours, quoted below an answer.
  expect(findToken(`Solved: https://care.example.com/r/${made}`)).toBeNull();
});

test("a text that is quoted holds no token any more", () => {
  expect(withoutTokens(`Re: not ${made.toUpperCase()} ${made}`)).toBe("Re: not  ");
});

const PUBLIC = { publicUrl: "https://care.example.com/foyer", mailboxAddress: "support@example.com" };
const key = { secret: SECRET, now: NOW };

test("with a public URL links lead to its pages, and one click unsubscribes", () => {
  const { good, not } = ratingLinks(7, PUBLIC, key);
  expect(good).toMatch(/^https:\/\/care\.example\.com\/foyer\/r\/rate_7_good_/);
  expect(readToken(not.split("/").at(-1) ?? "", wanted, SECRET)).toMatchObject({ ticket: 7, value: "not" });
  expect(unsubscribeLink(7, PUBLIC, key)).toMatchObject({ oneClick: true });
  expect(cardLink(7, PUBLIC, key)).toMatch(/\/c\/card_7__/);
  expect(unsubscribeLink(7, { ...PUBLIC, publicUrl: "http://localhost:8080" }, key).oneClick).toBe(false);
});

test("without one they are mail whose subject is the answer, and there is no card page", () => {
  const base = { publicUrl: null, mailboxAddress: "a+b&c@example.com" };
  const link = new URL(ratingLinks(7, base, key).partly);
  expect(link.pathname).toBe("a%2Bb%26c@example.com");
  const subject = link.searchParams.get("subject") ?? "";
  expect(subject).toMatch(/^\[#7\] partly rate_7_partly_/);
  expect(readToken(findToken(subject) ?? "", wanted, SECRET)).toMatchObject({ ticket: 7, value: "partly" });
  expect(unsubscribeLink(7, base, key)).toMatchObject({ oneClick: false });
  expect(cardLink(7, base, key)).toBeNull();
});
