import { readFileSync } from "node:fs";

interface Written {
  readonly subject: string;
  readonly text: string;
}

const LANGUAGES = ["en", "el", "hu", "fa", "ru"];

/** `count` customers' messages of about 20 KB (text and HTML parts) in five languages, each from its own sender. */
export function writeMails(count: number): readonly Buffer[] {
  const written = LANGUAGES.map((language) => readWritten(`data/train/${language}.jsonl`));
  return Array.from({ length: count }, (_, index) => {
    const pool = written[index % written.length] ?? [];
    const one = pool[Math.floor(index / written.length) % pool.length];
    return writeMail(index, one ?? { subject: "A question", text: "Where is my parcel?" });
  });
}

function readWritten(file: string): Written[] {
  const lines = readFileSync(new URL(`../${file}`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Written);
}

function writeMail(index: number, { subject, text }: Written): Buffer {
  const encoded = (value: string): string =>
    Buffer.from(value)
      .toString("base64")
      .replace(/(.{76})/g, "$1\r\n");
  const filler = `<!--${"style ".repeat(1800)}-->`;
  const html = `<html><head>${filler}</head><body><p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p></body></html>`;
  return Buffer.from(
    [
      `Received: from mail.customer${index}.example by mx.shop.example; Sun, 22 Nov 2026 10:00:00 +0000`,
      `From: Customer ${index} <customer@customer${index}.example>`,
      "To: support@shop.example",
      `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
      `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: <bench-${index}@customer${index}.example>`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/alternative; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      encoded(text),
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      encoded(html),
      "--b--",
      "",
    ].join("\r\n"),
  );
}
