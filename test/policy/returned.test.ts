import { describe, expect, test } from "vitest";
import { makeMessageId } from "../../src/mail/thread.ts";
import { returnedMail } from "../../src/policy/returned.ts";
import { message, SECRET } from "./message.ts";

const own = (purpose = "acknowledgement") => makeMessageId(1042, purpose, SECRET, "shop.example", "n1");

const bounce = (fields: string, ids: readonly string[] = [own()]) =>
  message({ from: "MAILER-DAEMON@mx.example", text: `It did not work.\n\n${fields}`, enclosedIds: ids });

const report = (status: string, diagnostic = "smtp; 550 no", action = "failed") =>
  `Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; anna@customer.test\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: ${diagnostic}\n`;

describe("a bounce of a mail of ours makes its address dead", () => {
  test.each([
    ["no such mailbox", report("5.1.1")],
    ["no such domain", report("5.1.2")],
    ["a domain that takes no mail (null MX)", report("5.1.10")],
    ["a mailbox that is switched off", report("5.2.1")],
    ["no route", report("5.4.4")],
    ["Exchange: the domain does not exist", report("5.4.310")],
    ["a vague code, and the other server says more", report("5.0.0", "smtp; 550 5.1.1 <anna>: unknown")],
    ["a vague code, and words", report("5.0.0", "smtp; 550 No such user here")],
    [
      "a folded diagnostic",
      report("5.0.0", "smtp; 550 <anna@customer.test>:\n    Recipient address rejected: User unknown"),
    ],
    ["the second of two recipients", `${report("2.0.0", "ok", "delivered")}\n${report("5.1.1")}`],
    ["qmail's note without fields", "<anna@customer.test>:\nSorry, no mailbox here by that name. (#5.1.1)"],
  ])("%s", (_name, fields) => {
    expect(returnedMail(bounce(fields), SECRET)).toBe(own());
  });
});

describe("the address is left alive", () => {
  test.each([
    ["a full mailbox", report("5.2.2")],
    ["a temporary failure", report("4.2.2")],
    ["a delay", report("5.1.1", "smtp; wait", "delayed")],
    ["refused as spam", report("5.7.1", "smtp; 550 5.7.1 Message rejected as spam")],
    ["too large", report("5.3.4")],
    ["our own address was refused", report("5.1.8")],
    ["a vague code without words", report("5.0.0")],
    ["a vague code and a policy", report("5.0.0", "smtp; 550 5.7.1 blocked: user unknown to our allow list")],
    ["a note without any code", "We could not deliver it."],
  ])("%s", (_name, fields) => {
    expect(returnedMail(bounce(fields), SECRET)).toBe(null);
  });

  test("where the id was made up, or is that of an alert to an agent", () => {
    const forged = own().replace(/\.[0-9a-f]{32}@/, `.${"0".repeat(32)}@`);
    expect(returnedMail(bounce(report("5.1.1"), [forged]), SECRET)).toBe(null);
    expect(returnedMail(bounce(report("5.1.1"), [own("alert")]), SECRET)).toBe(null);
    expect(returnedMail(bounce(report("5.1.1"), []), SECRET)).toBe(null);
  });
});
