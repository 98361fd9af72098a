import cron from "node-cron";
import { CHAT_FORMATS } from "../config.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { FOLDER_ROLES, type FolderRole } from "../policy/decision.ts";
import { DEFAULT_FOLDER_ORDER } from "../policy/folders.ts";
import { SPANS, type Span } from "../policy/period.ts";
import { followUpDays, holidays, hoursByPriority, week } from "./hours.ts";
import { serverUrl, tokenServer } from "./servers.ts";
import {
  address,
  addresses,
  items,
  line,
  octets,
  oneOf,
  Problem,
  people,
  person,
  shown,
  timeZone,
  type Value,
  value,
  whole,
  yesNo,
} from "./values.ts";

/**
 * `global`: once for the whole process. `mailbox`: with MAILBOXES=support,… first SUPPORT_NAME, then NAME itself.
 * `own`: as `mailbox`, but never shared between several.
 */
type Scope = "global" | "mailbox" | "own";

export interface Variable<T> {
  readonly scope: Scope;
  readonly value: Value<T>;
  /** As it would be written; null: nothing is assumed. Must itself be a good value. */
  readonly standard: string | null;
  readonly example: string;
}

function variable<T>(scope: Scope, value: Value<T>, standard: string | null, example: string): Variable<T> {
  return { scope, value, standard, example };
}

/** "hu", also "hu-HU". */
const language: Value<Language> = value((text) => {
  const primary = text.toLowerCase().split(/[_.-]/)[0];
  return LANGUAGES.find((one) => one === primary) ?? new Problem(`must be one of ${LANGUAGES.join(", ")}`);
});

