import type { Message } from "../../mail/message.ts";
import { isNoreply, isOneOf, localPart, registrableDomain } from "../addresses.ts";
import type { MailboxPolicy } from "../decision.ts";
import { isDaemon } from "./bounce.ts";
import { field, type Guard, keyword, refuse } from "./guard.ts";

/** Mail from the mailbox's own address: an agent's copy, an alert of ours, or a forgery. Never a customer. */
export const ownAddress: Guard = (message, mailbox) =>
  message.from !== null && isOneOf(message.from.address, mailbox.addresses)
    ? refuse("own", "own-address", message.from.address)
    : null;

/**
 * RFC 5321 section 4.5.5: nothing may answer the null reverse-path. Guards before this one have taken bounces; what
 * is left are autoresponders.
 */
export const nullSender: Guard = (message) =>
  message.returnPath === "" ? refuse("autoresponse", "null-sender") : null;

/** An empty From ("" or "<>"): programs write it. Without any From field the message is a person's to look at. */
export const emptySender: Guard = (message) => {
  const from = field(message, "from");
  if (message.from !== null || from === null) return null;
  const bare = from.replace(/["<>\s]/g, "").toLowerCase();
  if (bare === "") return refuse("autoresponse", "empty-sender");
  return isDaemon(message) ? refuse("bounce", "empty-sender", bare) : null;
};

/** Local parts of programs; of the address only, since people are called Postmaster and Newsletter, too. */
const SYSTEM =
  /^(?:mail(?:er)?[._-]?d(?:ae|ea|e)mon|mdaemon|postmaster|post[._-]master|root|nobody|daemon|cron|crond|anacron|www-?data|apache|httpd|nginx|wwwrun|uucp|system|syslog|logwatch|logcheck|nagios|icinga|zabbix|munin|monit|prometheus|jenkins|hudson|backup|backuppc|ndr|bounces?|bounce-?(?:mail|handler|processor)|mailbounce|abuse|feedback-?loop|fbl|dmarc(?:[._-]?(?:noreply|reports?|rua|ruf|agg|aggregate|support|postmaster))?|(?:open)?dmarc-postmaster|tls-?rpt|smtp-tls-reporting|newsletters?|news-?letters?|notify|notifier|notifications?|notification-?service|alerts?|alerting|auto[._-]?(?:reply|responder|respond|mailer|confirm|message|answer|notify)|robot|mailbot|mailrobot|mailman|majordomo|listserv|listproc|sympa|mailer|bulkmail|imss|interscan|mimesweeper|mailsweeper|mailmarshal|mailguard|amavis|spamassassin|spamd|antivirus|anti-virus|virus[._-]?(?:alert|scan|scanner|warning)|viruswall|spam[._-]?(?:alert|filter|quarantine)|quarantine|mailscanner|symantec_antivirus.*|feedbackloop|scomp|fax-?server|scanner|copier|printer|voicemail)(?:$|[+=])/;
const SYSTEM_SUFFIX =
  /[._-](?:bounces?|daemon|postmaster|notifications?|newsletter|alerts|autoreply|autoresponder|mailer)$/;

export const systemAddress: Guard = (message) => {
  if (message.from === null) return null;
  const local = localPart(message.from.address).slice(0, 100);
  if (!SYSTEM.test(local) && !SYSTEM_SUFFIX.test(local)) return null;
  const bounce = /daemon|post[._-]?master|bounce|^ndr/.test(local);
  return refuse(bounce ? "bounce" : "bulk", "system-address", local);
};

/**
 * A form on the own web site: From is the site's noreply address, and the customer stands in Reply-To. A person wrote
 * it, so it is filed as any other; only the acknowledgement is held back.
 */
export function isContactForm(message: Message, mailbox: Pick<MailboxPolicy, "addresses">): boolean {
  const from = message.from?.address ?? "";
  const [reply, ...more] = message.replyTo;
  if (reply === undefined || more.length > 0 || isNoreply(reply.address)) return false;
  const domain = registrableDomain(from);
  return (
    domain !== registrableDomain(reply.address) &&
    !isOneOf(reply.address, mailbox.addresses) &&
    mailbox.addresses.some((own) => registrableDomain(own) === domain)
  );
}

export const noreplyAddress: Guard = (message, mailbox) => {
  if (message.from === null || !isNoreply(message.from.address)) return null;
  return isContactForm(message, mailbox)
    ? null
    : refuse("bulk", "noreply-address", localPart(message.from.address));
};

/**
 * The verdict of the receiving server. Anybody upstream may write these fields, and the receiving server writes on
 * top: only the topmost value of each counts, and a topmost "no" of the same scanner outweighs a flag beneath.
 */
export const spamVerdict: Guard = (message) => {
  const status = keyword((field(message, "x-spam-status") ?? "").split(",", 1)[0] ?? "");
  if (/^(?:yes|true|spam)\b/.test(status)) return refuse("spam", "spam-verdict", "X-Spam-Status");
  const clean = /^(?:no|false|ham)\b/.test(status);
  if (!clean && /^(?:yes|true)\b/.test(keyword(field(message, "x-spam-flag") ?? ""))) {
    return refuse("spam", "spam-verdict", "X-Spam-Flag");
  }
  const found = VERDICTS.find(([name, pattern]) => pattern.test((field(message, name) ?? "").toLowerCase()));
  if (found !== undefined) return refuse("spam", "spam-verdict", found[0]);
  const scl = Number.parseInt(field(message, "x-ms-exchange-organization-scl") ?? "", 10);
  return scl >= 5 && scl <= 9 ? refuse("spam", "spam-verdict", `SCL ${scl}`) : null;
};

const VERDICTS: readonly (readonly [string, RegExp])[] = [
  // Microsoft 365: SFV is what its filter did; SKN and SKA (sender allowed) are no spam.
  ["x-forefront-antispam-report", /(?:^|;)\s*sfv:(?:spm|sks|skb)\b/],
  [
    "x-forefront-antispam-report",
    /(?:^|;)\s*cat:(?:spm|hspm|phsh|hphsh|malw|bulk)\b(?!.*sfv:(?:ska|skn|sfe))/,
  ],
  ["x-spam", /^(?:yes|true|spam)\b/],
  ["x-rspamd-action", /^(?:add header|rewrite subject|reject|quarantine|spam)\b/],
  ["x-spamd-result", /^default: true\b/],
  ["x-bogosity", /^(?:yes|spam)\b/],
  ["x-dspam-result", /^spam\b/],
  ["x-crm114-status", /^spam\b/],
  ["x-barracuda-spam-flag", /^yes\b/],
  ["x-proofpoint-spam-details", /\brule=\S*spam\b/],
  ["x-mailscanner-spamcheck", /^spam\b/],
  ["x-kas-status", /^spam|rate: 100/],
  ["x-yandex-spam", /^4\b/],
  ["x-mras", /^spam\b/],
];
