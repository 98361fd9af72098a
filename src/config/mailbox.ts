import {
  type BusinessHours,
  type Hooks,
  type Login,
  type MailboxConfig,
  Secret,
  type ServerAddress,
} from "../config.ts";
import type { Language } from "../mail/message.ts";
import { FOLDER_ROLES, type FolderRole, type MailboxPolicy, type Priority } from "../policy/decision.ts";
import { DEFAULT_FOLDER_ORDER, folderNames } from "../policy/folders.ts";
import { week } from "./hours.ts";
import type { Reader } from "./reader.ts";
import { isLoopback, type ServerUrl, type TokenServer } from "./servers.ts";
import type { Person } from "./values.ts";
import { folderVariable } from "./variables.ts";

const firstAnswerHours: Readonly<Record<Priority, number>> = { urgent: 1, high: 4, normal: 8, low: 16 };
const solutionHours: Readonly<Record<Priority, number>> = { urgent: 8, high: 16, normal: 40, low: 80 };

/** The working week where none is given; that of Iran is its own. */
const usualWeek: Readonly<Record<Language, string>> = {
  en: "Mon-Fri 09:00-17:00",
  el: "Mon-Fri 09:00-17:00",
  hu: "Mon-Fri 09:00-17:00",
  fa: "Sat-Wed 08:00-16:00",
  ru: "Mon-Fri 09:00-18:00",
};

/** One mailbox's configuration; null only where its reader noted a fault. */
export function mailboxOf(name: string | null, reader: Reader): MailboxConfig | null {
  const address = reader.require("ADDRESS");
  const imapUrl = reader.require("IMAP_URL");
  const smtpUrl = reader.require("SMTP_URL");
  const language = reader.read("LANGUAGE") ?? "en";
  const supervisor = reader.read("SUPERVISOR");
  const complaintsManager = reader.read("COMPLAINTS_MANAGER");
  const [agents, managers] = [reader.read("AGENTS") ?? [], reader.read("MANAGERS") ?? []];
  const people = {
    agents: agents.map((one) => one.address),
    supervisor: supervisor?.address ?? null,
    complaintsManager: complaintsManager?.address ?? null,
    managers: managers.map((one) => one.address),
  };
  const rest = {
    displayName: reader.read("DISPLAY_NAME") ?? "",
    mode: reader.read("MODE") ?? "shadow",
    folder: "INBOX",
    ackHoldSeconds: reader.read("ACK_HOLD") ?? 60,
    pollSeconds: reader.read("POLL_SECONDS") ?? 60,
    ...people,
    names: namesOf([supervisor, complaintsManager]),
    languages: languagesOf([...agents, ...managers, supervisor, complaintsManager]),
    digests: reader.read("DIGEST") ?? ["weekly"],
    digestMinutes: reader.read("DIGEST_TIME") ?? 450,
    businessHours: businessHours(reader, language),
    firstAnswerHours: { ...firstAnswerHours, ...reader.read("FIRST_ANSWER_HOURS") },
    solutionHours: { ...solutionHours, ...reader.read("SOLUTION_HOURS") },
    warnBefore: reader.read("WARN_BEFORE") ?? 0.25,
    followUpDays: reader.read("FOLLOW_UP_DAYS") ?? { complaints: 5, others: null },
    referral: referral(reader),
    outreach: reader.read("OUTREACH") ?? false,
    drafts: reader.read("DRAFTS") ?? "off",
    lookSeconds: reader.read("LOOK_SECONDS") ?? 20,
    settleSeconds: reader.read("SETTLE_SECONDS") ?? 120,
    topics: reader.read("TOPICS"),
    learnAt: reader.read("LEARN_AT"),
    correctionDays: reader.read("CORRECTION_DAYS") ?? 365,
    folders: folders(reader, language),
    copyToSent: reader.read("COPY_TO_SENT") ?? false,
    wholeMessageBytes: reader.read("WHOLE_MESSAGE_BYTES") ?? 500_000,
    alertsPerHour: reader.read("ALERTS_PER_HOUR") ?? 6,
    hooks: hooksOf(reader),
    language,
  } as const;
  const staff = [...people.agents, ...people.managers, people.supervisor, people.complaintsManager];
  const deciding = [...people.managers, people.complaintsManager];
  const policy = policyOf(reader, { name, address: address ?? "", language, staff, managers: deciding });
  const imap = imapUrl === null ? null : imapServer(reader, imapUrl, address);
  const smtp = smtpUrl === null ? null : smtpServer(reader, smtpUrl, address);
  if (address === null || imap === null || smtp === null) return null;
  return { policy, address, imap, smtp, ...rest };
}