const mailboxNames: Value<readonly string[]> = value((text) => {
  const names = items(text.toLowerCase());
  const bad = names.find((name) => !/^[a-z][a-z0-9-]{0,30}$/.test(name));
  if (bad !== undefined)
    return new Problem(`must be names of letters, digits and hyphens: ${shown(bad)} is none`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? names : new Problem(`names ${shown(twice)} twice`);
});

/** Path segments; "/" between them. INBOX itself is the empty path. */
const folderPath: Value<readonly string[]> = value((text) => {
  if (/^inbox$/i.test(text)) return [];
  const segments = text.split("/").map((segment) => segment.trim());
  const good =
    segments.length <= 5 && segments.every((one) => one !== "" && one.length <= 100 && !/\p{Cc}/u.test(one));
  return good
    ? segments
    : new Problem('must be INBOX or folder names with "/" between them, at most five deep');
});

/** "none" puts the folders at the top. */
const folderParent: Value<string | null> = value((text) => {
  if (/^none$/i.test(text)) return null;
  return text.length <= 100 && !/[/\p{Cc}]/u.test(text)
    ? text
    : new Problem("must be one folder name, or none");
});

/** Roles not named follow in their usual order, `queue` always last, `attention` and `automatic` first. */
const folderOrder: Value<readonly FolderRole[]> = value((text) => {
  const named: FolderRole[] = [];
  for (const item of items(text.toLowerCase())) {
    const role = DEFAULT_FOLDER_ORDER.find((one) => one === item);
    if (role === undefined)
      return new Problem(`must name roles (${DEFAULT_FOLDER_ORDER.join(", ")}): ${shown(item)} is none`);
    if (named.includes(role)) return new Problem(`names ${role} twice`);
    named.push(role);
  }
  if (named.includes("queue") && named.at(-1) !== "queue")
    return new Problem("must end with queue, which takes all the rest");
  const missing: readonly FolderRole[] = DEFAULT_FOLDER_ORDER.filter((role) => !named.includes(role));
  const ahead = (role: FolderRole): boolean => role === "attention" || role === "automatic";
  const order = [...missing.filter(ahead), ...named, ...missing.filter((role) => !ahead(role))];
  return [...order.filter((role) => role !== "queue"), "queue"];
});

/** A cron expression of five fields; null for "off". */
const schedule: Value<string | null> = value((text) => {
  if (/^off$/i.test(text)) return null;
  return text.split(/\s+/).length === 5 && cron.validate(text)
    ? text
    : new Problem('must be a cron expression of five fields (minute hour day month weekday), or "off"');
});

/** The text of a secret; its problems never repeat it. */
function secretText(min: number): Value<string> {
  return value((text) =>
    text.length >= min && !/\p{Cc}/u.test(text)
      ? text
      : new Problem(`must be at least ${min} characters long`),
  );
}

const databaseUrl: Value<string> = value((text) => {
  const good = /^postgres(ql)?:\/\/./i.test(text) && URL.canParse(text);
  return good
    ? text
    : new Problem(
        "must be a URL beginning with postgres://, with / ? # @ : % in the password percent-encoded",
      );
});

/** A share of one, 0 to 0.9. */
const share: Value<number> = value((text) => {
  const number = /^0?\.?\d{1,3}$|^0\.\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return number >= 0 && number <= 0.9 ? number : new Problem("must be a share from 0 to 0.9, such as 0.25");
});

const publicUrl: Value<string> = value((text) => {
  const url = /^https?:\/\/[^\s@?#]+$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
  return url === null
    ? new Problem("must be a URL beginning with https://, without user, query or fragment")
    : `${url.origin}${url.pathname}`.replace(/\/+$/, "");
});

/** The address of a webhook; its problems never repeat it: whoever knows it may write there. */
const webhook: Value<string> = value((text) => {
  const url = /^https?:\/\/[^\s@]+$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
  return url === null || text.length > 2000
    ? new Problem("must be a URL beginning with https://, without user and password")
    : url.href;
});

/** Empty for "off". */
const digests: Value<readonly Span[]> = value((text) => {
  if (/^off$/i.test(text)) return [];
  const named = items(text.toLowerCase());
  const bad = named.find((one) => !SPANS.some((span) => span === one));
  return bad === undefined && named.length > 0
    ? SPANS.filter((span) => named.includes(span))
    : new Problem(`must be one or more of ${SPANS.join(", ")}, or off`);
});

/** Minutes after midnight. */
const timeOfDay: Value<number> = value((text) => {
  const [, hours = "", minutes = ""] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  return hours !== "" && Number(hours) < 24 && Number(minutes) < 60
    ? Number(hours) * 60 + Number(minutes)
    : new Problem("must be a time of day, such as 07:30");
});

const authservId: Value<string> = value((text) =>
  /^[\p{L}\p{N}._-]{1,253}$/u.test(text)
    ? text.toLowerCase()
    : new Problem("must be the name that begins the server's Authentication-Results field, or microsoft365"),
);

const folderExamples: Readonly<Record<FolderRole, string>> = {
  attention: "Support/0 Needs attention",
  automatic: "Support/Automatic",
  urgent: "INBOX",
  vip: "Support/2 VIP",
  vocal: "Support/3 Upset",
  silent: "Support/4 Quietly unhappy",
  today: "Support/5 Today",
  happy: "Support/9 Happy",
  low: "Support/8 Can wait",
  frequent: "Support/7 Frequent writers",
  queue: "INBOX",
  escalated: "Support/Escalated",
  resolved: "Support/Resolved",
};

/** The variable that names the folder of a role. */
export function folderVariable(role: FolderRole): `FOLDER_${Uppercase<FolderRole>}` {
  return `FOLDER_${role.toUpperCase() as Uppercase<FolderRole>}`;
}

function folderVariables(): Readonly<Record<`FOLDER_${Uppercase<FolderRole>}`, Variable<readonly string[]>>> {
  const entries = FOLDER_ROLES.map(
    (role) => [folderVariable(role), variable("mailbox", folderPath, null, folderExamples[role])] as const,
  );
  return Object.fromEntries(entries) as Record<
    `FOLDER_${Uppercase<FolderRole>}`,
    Variable<readonly string[]>
  >;
}

/** Every variable that foyer reads. .env.example explains each. */
export const VARIABLES = {
  MAILBOXES: variable("global", mailboxNames, null, "support,billing"),
  ADDRESS: variable("own", address, null, "support@example.com"),
  ALIASES: variable("own", addresses, "", "help@example.com, info@example.com"),
  DISPLAY_NAME: variable("mailbox", line(100), "", "Example customer care"),
  IMAP_URL: variable(
    "mailbox",
    serverUrl("imap"),
    null,
    "imaps://support%40example.com:PASSWORD@mail.example.com",
  ),
  SMTP_URL: variable(
    "mailbox",
    serverUrl("smtp"),
    null,
    "smtps://support%40example.com:PASSWORD@mail.example.com",
  ),
  TLS_VERIFY: variable("mailbox", yesNo, "yes", "yes"),
  IMAP_OAUTH: variable("mailbox", tokenServer, "off", "google"),
  SMTP_OAUTH: variable("mailbox", tokenServer, null, "off"),
  OAUTH_CLIENT_ID: variable("mailbox", line(500), null, "1234.apps.googleusercontent.com"),
  OAUTH_CLIENT_SECRET: variable("mailbox", secretText(1), null, "CLIENT-SECRET"),
  OAUTH_REFRESH_TOKEN: variable("mailbox", secretText(1), null, "REFRESH-TOKEN"),
  OAUTH_SCOPE: variable("mailbox", line(1000), null, "https://mail.google.com/"),
  MODE: variable("mailbox", oneOf(["shadow", "live"]), "shadow", "live"),
  DATABASE_URL: variable("global", databaseUrl, null, "postgres://foyer:PASSWORD@localhost/foyer"),
  DATA_DIR: variable("global", line(1000), "./var", "/var/lib/foyer"),
  SECRET: variable("global", secretText(32), null, "64-HEX-DIGITS-OF-OPENSSL-RAND-HEX-32"),
  LOG_LEVEL: variable("global", oneOf(["debug", "info", "warn", "error", "silent"]), "info", "debug"),
  TEMPLATES_DIR: variable("global", line(1000), null, "./templates"),
  CLASSIFIER: variable("global", oneOf(["linear", "natural"]), "linear", "natural"),
  LANGUAGE: variable("mailbox", language, "en", "hu"),
  TIME_ZONE: variable("mailbox", timeZone, "UTC", "Europe/Budapest"),
  BUSINESS_HOURS: variable("mailbox", week, null, "Mon-Fri 09:00-17:00; Sat 10:00-14:00"),
  HOLIDAYS: variable("mailbox", holidays, "", "2026-12-25, 2026-12-26"),
  FIRST_ANSWER_HOURS: variable("mailbox", hoursByPriority, "", "urgent 1, high 4, normal 8, low 16"),
  SOLUTION_HOURS: variable("mailbox", hoursByPriority, "", "urgent 8, high 16, normal 40, low 80"),
  WARN_BEFORE: variable("mailbox", share, "0.25", "0.25"),
  FOLLOW_UP_DAYS: variable("mailbox", followUpDays, "complaints 5, others off", "complaints 5, others 7"),
  RECURRENCE_DAYS: variable("mailbox", whole(1, 730), "90", "90"),
  REFERRAL: variable("mailbox", yesNo, "off", "on"),
  REFERRAL_TEXT: variable("mailbox", line(300), null, "Both of you get a month for nothing."),
  OUTREACH: variable("mailbox", yesNo, "off", "on"),
  DRAFTS: variable("mailbox", oneOf(["off", "complaints", "all"]), "off", "complaints"),
  LOOK_SECONDS: variable("mailbox", whole(5, 600), "20", "20"),
  TOPICS: variable("mailbox", line(1000), null, "./topics"),
  DIGEST: variable("mailbox", digests, "weekly", "weekly, monthly"),
  DIGEST_TIME: variable("mailbox", timeOfDay, "07:30", "07:30"),
  LEARN_AT: variable("mailbox", schedule, "30 3 * * *", "30 3 * * *"),
  CORRECTION_DAYS: variable("mailbox", whole(1, 3650), "365", "365"),
  SETTLE_SECONDS: variable("mailbox", whole(0, 3600), "120", "120"),
  AGENTS: variable("mailbox", people, "", "anna@example.com, bela@example.com (hu)"),
  SUPERVISOR: variable("mailbox", person, null, "Maria Papadaki <maria@example.com>"),
  COMPLAINTS_MANAGER: variable("mailbox", person, null, "complaints@example.com"),
  MANAGERS: variable("mailbox", people, "", "head@example.com, owner@example.com (el)"),
  ALERTS_PER_HOUR: variable("mailbox", whole(0, 1000), "6", "6"),
  CHAT_WEBHOOK: variable("mailbox", webhook, null, "https://hooks.slack.com/services/T0/B0/SECRET"),
  CHAT_FORMAT: variable("mailbox", oneOf(CHAT_FORMATS), null, "mattermost"),
  TRACKER_WEBHOOK: variable("mailbox", webhook, null, "https://tracker.example.com/hooks/SECRET"),
  HOOK_ALLOW_PRIVATE: variable("mailbox", yesNo, "no", "yes"),
  ACK_HOLD: variable("mailbox", whole(0, 86_400), "60", "60"),
  ACK_WITHIN_HOURS: variable("mailbox", whole(1, 720), "72", "72"),
  BUDGET_TICKET: variable("mailbox", whole(0, 100), "1", "1"),
  BUDGET_ADDRESS_DAY: variable("mailbox", whole(0, 1000), "3", "3"),
  BUDGET_DOMAIN_HOUR: variable("mailbox", whole(0, 10_000), "20", "20"),
  BUDGET_BRAKE: variable("mailbox", whole(2, 1000), "5", "5"),
  FREQUENT_CONTACTS: variable("mailbox", whole(2, 50), "5", "5"),
  FREQUENT_DAYS: variable("mailbox", whole(1, 365), "30", "30"),
  AUTHSERV_ID: variable("mailbox", authservId, null, "mx.example.com"),
  PUBLIC_URL: variable("global", publicUrl, null, "https://support.example.com"),
  WEB_HOST: variable("global", line(253), "127.0.0.1", "0.0.0.0"),
  WEB_PORT: variable("global", whole(1, 65_535), null, "8080"),
  LEASE_SECONDS: variable("global", whole(3, 600), "30", "30"),
  COPY_TO_SENT: variable("mailbox", yesNo, "no", "yes"),
  POLL_SECONDS: variable("mailbox", whole(5, 1740), "60", "60"),
  WHOLE_MESSAGE_BYTES: variable("mailbox", octets(10_000, 5_000_000), "500k", "500k"),
  FOLDER_PARENT: variable("mailbox", folderParent, null, "Support"),
  FOLDER_ORDER: variable("mailbox", folderOrder, "", "urgent, vocal, vip, silent, today"),
  ...folderVariables(),
} as const;

export type VariableName = keyof typeof VARIABLES;
export type ValueOf<N extends VariableName> = (typeof VARIABLES)[N] extends Variable<infer T> ? T : never;
