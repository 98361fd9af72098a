import { describe, expect, it } from "vitest";
import { guard } from "../../src/policy/guard.ts";
import { REASONS } from "../../src/policy/reasons.ts";
import { mailbox, message, type Wrote } from "./message.ts";

type Row = readonly [name: string, wrote: Wrote, disposition: string, code: string];

const header = (name: string, value: string): Wrote => ({ headers: { [name]: value } });
const report = (type: string): Wrote => ({
  parts: [{ contentType: "multipart/report", parameters: { "report-type": type } }],
});
const calendar = (method: string): Wrote => ({
  parts: [{ contentType: "multipart/alternative" }, { contentType: "text/calendar", parameters: { method } }],
});

const AUTOMATIC: readonly Row[] = [
  // RFC 3834
  [
    "Auto-Submitted: auto-replied",
    header("Auto-Submitted", "auto-replied"),
    "autoresponse",
    "auto-submitted",
  ],
  [
    "… with space and capitals",
    header("Auto-Submitted", "  Auto-Generated "),
    "autoresponse",
    "auto-submitted",
  ],
  [
    "… with a parameter",
    header("Auto-Submitted", 'auto-replied; owner-email="x@y"'),
    "autoresponse",
    "auto-submitted",
  ],
  ["… with a comment", header("Auto-Submitted", "auto-replied (vacation)"), "autoresponse", "auto-submitted"],
  ["… with an unknown keyword", header("Auto-Submitted", "auto-whatever"), "autoresponse", "auto-submitted"],
  [
    "… twice, the second telling",
    { headers: { "Auto-Submitted": ["no", "auto-notified"] } },
    "autoresponse",
    "auto-submitted",
  ],
  // X-Autoreply family
  ["X-Autoreply: yes", header("X-Autoreply", "yes"), "autoresponse", "autoreply-header"],
  ["X-Autorespond", header("X-Autorespond", "gone"), "autoresponse", "autoreply-header"],
  ["X-Autoresponder", header("X-Autoresponder", "acme 1.0"), "autoresponse", "autoreply-header"],
  ["X-AutoReply-From", header("X-AutoReply-From", "a@b.test"), "autoresponse", "autoreply-header"],
  ["X-FC-MachineGenerated", header("X-FC-MachineGenerated", "true"), "autoresponse", "autoreply-header"],
  ["Precedence: auto_reply", header("Precedence", "auto_reply"), "autoresponse", "autoreply-header"],
  [
    "Delivered-To: Autoresponder",
    header("Delivered-To", "Autoresponder"),
    "autoresponse",
    "autoreply-header",
  ],
  ["X-Apple-Action: VACATION", header("X-Apple-Action", "VACATION"), "autoresponse", "autoreply-header"],
  ["X-Loop", header("X-Loop", "someone@robot.test"), "autoresponse", "x-loop"],
  ["a null return path", { returnPath: "" }, "autoresponse", "null-sender"],
  ["an empty From", { from: "<>" }, "autoresponse", "empty-sender"],
  // Reports
  ["a read receipt", report("disposition-notification"), "receipt", "read-receipt"],
  [
    "a read receipt without parameter",
    { parts: [{ contentType: "message/disposition-notification" }] },
    "receipt",
    "read-receipt",
  ],
  [
    "a read receipt in plain text",
    {
      subject: "Return Receipt (displayed) - Invoice",
      text: "This is a Return Receipt for the mail that you sent to anna@customer.test.",
    },
    "receipt",
    "read-receipt",
  ],
  ["ARF", report("feedback-report"), "report", "abuse-report"],
  [
    "ARF without the right MIME type, from staff@",
    {
      from: "staff@hotmail.com",
      subject: "complaint about message from 192.0.2.1",
      parts: [{ contentType: "multipart/mixed" }, { contentType: "message/rfc822" }],
    },
    "report",
    "abuse-report",
  ],
  [
    "ARF as plain text",
    {
      subject: "Abuse report for your network",
      text: "This is an email abuse report for an email received from 192.0.2.1\n\nFeedback-Type: abuse\nVersion: 1",
    },
    "report",
    "abuse-report",
  ],
  ["X-ARF", { headers: { "X-XARF": "PLAIN" }, from: "security@net.test" }, "report", "abuse-report"],
  [
    "DMARC by abuse@ with gzip",
    {
      from: "abuse@provider.test",
      subject: "Your report",
      attachments: [
        {
          filename: "provider.test!example.com!1693353600!1693439999.xml.gz",
          contentType: "application/gzip",
        },
      ],
    },
    "report",
    "dmarc-report",
  ],
  [
    "DMARC by a person's address with zip and an id",
    {
      attachments: [
        {
          filename: "google.com!example.com!1451606400!1451692799!abc123.zip",
          contentType: "application/octet-stream",
        },
      ],
    },
    "report",
    "dmarc-report",
  ],
  [
    "DMARC by its subject",
    { subject: "Report Domain: example.com Submitter: google.com Report-ID: 123" },
    "report",
    "dmarc-report",
  ],
  ["a TLS report", report("tlsrpt"), "report", "tls-report"],
  ["a TLS report by its field", header("TLS-Report-Domain", "example.com"), "report", "tls-report"],
  ["any other multipart/report", report("x-strange"), "report", "other-report"],
  // Bounces
  ["a DSN", report("delivery-status"), "bounce", "delivery-status"],
  [
    "a DSN for internationalised mail",
    { parts: [{ contentType: "message/global-delivery-status" }] },
    "bounce",
    "delivery-status",
  ],
  ["X-Failed-Recipients", header("X-Failed-Recipients", "a@b.test"), "bounce", "bounce-without-mime"],
  ["Exchange's mark", header("X-MS-Exchange-Message-Is-Ndr", ""), "bounce", "bounce-without-mime"],
  [
    "qmail",
    {
      from: "MAILER-DAEMON@nq.test",
      subject: "failure notice",
      text: "Hi. This is the qmail-send program at nq.test.\nI'm afraid I wasn't able to deliver your message",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "qmail from an odd address, by what it says",
    {
      from: "admin@nq.test",
      subject: "your mail",
      text: "Hi. This is the qmail-send program at nq.test.\nI'm afraid I wasn't able to deliver your message\n<x@y.test>:\n550 5.1.1 user unknown",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "qmail's trace line",
    header("Received", "(qmail 44322 invoked for bounce); 24 Jun 2024 08:46:37 -0000"),
    "bounce",
    "bounce-without-mime",
  ],
  [
    "postfix without MIME",
    { from: "Mail Delivery System <admin@mx.test>", subject: "Undelivered Mail Returned to Sender" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "exim",
    {
      returnPath: "",
      from: "Mail Delivery System <x@mx.test>",
      subject: "Mail delivery failed: returning message to sender",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "exim's delay",
    { from: "mailer-daemon@mx.test", subject: "Warning: message 1abc delayed 24 hours" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "DragonFly without an address",
    { from: "MAILER-DAEMON <>", subject: "Mail delivery failed" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "Lotus Domino",
    { from: "postmaster@notes.test", subject: "DELIVERY FAILURE: User anna not listed in Domino Directory" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "Gmail",
    { from: "mailer-daemon@googlemail.com", subject: "Delivery Status Notification (Failure)" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "EZweb",
    { from: "Postmaster@ezweb.test", subject: "Mail System Error - Returned Mail" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "Verizon",
    { from: "post_master@vtext.test", subject: "Undeliverable Message" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "IMail",
    {
      from: "Postmaster <postmaster@imail.test>",
      subject: "Undeliverable Mail",
      text: "User mailbox exceeds allowed size: anna",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "MailMarshal",
    { from: "postmaster@mm.test", subject: 'Undeliverable Mail: "Hello"' },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "m-FILTER",
    {
      from: "Mailer Daemon <mailer@mf.test>",
      subject: "failure notice",
      text: "-------server message\n550 user unknown",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "X.400",
    {
      returnPath: "",
      from: "x400@gw.test",
      subject: "Undeliverable: Hello",
      text: "Reason: Unable to transfer",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "a Hungarian one",
    { from: "postmaster@posta.test", subject: "Kézbesíthetetlen: Számla" },
    "bounce",
    "bounce-without-mime",
  ],
  ["a Russian one", { returnPath: "", subject: "Недоставленное сообщение" }, "bounce", "bounce-without-mime"],
  ["a Japanese one", { returnPath: "", subject: "配信不能" }, "bounce", "bounce-without-mime"],
  [
    "a bounce from a plain address, by subject, words and trace",
    {
      from: "mail@host.test",
      subject: "Returned mail: User unknown",
      text: "Your message could not be delivered to the following address:\n<x@y.test>\n550 5.1.1 no such user",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "Exchange 2003",
    {
      from: "System Administrator <postmaster-x@mx.test>",
      subject: "Undeliverable: Hello",
      headers: { "X-MS-Embedded-Report": "" },
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "Exchange 2003 by what it says",
    {
      from: "System Administrator <admin@mx.test>",
      subject: "Undeliverable: Hello",
      text: "Your message\n\n  To: a@b.test\n  Subject: Hello\n\ndid not reach the following recipient(s):\n\na@b.test on Fri\n  The recipient name is not recognized 550 5.1.1",
    },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "a mail system without an address",
    { from: '"Mail Deliver System" <Mail Deliver System>', subject: "Returned Mail: unknown" },
    "bounce",
    "bounce-without-mime",
  ],
  [
    "a mail system that says nothing",
    { from: "Mail Delivery Subsystem <MAILER-DAEMON>", subject: "x", text: "x" },
    "bounce",
    "empty-sender",
  ],
  ["Apache James", { from: "postmaster@james.test", subject: "[BOUNCE]" }, "bounce", "bounce-without-mime"],
  [
    "a vacation note with an empty return path",
    {
      returnPath: "",
      subject: "Re: Hello",
      text: "This message was generated automatically. I am away until Monday.",
    },
    "autoresponse",
    "null-sender",
  ],
  // Lists and bulk
  ["List-Id", header("List-Id", "<news.shop.test>"), "list", "mailing-list"],
  ["List-Post", header("List-Post", "<mailto:list@groups.test>"), "list", "mailing-list"],
  ["Precedence: list", header("Precedence", "list"), "list", "precedence"],
  ["Precedence: Bulk", header("Precedence", " Bulk "), "bulk", "precedence"],
  ["Precedence: junk", header("Precedence", "junk"), "bulk", "precedence"],
  ["List-Unsubscribe alone", header("List-Unsubscribe", "<https://shop.test/u>"), "bulk", "bulk-mail"],
  ["Feedback-ID", header("Feedback-ID", "1:campaign:shop"), "bulk", "bulk-mail"],
  ["Errors-To", header("Errors-To", "errors@shop.test"), "bulk", "bulk-mail"],
  ["X-Mailer: phpList", header("X-Mailer", "phplist v3"), "bulk", "bulk-mail"],
  [
    "X-Campaign, even in a thread",
    { ...header("X-Campaign", "spring"), inReplyTo: "<a@b>" },
    "bulk",
    "bulk-mail",
  ],
  ["GitHub", header("X-GitHub-Reason", "mention"), "bulk", "tool-notification"],
  ["Nagios", header("X-Nagios-Notification-Type", "PROBLEM"), "bulk", "tool-notification"],
  // Challenge-response
  [
    "Spam Arrest",
    {
      subject: "Re: Hello (verification required)",
      text: "I'm protecting myself from receiving junk mail. Please click the link below to complete the verification process: https://spamarrest.test/a2?x",
    },
    "autoresponse",
    "challenge-response",
  ],
  [
    "TMDA",
    {
      subject: "Please confirm your message",
      text: "This message was created automatically. In order to deliver your message, please confirm it by replying to this message. Reply to this message to confirm.",
    },
    "autoresponse",
    "challenge-response",
  ],
  [
    "Boxbe",
    {
      subject: "Re: Hello (message on hold)",
      text: "Your message to Joe has been placed on hold until you are approved on the waiting list. Click the link to be approved: https://boxbe.test/x",
    },
    "autoresponse",
    "challenge-response",
  ],
  // Calendar
  ["an acceptance", calendar("REPLY"), "calendar", "calendar-reply"],
  ["a counter-proposal", calendar("counter"), "calendar", "calendar-reply"],
  [
    "an answer as plain text",
    { text: "BEGIN:VCALENDAR\r\nPRODID:x\r\nMETHOD:REPLY\r\nEND:VCALENDAR" },
    "calendar",
    "calendar-reply",
  ],
  [
    "an answer whose part lacks method",
    { subject: "Accepted: Call", parts: [{ contentType: "text/calendar" }] },
    "calendar",
    "calendar-reply",
  ],
  // Own
  ["the mailbox's own address", { from: "Support <SUPPORT@example.com>" }, "own", "own-address"],
  ["a subaddress of an alias", { from: "help+x@example.com" }, "own", "own-address"],
  // Addresses
  ...[
    "noreply",
    "no-reply",
    "no_reply",
    "No.Reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "noreply+abc",
    "noreply-orders",
    "orders-noreply",
    "billing.noreply",
    "noreply123",
    "shopnoreply",
  ].map((local): Row => [`${local}@`, { from: `Shop <${local}@shop.test>` }, "bulk", "noreply-address"]),
  ...[
    "root",
    "nobody",
    "cron",
    "abuse",
    "newsletter",
    "notify",
    "notifications",
    "alerts",
    "imss",
    "www-data",
  ].map((local): Row => [`${local}@`, { from: `${local}@host.test` }, "bulk", "system-address"]),
  ...["MAILER-DAEMON", "postmaster", "post_master", "ndr", "bounces+12"].map(
    (local): Row => [
      `${local}@`,
      { from: `${local}@host.test`, subject: "x", text: "x" },
      "bounce",
      "system-address",
    ],
  ),
  // Spam
  ["X-Spam-Flag: YES", header("X-Spam-Flag", "YES"), "spam", "spam-verdict"],
  ["X-Spam-Status: Yes", header("X-Spam-Status", "Yes, score=12.1 required=5"), "spam", "spam-verdict"],
  ["SCL 6", header("X-MS-Exchange-Organization-SCL", "6"), "spam", "spam-verdict"],
  [
    "SFV:SPM",
    header("X-Forefront-Antispam-Report", "CIP:1.2.3.4;CTRY:US;SFV:SPM;SRV:;"),
    "spam",
    "spam-verdict",
  ],
  ["Rspamd's action", header("X-Rspamd-Action", "add header"), "spam", "spam-verdict"],
];

const HUMAN: readonly (readonly [name: string, wrote: Wrote])[] = [
  ["an ordinary question", {}],
  ["Auto-Submitted: no", header("Auto-Submitted", "no")],
  ["Auto-Submitted: No; x=y", header("Auto-Submitted", " No; x=y")],
  ["an empty Auto-Submitted", header("Auto-Submitted", "")],
  ["X-Autoreply: no", header("X-Autoreply", "no")],
  ["Precedence: first-class", header("Precedence", "first-class")],
  ["Precedence: special-delivery", header("Precedence", "special-delivery")],
  ["X-Auto-Response-Suppress, which is no sign of a machine", header("X-Auto-Response-Suppress", "All")],
  ["Karl Postmaster", { from: "Karl Postmaster <karl@customer.test>" }],
  ["Mailer-Daemon as a display name", { from: "MAILER-DAEMON <anna@customer.test>" }],
  [
    "a System Administrator's complaint about a pallet",
    {
      from: "System Administrator <it@customer.test>",
      subject: "Delivery failed",
      text: "Our pallet was not delivered to the address: recipient unknown, says the driver.",
    },
  ],
  ["No Reply as a display name", { from: "No Reply <anna@customer.test>" }],
  ["an address that only begins like a program's", { from: "rootes@customer.test" }],
  ["Ms Alertson", { from: "alertson@customer.test" }],
  [
    "a subject about a parcel: Delivery failed",
    { subject: "Delivery failed", text: "Hello, the courier did not come. Where is my parcel?" },
  ],
  [
    "a subject about an order: Undelivered order",
    {
      subject: "Undelivered order 1234",
      text: "My order was not delivered to my house. The driver said the address was not found.",
    },
  ],
  [
    "Delivery problem",
    {
      subject: "Delivery problem",
      text: "Hi, delivery to the following address failed twice: 12 High Street.",
    },
  ],
  [
    "a person who quotes a bounce after a greeting",
    {
      subject: "Cannot reach you",
      text: "Hi,\n\nI wrote to billing@ and got this:\n\nThis is the mail system at host mx.example.com. 550 5.1.1 user unknown\n\nWhat now?",
    },
  ],
  [
    "a forwarded bounce",
    {
      subject: "Fwd: Undelivered Mail Returned to Sender",
      text: "Why is this?\n\nThis is the mail system at host mx.example.com. I'm sorry to have to inform you that your message could not be delivered. 550 5.1.1",
    },
  ],
  [
    "an answer to a bounce",
    { subject: "Re: failure notice", text: "It failed again. 550 5.1.1 user unknown" },
  ],
  ["Re: out of office chairs", { subject: "Re: out of office chairs" }],
  ["an out-of-office subject: doubtful, yet filed as a person's", { subject: "Automatic reply: Hello" }],
  ["an invitation", calendar("REQUEST")],
  ["Accepted: by a person without a calendar", { subject: "Accepted: your quote" }],
  ["Read: by a person", { subject: "Read: this is urgent", text: "Please read it." }],
  [
    "a customer whose mail went through our own group",
    {
      headers: {
        "List-Id": "Support <support.example.com>",
        Precedence: "list",
        "List-Unsubscribe": "<mailto:x@y>",
        "Mailing-list": "list support@example.com; contact x",
      },
    },
  ],
  [
    "a reply sent through a sending service",
    {
      headers: { "List-Unsubscribe": "<https://crm.test/u>", "Feedback-ID": "x" },
      inReplyTo: "<a@example.com>",
      subject: "Re: Offer",
    },
  ],
  [
    "X-Spam-Status: No over a foreign flag",
    { headers: { "X-Spam-Status": "No, score=-1", "X-Spam-Flag": "YES" } },
  ],
  ["a topmost No over a Yes below", { headers: { "X-Spam-Status": ["No, score=0", "Yes, score=9"] } }],
  ["SCL 1", header("X-MS-Exchange-Organization-SCL", "1")],
  ["SFV:NSPM", header("X-Forefront-Antispam-Report", "SFV:NSPM;SCL:1")],
  ["X-Spam-Score without a verdict", header("X-Spam-Score", "7.2")],
  [
    "a customer's gateway",
    {
      headers: {
        "X-MimeOLE": "x",
        "X-Virus-Scanned": "amavis",
        "X-Sophos-Id": "1",
        "X-Mailer": "Outlook 16",
      },
    },
  ],
  [
    "a question about a robot check",
    {
      subject: "Cannot log in",
      text: "Your site asks me to prove that I am a human: https://example.com/captcha and it fails.",
    },
  ],
  ["a zip that is no report", { attachments: [{ filename: "photos.zip", contentType: "application/zip" }] }],
  ["a question about DMARC", { subject: "DMARC report question", text: "How do I read a DMARC report?" }],
  ["an abuse report by a person", { subject: "Report of abuse by your driver", text: "He shouted at me." }],
  ["the own site's contact form", { from: "Shop <noreply@example.com>", replyTo: "anna@customer.test" }],
  ["a message without any From, which a person should see", { from: null }],
];

describe("guard", () => {
  it.each(AUTOMATIC)("knows %s for automatic", (_name, wrote, disposition, code) => {
    expect(guard(message(wrote), mailbox())).toMatchObject({ disposition, reason: { code } });
  });

  it.each(HUMAN)("takes %s for a person's", (_name, wrote) => {
    expect(guard(message(wrote), mailbox())).toBeNull();
  });

  it("explains every refusal with a text of the published table", () => {
    for (const [, wrote, , code] of AUTOMATIC) {
      expect(Object.keys(REASONS)).toContain(code);
      expect(guard(message(wrote), mailbox())?.reason.text).not.toBe("");
    }
  });

  it("stays quick on a message made to be slow", () => {
    const evil = message({
      subject: "re: ".repeat(5_000) + "undelivered ".repeat(2_000),
      text: `${"the following addresses ".repeat(9_000)}`,
      headers: { "Auto-Submitted": "(".repeat(60_000), Received: Array(500).fill("(qmail ".repeat(1_000)) },
      from: `${"no-".repeat(5_000)}@customer.test`,
    });
    const start = performance.now();
    guard(evil, mailbox());
    expect(performance.now() - start).toBeLessThan(500);
  });
});
