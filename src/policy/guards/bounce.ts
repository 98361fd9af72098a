import type { Message } from "../../mail/message.ts";
import { localPart } from "../addresses.ts";
import { BOUNCE_OPENINGS, BOUNCE_SUBJECTS, FAILURE_WORDS, SMTP_TRACE } from "../cues/bounce.ts";
import { bareSubject, field, firstField, type Guard, hasPart, refuse, values } from "./guard.ts";
import { reportType } from "./report.ts";

/** RFC 3464, and RFC 6533 for internationalised mail, by MIME type. */
export const deliveryStatus: Guard = (message) => {
  const mime =
    reportType(message) === "delivery-status" ||
    hasPart(
      message,
      "message/delivery-status",
      "message/global-delivery-status",
      "message/x-delivery-status",
    );
  return mime ? refuse("bounce", "delivery-status") : null;
};

/** Fields that mail systems write into bounces only. */
const BOUNCE_FIELDS = [
  "x-failed-recipients",
  "x-ms-exchange-message-is-ndr",
  "x-ms-exchange-organization-ndr",
  "x-mimecast-bounce",
  "x-mail-delivery-status",
  "x-postfix-bounce",
  "x-bounce-type",
  "x-ndr",
  "x-dsn-status",
  "x-ms-embedded-report",
];
const DAEMON =
  /^(?:mail(?:er)?[._-]?d(?:ae|ea|e)mon|mail[._-]?deliver(?:y|er)?(?:[._-]?(?:sub)?system)?|postmaster|post[._-]master|poostmaster|mdaemon|bounces?|mail[._-]?bounce|ndr|non-?delivery|delivery[._-]?(?:status|notification|failure|subsystem))(?:$|[+=._-])/;
/** Names that no person goes by. "Postmaster" and "System Administrator" do not count: people do. */
const DAEMON_NAME =
  /^<?(?:(?:internet )?mail delivery (?:sub)?(?:system|service|agent)|mailer[- ]daemon|mail deliver system|mail transfer (?:system|agent)|internet mail delivery|inet mailer)/i;
const QMAIL_BOUNCE =
  /\(qmail \d{1,12} invoked (?:for bounce|from network; for bounce)\)|^from mailer-daemon\b/i;

/**
 * Bounces that are no multipart/report: several of sender (a mail system, an empty return path), subject, opening words
 * and SMTP traces must agree. A display name such as Karl Postmaster means nothing.
 */
export const plainBounce: Guard = (message) => {
  const name = firstField(message, BOUNCE_FIELDS);
  if (name !== null) return refuse("bounce", "bounce-without-mime", name);
  if (
    values(message, "received")
      .slice(0, 20)
      .some((value) => QMAIL_BOUNCE.test(value))
  ) {
    return refuse("bounce", "bounce-without-mime", "Received");
  }
  const bare = bareSubject(message.subject);
  const subject =
    !bare.prefixed && BOUNCE_SUBJECTS.some((pattern) => pattern.test(bare.text.toLowerCase().trim()));
  const words = wordsEvidence(message);
  if (isDaemon(message) && (subject || words.opening() || words.trace()))
    return refuse("bounce", "bounce-without-mime");
  // Vacation notes have an empty return path as well, so that one needs more.
  if (message.returnPath === "" && (subject || (words.opening() && words.trace())))
    return refuse("bounce", "bounce-without-mime");
  // A person may quote a bounce, though after a greeting, and rarely under its very subject.
  const quoted = bare.prefixed || /^\s*(?:>|-{2,} ?(?:forwarded|original))/i.test(message.text);
  if (!quoted && subject && words.opening() && words.smtp()) return refuse("bounce", "bounce-without-mime");
  return !quoted && words.atOnce() && words.smtp() ? refuse("bounce", "bounce-without-mime") : null;
};

/** From, or the return path, names a mail system, if only without an address: "MAILER-DAEMON <>". */
export function isDaemon(message: Message): boolean {
  const { from, returnPath } = message;
  if (returnPath !== null && /^mail(?:er)?[._-]?d(?:ae|ea|e)mon/.test(localPart(returnPath))) return true;
  if (from !== null) return DAEMON.test(localPart(from.address)) || DAEMON_NAME.test(from.name.trim());
  const words = (field(message, "from") ?? "")
    .replace(/["<>()]/g, " ")
    .trim()
    .toLowerCase()
    .slice(0, 200);
  return DAEMON_NAME.test(words) || words.split(/\s+/).some((word) => DAEMON.test(word));
}

/** Words that a machine opens with and no person does: found within the first 200 characters. */
const AT_ONCE =
  /^(?:hi\.?!?\s)?(?:this is the (?:qmail-send program|mail system at host|postfix|dragonfly mail agent|mailer-daemon|mail delivery agent|courier)|this (?:message|report) (?:was|has been) (?:created|generated) automatically by (?:the )?(?:mail|smtp|our mail)|the original message was received at|-{3,} ?(?:the following addresses had|transcript of)|reporting-mta:|delivery to the following recipients? failed|your message did not reach|your message\s+to:|an error (?:has )?occurred while (?:trying|attempting) to deliver|sorry, we were unable to deliver your message|the following recipients? (?:could not be reached|have not received)|a message that you sent could not be delivered)/;

/** Looked for when asked: for a person's mail hardly any of it is. */
interface Words {
  opening(): boolean;
  /** SMTP speaks in it. */
  smtp(): boolean;
  /** It speaks of failed delivery in SMTP's words or in a person's. */
  trace(): boolean;
  atOnce(): boolean;
}

function wordsEvidence(message: Message): Words {
  const lower = message.text.slice(0, 8_000).toLowerCase();
  const head = lower
    .slice(0, 3_000)
    .replace(/\s+/g, " ")
    .replace(/^[\s*=_#-]{0,400}/, "")
    .trim();
  const smtp = (): boolean =>
    SMTP_TRACE.some((pattern) => pattern.test(lower)) ||
    hasPart(message, "message/rfc822", "text/rfc822-headers");
  return {
    opening: () => BOUNCE_OPENINGS.some((pattern) => pattern.test(head)),
    smtp,
    trace: () => smtp() || FAILURE_WORDS.some((pattern) => pattern.test(lower)),
    atOnce: () => AT_ONCE.test(head),
  };
}
