/** A mail of data/train, as far as it is needed here. */
export interface Written {
  readonly subject: string;
  readonly text: string;
}

/** What MailComposer makes a body of, and the headers that the client adds. */
interface Body {
  readonly text?: string;
  readonly html?: string;
  readonly attachments?: { readonly filename: string; readonly content: Buffer }[];
  readonly textEncoding?: "base64" | "quoted-printable";
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** A way in which customers write. */
export interface Client {
  readonly share: number;
  write(written: Written, random: () => number): Body;
}

/** An answer of the team's, from before, that some quote below their own words. */
const QUOTED = [
  "Dear customer,",
  "thank you for writing to us. We have looked at your order and passed the case on to the colleagues in the warehouse, who will check the parcel today.",
  "As soon as they have an answer we will come back to you, at the latest by the end of the week. If anything changes on your side in the meantime, just answer to this message.",
  "Kind regards",
  "The support team, Shop Example Ltd, 12 Harbour Road, Exampleton",
] as const;

/** About as often as customers write on. */
const QUOTING = 0.35;

export const CLIENTS: readonly Client[] = [
  { share: 0.35, write: gmail },
  { share: 0.25, write: outlook },
  { share: 0.25, write: phone },
  { share: 0.1, write: webmail },
  { share: 0.05, write: thunderbird },
];

/** Both parts, the second in nested `div`s. */
function gmail({ text }: Written, random: () => number): Body {
  const quoted = random() < QUOTING;
  const lead = "On Fri, 20 Nov 2026 at 16:12, Shop Support <support@shop.example> wrote:";
  const quote = `<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(lead)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${QUOTED.map((line) => `<div style="font-family:Arial,Helvetica,sans-serif;font-size:14px;color:rgb(34,34,34)">${line}</div><div><br></div>`).join("")}</blockquote></div>`;
  return {
    text: quoted
      ? `${text}\r\n\r\n${lead}\r\n\r\n${QUOTED.map((line) => `> ${line}`).join("\r\n>\r\n")}`
      : text,
    html: `<div dir="auto">${lines(text)
      .map((line) => `<div>${line || "<br>"}</div>`)
      .join("")}</div>${quoted ? quote : ""}`,
    textEncoding: "base64",
    headers: [
      {
        key: "X-Google-DKIM-Signature",
        value: `v=1; a=rsa-sha256; c=relaxed/relaxed; b=${"Qx9".repeat(115)}`,
      },
      { key: "X-Gm-Message-State", value: "AOJu0Yx".repeat(20) },
      { key: "X-Google-Smtp-Source", value: "AGHT+IE".repeat(12) },
    ],
  };
}

/** A style sheet, a paragraph of `MsoNormal` a line, a signature in a table, and no end of headers. */
function outlook({ text }: Written, random: () => number): Body {
  const quoted = random() < QUOTING;
  const paragraph = (line: string): string =>
    `<p class="MsoNormal"><span lang="EN-GB" style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D;mso-fareast-language:EN-US">${line || "&nbsp;"}<o:p></o:p></span></p>`;
  const styles = Array.from(
    { length: 24 },
    (_, n) =>
      `p.MsoStyle${n}, li.MsoStyle${n}, div.MsoStyle${n}\r\n\t{mso-style-name:"Style ${n}";\r\n\tmso-style-priority:99;\r\n\tmargin:0cm;\r\n\tfont-size:11.0pt;\r\n\tfont-family:"Calibri",sans-serif;}`,
  ).join("\r\n");
  const rows = [
    "Customer",
    "Purchasing",
    "Tel. +44 20 7946 0000",
    "www.customer.example",
    "Please consider the environment",
  ]
    .map(
      (cell) =>
        `<tr style="height:12.0pt"><td width="320" valign="top" style="width:240.0pt;padding:0cm 5.4pt 0cm 5.4pt">${paragraph(cell)}</td></tr>`,
    )
    .join("\r\n");
  const from =
    "<b>From:</b> Shop Support &lt;support@shop.example&gt; <br><b>Sent:</b> 20 November 2026 16:12<br><b>To:</b> Customer<br><b>Subject:</b> Your order";
  const plainFrom =
    "From: Shop Support <support@shop.example>\r\nSent: 20 November 2026 16:12\r\nTo: Customer\r\nSubject: Your order";
  return {
    text: quoted ? `${text}\r\n\r\n${plainFrom}\r\n\r\n${QUOTED.join("\r\n\r\n")}` : text,
    html: `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">\r\n<head>\r\n<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\r\n<style><!--\r\n${styles}\r\n--></style>\r\n</head>\r\n<body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word">\r\n<div class="WordSection1">\r\n${lines(text).map(paragraph).join("\r\n")}\r\n<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0">${rows}</table>\r\n${quoted ? `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">${paragraph(from)}</div>${QUOTED.map(paragraph).join("\r\n")}` : ""}</div>\r\n</body>\r\n</html>`,
    textEncoding: "quoted-printable",
    headers: [
      {
        key: "X-MS-Exchange-Organization-AuthSource",
        value: "DB9PR01MB0000.eurprd01.prod.exchangelabs.example",
      },
      { key: "X-MS-Has-Attach", value: "" },
      { key: "X-Microsoft-Antispam", value: "BCL:0;ARA:13230040|376014|366016|1800799024|38070700018;" },
      { key: "X-Microsoft-Antispam-Message-Info", value: "c3VwcG9ydCBtYWls".repeat(100) },
      { key: "X-OriginatorOrg", value: "customer.example" },
      { key: "Thread-Index", value: "AdxZ".repeat(6) },
    ],
  };
}

/** Plain text from a telephone, more often than not with a photograph, scaled down. */
function phone({ text }: Written, random: () => number): Body {
  const photographed = random() < 0.6;
  const size = 20_000 + Math.floor(random() * 80_000);
  return {
    text: `${text}\r\n\r\nSent from my iPhone`,
    textEncoding: "quoted-printable",
    attachments: photographed
      ? [
          {
            filename: "IMG_2041.jpeg",
            content: Buffer.from(Array.from({ length: size }, () => random() * 256)),
          },
        ]
      : [],
    headers: [{ key: "X-Mailer", value: "iPhone Mail (22G100)" }],
  };
}

/** HTML alone, with the advertisement of the provider. */
function webmail({ text }: Written): Body {
  const paragraphs = lines(text)
    .map(
      (line) =>
        `<div style="font-family: Verdana; font-size: 12.0px;"><span style="color: rgb(51, 51, 51);">${line || "&nbsp;"}</span></div>`,
    )
    .join("\r\n");
  return {
    html: `<html><head></head><body><div>${paragraphs}<div class="signature">&nbsp;</div><table cellpadding="0" cellspacing="0" style="border-top: 1px solid #D3D4DE;"><tr><td style="width: 55px; padding-top: 13px;"><a href="https://mail.provider.example/app" target="_blank">Mail</a></td><td style="width: 470px; color: #41424e; font-size: 13px; line-height: 18px;">Sent with the free app.</td></tr></table></div></body></html>`,
    textEncoding: "quoted-printable",
    headers: [{ key: "X-UI-Sender-Class", value: "55c96926-9e95-11ee-ae09-1f7a4046a0f6" }],
  };
}

/** Plain text, the earlier answer above it. */
function thunderbird({ text }: Written): Body {
  const quote = QUOTED.map((line) => `> ${line}`).join("\r\n>\r\n");
  return {
    text: `On 20/11/2026 16:12, Shop Support wrote:\r\n${quote}\r\n\r\n${text}\r\n\r\n-- \r\nCustomer\r\n`,
    headers: [{ key: "User-Agent", value: "Mozilla Thunderbird" }],
  };
}

const lines = (text: string): string[] => escaped(text).split(/\r?\n/);

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