function namesOf(people: readonly (Person | null)[]): MailboxConfig["names"] {
  return new Map(people.flatMap((one) => (one?.name ? [[one.address, one.name] as const] : [])));
}

function languagesOf(people: readonly (Person | null)[]): MailboxConfig["languages"] {
  return new Map(people.flatMap((one) => (one?.language ? [[one.address, one.language] as const] : [])));
}

function policyOf(
  reader: Reader,
  own: {
    name: string | null;
    address: string;
    language: Language;
    staff: readonly (string | null)[];
    managers: readonly (string | null)[];
  },
): MailboxPolicy {
  const aliases = reader.read("ALIASES") ?? [];
  if (own.staff.includes(own.address)) reader.fault("ADDRESS", "is also the address of someone on the staff");
  return {
    name: own.name ?? own.address,
    addresses: [...new Set([own.address, ...aliases])],
    language: own.language,
    timeZone: reader.read("TIME_ZONE") ?? "UTC",
    staff: [...new Set(own.staff.filter((one) => one !== null))],
    managers: [...new Set(own.managers.filter((one) => one !== null))],
    authservId: reader.read("AUTHSERV_ID"),
    budgets: {
      perTicket: reader.read("BUDGET_TICKET") ?? 1,
      perAddressDay: reader.read("BUDGET_ADDRESS_DAY") ?? 3,
      perDomainHour: reader.read("BUDGET_DOMAIN_HOUR") ?? 20,
      brakeFactor: reader.read("BUDGET_BRAKE") ?? 5,
    },
    frequent: {
      contacts: reader.read("FREQUENT_CONTACTS") ?? 5,
      days: reader.read("FREQUENT_DAYS") ?? 30,
    },
    folderOrder: reader.read("FOLDER_ORDER") ?? DEFAULT_FOLDER_ORDER,
    acknowledgeWithinHours: reader.read("ACK_WITHIN_HOURS") ?? 72,
    recurrenceDays: reader.read("RECURRENCE_DAYS") ?? 90,
  };
}

function businessHours(reader: Reader, language: Language): BusinessHours {
  return {
    timeZone: reader.read("TIME_ZONE") ?? "UTC",
    week: reader.read("BUSINESS_HOURS") ?? week.parse(usualWeek[language]),
    holidays: reader.read("HOLIDAYS") ?? [],
  };
}

function hooksOf(reader: Reader): Hooks {
  const allowPrivate = reader.read("HOOK_ALLOW_PRIVATE") ?? false;
  const url = (name: "CHAT_WEBHOOK" | "TRACKER_WEBHOOK"): string | null => {
    const address = reader.read(name);
    // Outside, somebody on the way would read the address, and what customers said.
    if (address !== null && !allowPrivate && !address.startsWith("https:"))
      reader.fault(name, "must begin with https:// (http:// only with HOOK_ALLOW_PRIVATE=yes)");
    return address;
  };
  const [chat, tracker] = [url("CHAT_WEBHOOK"), url("TRACKER_WEBHOOK")];
  const asked = reader.read("CHAT_FORMAT");
  const usual = chat !== null && new URL(chat).hostname === "hooks.slack.com" ? "slack" : "json";
  return {
    chat: chat === null ? null : { url: new Secret(chat), format: asked ?? usual },
    tracker: tracker === null ? null : new Secret(tracker),
    allowPrivate,
  };
}

