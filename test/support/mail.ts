export interface Mail {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly messageId?: string | null;
  readonly headers?: readonly string[];
}

let counter = 0;

/** An ordinary RFC 5322 message as a customer's client would write it. */
export function mail(parts: Mail): string {
  counter += 1;
  const id =
    parts.messageId === undefined ? `<m${counter}.${process.pid}@customer.example>` : parts.messageId;
  return [
    `From: ${parts.from ?? "Ann Baker <ann@customer.example>"}`,
    `To: ${parts.to ?? "support@shop.example"}`,
    `Subject: =?utf-8?B?${Buffer.from(parts.subject ?? "A question").toString("base64")}?=`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    ...(parts.headers ?? []),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(parts.text ?? "Where can I find the manual of my coffee machine?").toString("base64"),
    "",
  ].join("\r\n");
}
