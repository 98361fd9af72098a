import { readFileSync } from "node:fs";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { seededRandom } from "../src/classify/random.ts";
import { CLIENTS, type Client, type Written } from "./clients.ts";

const LANGUAGES = ["en", "el", "hu", "fa", "ru"];

/**
 * `count` customers' messages in five languages, each from its own sender, as the common mail clients write them: of
 * some 20 KB, headers of the relays and signatures on the way among them. The same every time but for dates and boundaries.
 */
export async function writeMails(count: number): Promise<readonly Buffer[]> {
  const written = LANGUAGES.map((language) => readWritten(`data/train/${language}.jsonl`));
  const random = seededRandom(1);
  const mails: Buffer[] = [];
  for (let index = 0; index < count; index++) {
    const pool = written[index % written.length] ?? [];
    const one = pool[Math.floor(index / written.length) % pool.length];
    if (one === undefined) throw new Error("there are no mails in data/train");
    mails.push(await writeMail(index, one, random));
  }
  return mails;
}

function readWritten(file: string): Written[] {
  const lines = readFileSync(new URL(`../${file}`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Written);
}

function writeMail(index: number, written: Written, random: () => number): Promise<Buffer> {
  const domain = `customer${index}.example`;
  const body = pick(random()).write(written, random);
  return new MailComposer({
    from: { name: `Customer ${index}`, address: `customer@${domain}` },
    to: "support@shop.example",
    subject: written.subject,
    messageId: `<bench-${index}@${domain}>`,
    date: new Date(),
    newline: "\r\n",
    ...body,
    headers: [...relayed(domain, random), ...body.headers],
  })
    .compile()
    .build();
}

/** By its share of the mail. */
function pick(chance: number): Client {
  let sum = 0;
  for (const client of CLIENTS) {
    sum += client.share;
    if (chance < sum) return client;
  }
  throw new Error("the shares do not make up the whole");
}

/** What relays and filters between a customer and a support mailbox put on top of a message. */
function relayed(domain: string, random: () => number): { key: string; value: string }[] {
  const token = (length: number): string => {
    let text = "";
    while (text.length < length) text += random().toString(36).slice(2);
    return text.slice(0, length);
  };
  const signature = `a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=s2026; t=1764547200; x=1765152000;
 h=to:subject:message-id:date:from:mime-version:from:to:cc:subject:date:message-id:reply-to; bh=${token(43)}=; b=${token(344)}`;
  const hop = (from: string, by: string): string =>
    `from ${from} (${from} [192.0.2.${Math.floor(random() * 250)}]) by ${by} with ESMTPS id ${token(24)} for <support@shop.example> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Sun, 22 Nov 2026 10:00:00 +0000 (UTC)`;
  return [
    { key: "Return-Path", value: `<customer@${domain}>` },
    { key: "Received", value: hop("mx.shop.example", "imap.shop.example") },
    { key: "Received", value: hop(`out.${domain}`, "mx.shop.example") },
    { key: "Received", value: hop(`relay.${domain}`, `out.${domain}`) },
    {
      key: "Authentication-Results",
      value: `mx.shop.example; dkim=pass header.d=${domain} header.s=s2026; spf=pass smtp.mailfrom=${domain}; dmarc=pass header.from=${domain}`,
    },
    { key: "DKIM-Signature", value: `v=1; ${signature}` },
    {
      key: "ARC-Seal",
      value: `i=1; a=rsa-sha256; t=1764547200; cv=none; d=${domain}; s=arc; b=${token(344)}`,
    },
    { key: "ARC-Message-Signature", value: `i=1; ${signature}` },
    {
      key: "X-Spam-Status",
      value: "No, score=-0.1 required=5.0 tests=DKIM_SIGNED,DKIM_VALID,HTML_MESSAGE,SPF_PASS",
    },
  ];
}
