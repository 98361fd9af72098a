import type { Message } from "../../mail/message.ts";
import { canonical, domainOf, localPart } from "../addresses.ts";
import type { MailboxPolicy } from "../decision.ts";
import { field, firstField, type Guard, keyword, refuse, values } from "./guard.ts";

/** RFC 2919, RFC 2369 and the older fields of list managers. */
const LIST_FIELDS = [
  "list-id",
  "list-post",
  "list-subscribe",
  "list-owner",
  "list-archive",
  "mailing-list",
  "x-mailing-list",
  "x-mailman-version",
  "x-beenthere",
  "x-list",
  "x-listname",
  "x-listserver",
  "x-ml-name",
  "x-ml-info",
  "x-ml-count",
  "x-mlserver",
  "x-sequence",
  "x-google-group-id",
  "x-yahoo-group-post",
  "x-egroups-return",
];

/**
 * Whether the list is the mailbox's own address: a Google Group or an Exchange group `support@` puts list fields on
 * every customer's mail that it passes on, and those people are no list.
 */
function isOwnList(message: Message, mailbox: Pick<MailboxPolicy, "addresses">): boolean {
  const fields = ["list-id", "list-post", "mailing-list", "x-beenthere", "x-mailing-list"];
  const text = fields
    .flatMap((name) => values(message, name).slice(0, 3))
    .join(" ")
    .slice(0, 4_000)
    .toLowerCase();
  if (text === "") return false;
  return mailbox.addresses.some((address) => {
    const own = canonical(address);
    const id = `<${localPart(own)}.${domainOf(own)}>`;
    return text.includes(id) || text.split(/[\s<>;,:]+/).includes(own);
  });
}

export const mailingList: Guard = (message, mailbox) => {
  const name = firstField(message, LIST_FIELDS);
  if (name === null || isOwnList(message, mailbox)) return null;
  return refuse("list", "mailing-list", field(message, name) ?? name);
};

/** Precedence has no standard; only these values are automatic ("first-class" and the like are people's). */
const BULK_PRECEDENCE = new Set(["bulk", "junk"]);

export const precedence: Guard = (message, mailbox) => {
  for (const name of ["precedence", "x-precedence"]) {
    for (const value of values(message, name)) {
      const word = keyword(value);
      if (BULK_PRECEDENCE.has(word) && !isOwnList(message, mailbox))
        return refuse("bulk", "precedence", word);
      if (word === "list" && !isOwnList(message, mailbox)) return refuse("list", "precedence", word);
    }
  }
  return null;
};

/** Fields of newsletters and campaigns: nobody writes a letter with them. */
const CAMPAIGN_FIELDS = [
  "x-campaign",
  "x-campaignid",
  "x-campaign-id",
  "x-mailchimp-id",
  "x-mc-user",
  "x-mailinglist",
  "x-mailing-id",
  "x-mailingid",
  "x-bulkmail",
  "x-bulk-mailer",
  "x-bulkmailer",
  "x-newsletter",
  "x-newsletter-id",
  "x-phplist-version",
  "x-messageid-newsletter",
  "x-csa-complaints",
  "x-roving-id",
  "x-sfmc-stack",
  "x-klaviyo-message-id",
  "x-sailthru-version",
  "x-lyris-message-id",
  "x-listmember",
  "x-subscriber",
  "x-subscriberid",
  "x-unsubscribe-web",
  "x-unsubscribe",
  "x-emv-campagneid",
  "x-acelle-campaign-id",
  "x-mautic-id",
  "x-acymailing",
  "x-sendy-campaign",
  "x-mailer-recptid",
];
const BULK_MAILERS =
  /mailchimp|mailman|majordomo|listserv|phplist|sendinblue|brevo|mailjet|campaign|newsletter|bulk|sendblaster|aweber|getresponse|sympa|ezmlm|lyris|klaviyo|acymailing|mautic/;

/** Fields that services put on newsletters and on a person's mail alike, if it goes out through them. */
const SENDING_SERVICE_FIELDS = [
  "list-unsubscribe",
  "list-unsubscribe-post",
  "list-help",
  "feedback-id",
  "errors-to",
  "x-report-abuse",
  "x-report-abuse-to",
  "x-abuse-reports-to",
  "x-sg-eid",
  "x-sg-id",
  "x-smtpapi",
  "x-mandrill-user",
  "x-mailgun-sid",
  "x-mailgun-tag",
  "x-mailgun-variables",
  "x-mj-mid",
  "x-pm-message-id",
  "x-ses-outgoing",
  "x-sparkpost-campaign",
  "x-msys-api",
  "x-mailer-sid",
  "x-rpcampaign",
];

/** The field that speaks for a bulk mailer, or null. An own list's do not count. */
export function sendingServiceField(
  message: Message,
  mailbox: Pick<MailboxPolicy, "addresses">,
): string | null {
  return isOwnList(message, mailbox) ? null : firstField(message, SENDING_SERVICE_FIELDS);
}

/** A person answers a mail: business people's replies go out through sending services, newsletters answer nothing. */
export function isReply(message: Message): boolean {
  return message.inReplyTo.length > 0 || message.references.length > 0;
}

export const bulkMail: Guard = (message, mailbox) => {
  const campaign = firstField(message, CAMPAIGN_FIELDS);
  if (campaign !== null) return refuse("bulk", "bulk-mail", campaign);
  for (const name of ["x-mailer", "user-agent"]) {
    if (BULK_MAILERS.test(keyword(field(message, name) ?? ""))) return refuse("bulk", "bulk-mail", name);
  }
  const service = sendingServiceField(message, mailbox);
  return service === null || isReply(message) ? null : refuse("bulk", "bulk-mail", service);
};

const TOOL_FIELDS = [
  "x-github-reason",
  "x-github-sender",
  "x-gitlab-project",
  "x-gitlab-pipeline-id",
  "x-jira-fingerprint",
  "x-atlassian-token",
  "x-bugzilla-reason",
  "x-bugzilla-type",
  "x-redmine-project",
  "x-redmine-host",
  "x-trac-project",
  "x-trac-version",
  "x-launchpad-notification-type",
  "x-phabricator-sent-this-message",
  "x-jenkins-job",
  "x-rt-loop-prevention",
  "x-otrs-loop",
  "x-znuny-loop",
  "x-zendesk-from-account-id",
  "x-facebook-notify",
  "x-linkedin-class",
  "x-twitter-message-id",
  "x-cron-env",
  "x-nagios-hostname",
  "x-nagios-notification-type",
  "x-zabbix-event",
  "x-pagerduty-incident",
  "x-discourse-topic-id",
  "discourse-topic-id",
  "x-quarantine-id",
  "x-amavis-alert",
  "x-virus-scan-alert",
];

export const toolNotification: Guard = (message) => {
  const name = firstField(message, TOOL_FIELDS);
  return name === null ? null : refuse("bulk", "tool-notification", name);
};
