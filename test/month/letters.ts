import type { Customer, Letter } from "./cast.ts";

/** Octets of the mail of a month, as clients, robots and gateways write it. */

const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
const dated = (at: Date): string => `Date: ${at.toUTCString().replace("GMT", "+0000")}`;

export interface Written {
  readonly at: Date;
  readonly id: string;
  /** Message-IDs that it answers, oldest first. */
  readonly answers?: readonly string[];
  readonly headers?: readonly string[];
}

export function fromCustomer({ name, address }: Customer, letter: Letter, written: Written): string {
  return plain(
    [`From: ${word(name)} <${address}>`, "To: support@shop.example", `Subject: ${word(letter.subject)}`],
    letter.text,
    written,
  );
}

export function fromAgent(to: Customer, letter: Letter, written: Written): string {
  const people = [`From: Shop <support@shop.example>`, `To: <${to.address}>`];
  return plain([...people, `Subject: ${word(`Re: ${letter.subject}`)}`], letter.text, written);
}

export function fromRobot(address: string, written: Written): string {
  const head = [`From: News <${address}>`, "To: support@shop.example", "Subject: Weekly offers"];
  return plain([...head, "List-Id: <news.robot.example>", "Precedence: bulk"], "Buy now.", written);
}

function plain(
  head: readonly string[],
  text: string,
  { at, id, answers = [], headers = [] }: Written,
): string {
  const last = answers.at(-1);
  return [
    ...head,
    dated(at),
    `Message-ID: ${id}`,
    ...(last === undefined ? [] : [`In-Reply-To: ${last}`, `References: ${answers.join("\r\n ")}`]),
    ...headers,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n"),
    "",
  ].join("\r\n");
}

/** RFC 3464: the mail with this Message-ID could not be delivered, for good. */
export function bounceOf(messageId: string, to: string, { at, id }: Written): string {
  return [
    "Return-Path: <>",
    "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
    "To: support@shop.example",
    "Subject: Undelivered Mail Returned to Sender",
    dated(at),
    `Message-ID: ${id}`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "The address does not exist.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    `Final-Recipient: rfc822; ${to}`,
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    "",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    "From: support@shop.example",
    `To: ${to}`,
    `Message-ID: ${messageId}`,
    "",
    "--b--",
    "",
  ].join("\r\n");
}