function referral(reader: Reader): string | null {
  if (reader.read("REFERRAL") !== true) return null;
  if (!reader.has("REFERRAL_TEXT"))
    reader.fault("REFERRAL_TEXT", "is missing: REFERRAL=on needs to say what it brings");
  return reader.read("REFERRAL_TEXT");
}

function folders(reader: Reader, language: Language): MailboxConfig["folders"] {
  // Unset: the language's own name. "none": no parent.
  const parent = reader.read("FOLDER_PARENT");
  const atTop = parent === null && reader.has("FOLDER_PARENT");
  const usual = folderNames(language, atTop ? "" : (parent ?? undefined));
  const chosen: Record<FolderRole, readonly string[]> = { ...usual };
  for (const role of FOLDER_ROLES) chosen[role] = reader.read(folderVariable(role)) ?? usual[role];
  const roleOf = new Map<string, FolderRole>();
  for (const role of FOLDER_ROLES) {
    const path = chosen[role].join("/");
    const other = roleOf.get(path);
    if (path === "" && (role === "escalated" || role === "resolved"))
      reader.fault(folderVariable(role), "cannot be INBOX: agents move messages there");
    if (path !== "" && other !== undefined) {
      const named = reader.has(folderVariable(role)) ? role : other;
      reader.fault(folderVariable(named), `is the folder of ${named === role ? other : role} too`);
    }
    roleOf.set(path, role);
  }
  return chosen;
}

function imapServer(reader: Reader, url: ServerUrl, address: string | null): ServerAddress {
  // Read in any case, so that a fault in it shows; a password goes before it.
  const asked = reader.read("IMAP_OAUTH");
  const oauth = url.password === null ? asked : null;
  if (oauth === null && url.password === null)
    reader.fault("IMAP_URL", "needs a user and a password (or IMAP_OAUTH)");
  const token = oauth === null ? null : tokenLogin(reader, oauth, url.user ?? address ?? "");
  if (token !== null && url.tls === "none" && !isLoopback(url.host))
    reader.fault("IMAP_URL", "would send an OAuth token without TLS");
  return serverOf(reader, url, token);
}

function smtpServer(reader: Reader, url: ServerUrl, address: string | null): ServerAddress {
  const own = reader.has("SMTP_OAUTH");
  const asked = reader.read(own ? "SMTP_OAUTH" : "IMAP_OAUTH");
  const oauth = url.password === null ? asked : null;
  if (oauth === null && url.user !== null && url.password === null)
    reader.fault("SMTP_URL", "has a user but no password (nor SMTP_OAUTH)");
  const token = oauth === null ? null : tokenLogin(reader, oauth, url.user ?? address ?? "");
  if (token !== null && url.tls === "none" && !isLoopback(url.host))
    reader.fault(
      "SMTP_URL",
      "would send an OAuth token without TLS (SMTP_OAUTH=off for a server without login)",
    );
  return serverOf(reader, url, token);
}

function serverOf(reader: Reader, url: ServerUrl, token: Login | null): ServerAddress {
  const byPassword =
    url.user === null || url.password === null
      ? null
      : { user: url.user, password: new Secret(url.password) };
  return {
    host: url.host,
    port: url.port,
    tls: url.tls,
    verify: reader.read("TLS_VERIFY") ?? true,
    login: token ?? byPassword,
  };
}

function tokenLogin(reader: Reader, server: TokenServer, user: string): Login | null {
  const clientId = reader.require("OAUTH_CLIENT_ID");
  const refreshToken = reader.require("OAUTH_REFRESH_TOKEN");
  // Google issues a client secret even to installed applications; Microsoft's public clients have none.
  const google = server.tokenUrl.includes("googleapis.com");
  const clientSecret = google ? reader.require("OAUTH_CLIENT_SECRET") : reader.read("OAUTH_CLIENT_SECRET");
  const scope = reader.read("OAUTH_SCOPE") ?? server.scope;
  if (clientId === null || refreshToken === null) return null;
  return {
    user,
    tokenUrl: server.tokenUrl,
    clientId,
    clientSecret: clientSecret === null ? null : new Secret(clientSecret),
    refreshToken: new Secret(refreshToken),
    scope,
  };
}
