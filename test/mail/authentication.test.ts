import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/mail/authentication.ts";

function judge(
  fields: readonly string[],
  from = "ann@mail.example.co.uk",
  authservId: string | null = "mx.shop.example",
) {
  const headers = new Map([["authentication-results", fields]]);
  return authenticate({ headers, from: { name: "", address: from } }, authservId);
}

const code = (fields: readonly string[], from?: string): string | undefined =>
  judge(fields, from).reasons[0]?.code;

describe("the domain in From is proved", () => {
  test.each([
    ["by DMARC", "mx.shop.example; dmarc=pass header.from=mail.example.co.uk", "dmarc-pass"],
    ["by a signature of its own", "mx.shop.example; dkim=pass header.d=mail.example.co.uk", "dkim-aligned"],
    [
      "by a signature of its organisation",
      "mx.shop.example; dkim=pass header.d=example.co.uk header.s=x",
      "dkim-aligned",
    ],
    ["by a signature's identity", "mx.shop.example; dkim=pass header.i=@example.co.uk", "dkim-aligned"],
    [
      "by the second of two signatures",
      "mx.shop.example; dkim=pass header.d=list.example; dkim=pass header.d=example.co.uk",
      "dkim-aligned",
    ],
    ["by SPF of an address", "mx.shop.example; spf=pass smtp.mailfrom=bounce@example.co.uk", "spf-aligned"],
    ["by SPF of a domain", "mx.shop.example; spf=pass smtp.mailfrom=example.co.uk", "spf-aligned"],
    ["whatever the case", "MX.Shop.Example; DKIM=Pass Header.D=Example.CO.UK", "dkim-aligned"],
    [
      "with a version and comments",
      'mx.shop.example 1; (one (two) "three;") dkim=pass (good; signature) header.d=example.co.uk',
      "dkim-aligned",
    ],
    ["with odd spacing", "mx.shop.example ;dkim = pass   header . d = example.co.uk;", "dkim-aligned"],
    [
      "with a reason in quotes",
      'mx.shop.example; dkim=pass reason="a; dmarc=fail b" header.d=example.co.uk',
      "dkim-aligned",
    ],
    ["with a quoted name", '"mx.shop.example"; dmarc=pass', "dmarc-pass"],
  ])("%s", (_name, field, expected) => {
    expect(judge([field])).toMatchObject({ authenticated: true, reasons: [{ code: expected }] });
  });
});

describe("the domain in From is not proved", () => {
  test.each([
    ["by another domain's signature", "mx.shop.example; dkim=pass header.d=evil.example", "not-aligned"],
    [
      "by another organisation under one suffix",
      "mx.shop.example; dkim=pass header.d=other.co.uk",
      "not-aligned",
    ],
    ["by a suffix", "mx.shop.example; dkim=pass header.d=co.uk", "not-aligned"],
    ["by a failed signature", "mx.shop.example; dkim=fail header.d=example.co.uk", "not-aligned"],
    ["by SPF softfail", "mx.shop.example; spf=softfail smtp.mailfrom=example.co.uk", "not-aligned"],
    ["against DMARC", "mx.shop.example; dmarc=fail; spf=pass smtp.mailfrom=example.co.uk", "dmarc-fail"],
    ["by DMARC of another domain", "mx.shop.example; dmarc=pass header.from=evil.example", "not-aligned"],
    ["by none", "mx.shop.example; none", "not-aligned"],
    ["by a result within a comment", "mx.shop.example; (dmarc=pass) spf=none", "not-aligned"],
    ["by a result within quotes", 'mx.shop.example; spf=none reason="; dmarc=pass"', "not-aligned"],
    ["by another server", "mx.evil.example; dmarc=pass", "untrusted-results"],
    [
      "by a server that has ours in its name",
      "mx.shop.example.evil.example; dmarc=pass",
      "untrusted-results",
    ],
    ["by a nameless server", "dmarc=pass header.from=mail.example.co.uk", "untrusted-results"],
  ])("%s", (_name, field, expected) => {
    expect(judge([field]).authenticated).toBe(false);
    expect(code([field])).toBe(expected);
  });

  test("a forged field below the server's own counts for nothing", () => {
    expect(code(["mx.shop.example; spf=fail", "mx.shop.example; dmarc=pass"])).toBe("not-aligned");
  });

  test("a field of ours below another server's counts for nothing", () => {
    expect(code(["relay.example; none", "mx.shop.example; dmarc=pass"])).toBe("untrusted-results");
  });

  test("without a configured server, a field, an author, or with two authors", () => {
    const pass = ["mx.shop.example; dmarc=pass"];
    expect(judge(pass, "ann@mail.example.co.uk", null).reasons[0]?.code).toBe("no-authserv-id");
    expect(code([])).toBe("no-results");
    expect(authenticate({ headers: new Map(), from: null }, "mx.shop.example").authenticated).toBe(false);
    const headers = new Map([
      ["authentication-results", pass],
      ["from", ["ann@mail.example.co.uk", "eve@evil.example"]],
    ]);
    const from = { name: "", address: "ann@mail.example.co.uk" };
    expect(authenticate({ headers, from }, "mx.shop.example").reasons[0]?.code).toBe("several-from");
  });

  test("by a field made to be slow", () => {
    const started = performance.now();
    for (const unit of ["(", "dkim=pass ", ";", "\\", " = ", '"', ". "])
      judge([`mx.shop.example; ${unit.repeat(100_000)}`]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("Microsoft 365 names no server", () => {
  const microsoft = (field: string) => judge([field, "dmarc=pass"], "ann@example.com", "microsoft365");

  test.each([
    [
      "spf=fail smtp.mailfrom=x.example; dkim=none; dmarc=pass action=none header.from=example.com;compauth=pass reason=100",
      "dmarc-pass",
    ],
    [
      "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none (message not signed); dmarc=none; compauth=pass reason=109",
      "spf-aligned",
    ],
    [
      "spf=none smtp.mailfrom=x.example; dmarc=none action=none header.from=example.com; compauth=pass reason=130",
      "compauth-pass",
    ],
    ["mail1.protection.outlook.com; dkim=pass header.d=example.com", "dkim-aligned"],
  ])("%s", (field, expected) => {
    expect(microsoft(field)).toMatchObject({ authenticated: true, reasons: [{ code: expected }] });
  });

  test("a failed or another server's result is no proof", () => {
    expect(microsoft("spf=none; dmarc=none; compauth=fail reason=001").authenticated).toBe(false);
    expect(microsoft("mx.evil.example; dmarc=pass").authenticated).toBe(false);
  });

  test("composite authentication counts for nobody else", () => {
    expect(code(["mx.shop.example; compauth=pass"])).toBe("not-aligned");
  });
});
