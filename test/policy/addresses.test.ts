import { describe, expect, it } from "vitest";
import {
  budgetDomain,
  canonical,
  isNoreply,
  isOneOf,
  isSaneAddress,
  registrableDomain,
} from "../../src/policy/addresses.ts";
import { isPublicProvider } from "../../src/policy/providers.ts";

describe("addresses", () => {
  it.each(["a@b.test", "a.b+c@sub.b.test", "o'hara@b.test", "пример@почта.рф", "x@host", "a=b@c.test"])(
    "%s can be written to",
    (address) => expect(isSaneAddress(address)).toBe(true),
  );

  it.each([
    "",
    "a",
    "a@",
    "@b.test",
    "a@b@c.test",
    "a b@c.test",
    "a@b.test,c@d.test",
    "a@b.test>",
    "a\r\n@b.test",
    '"a"@b.test',
    "a..b@c.test",
    "a@-b.test",
    "a@b.test\0",
    `${"a".repeat(65)}@b.test`,
  ])("%j cannot be written to", (address) => expect(isSaneAddress(address)).toBe(false));

  it.each([
    "reply@shop.test",
    "noreen@shop.test",
    "norep@shop.test",
    "nono@shop.test",
    "replyto@shop.test",
    "arno.replyer@shop.test",
    "not@shop.test",
  ])("%s is no noreply address", (address) => expect(isNoreply(address)).toBe(false));

  it("are compared without case and subaddress", () => {
    expect(isOneOf("Support+x@EXAMPLE.com", ["support@example.com"])).toBe(true);
    expect(isOneOf("support@example.com.evil.test", ["support@example.com"])).toBe(false);
  });

  it.each([
    ["Anna@Shop.Test", "anna@shop.test"],
    ["anna+orders@shop.test", "anna@shop.test"],
    ["anna+a+b@shop.test", "anna@shop.test"],
    ["an.na@shop.test", "an.na@shop.test"],
    ["A.n.Na+7@Gmail.com", "anna@gmail.com"],
    ["anna@googlemail.com", "anna@gmail.com"],
    ["an.na@gmail.com.evil.test", "an.na@gmail.com.evil.test"],
    ["+30210@sms.test", "+30210@sms.test"],
  ])("%s is the mailbox %s", (address, mailbox) => {
    expect(canonical(address)).toBe(mailbox);
    expect(canonical(mailbox)).toBe(mailbox);
  });

  it.each([
    ["anna@mail.shop.co.uk", "shop.co.uk"],
    ["anna@gmail.com", null],
    ["x1@privaterelay.appleid.com", null],
    ["", null],
  ])("%j uses the budget of the domain %j", (address, domain) => {
    expect(budgetDomain(address)).toBe(domain);
  });

  it.each([
    ["a@mail.shop.co.uk", "shop.co.uk"],
    ["a@shop.hu", "shop.hu"],
    ["a@localhost", "localhost"],
    ["nothing", ""],
  ])("%s belongs to the domain %j", (address, domain) => {
    expect(registrableDomain(address)).toBe(domain);
  });
});

describe("public providers", () => {
  it.each([
    "gmail.com",
    "Outlook.com",
    "freemail.hu",
    "otenet.gr",
    "mail.ru",
    "yandex.ru",
    "chmail.ir",
    "web.de",
    "proton.me",
  ])("include %s", (domain) => expect(isPublicProvider(domain)).toBe(true));

  it.each(["example.com", "gmail.com.evil.test", "notgmail.com", ""])("do not include %j", (domain) => {
    expect(isPublicProvider(domain)).toBe(false);
  });
});
