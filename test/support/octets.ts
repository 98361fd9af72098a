/** A message with a text of its own, a PDF of `octets` octets and, if asked for, another message attached. */
export function withAttachment(octets: number, forwarded?: string): string {
  const lines = Math.ceil(octets / 57);
  const line = Buffer.alloc(57, 65).toString("base64");
  return [
    "From: Zoë <zoe@customer.example>".replace("ë", "=C3=AB"),
    "To: support@shop.example",
    "Subject: Broken on arrival",
    "Message-ID: <big@customer.example>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed;\r\n boundary="outer"',
    "",
    "--outer",
    'Content-Type: multipart/alternative; boundary="inner"',
    "",
    "--inner",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "The lid is cracked, =C2=A3 40 down the drain.",
    "--inner",
    "Content-Type: text/html; charset=utf-8",
    "",
    "<p>The lid is <b>cracked</b>.</p>",
    "--inner--",
    "--outer",
    "Content-Type: application/pdf",
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="receipt.pdf"',
    "",
    ...Array.from({ length: lines }, () => line),
    ...(forwarded === undefined ? [] : ["--outer", "Content-Type: message/rfc822", "", forwarded]),
    "--outer--",
    "",
  ].join("\r\n");
}

/** A plain message of about `octets` octets. */
export function plain(id: string | null, octets = 400): string {
  const text = "Where is my parcel? I have been waiting for two weeks now.\r\n";
  return [
    "From: Ann <ann@customer.example>",
    "To: support@shop.example",
    "Subject: Where is it",
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    "Date: Mon, 02 Nov 2026 10:00:00 +0000",
    "",
    text.repeat(Math.max(1, Math.ceil(octets / text.length))),
  ].join("\r\n");
}
