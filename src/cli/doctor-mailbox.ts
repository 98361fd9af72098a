import type { MailboxConfig } from "../config.ts";
import { connectInbox } from "../imap/connect.ts";
import type { Inbox } from "../imap/inbox.ts";
import { specialFolders } from "../imap/sent.ts";
import { openTokens } from "../imap/token.ts";
import { openTransport } from "../smtp/transport.ts";
import { serverAdvice } from "./doctor-advice.ts";
import { attempt, type Report } from "./doctor-report.ts";

/** Logs in at both servers of a mailbox, and looks what they can do. */
export async function mailboxChecks(report: Report, mailbox: MailboxConfig): Promise<void> {
  const { name } = mailbox.policy;
  await attempt(
    report,
    `${name}: imap`,
    async () => {
      const inbox = await connectInbox(mailbox.imap);
      try {
        await imapChecks(report, mailbox, inbox);
      } finally {
        await inbox.close();
      }
      return `logged in at ${mailbox.imap.host}:${mailbox.imap.port} (${mailbox.imap.tls})`;
    },
    (error) => serverAdvice("imap", mailbox.imap, error),
  );
  await attempt(
    report,
    `${name}: smtp`,
    () => smtpCheck(mailbox),
    (error) => serverAdvice("smtp", mailbox.smtp, error),
  );
  settingChecks(report, mailbox);
}

async function smtpCheck({ smtp }: MailboxConfig): Promise<string> {
  const { login } = smtp;
  const token = login !== null && "tokenUrl" in login ? openTokens(login) : undefined;
  const transport = openTransport(smtp, token);
  try {
    await transport.verify();
    return `ready at ${smtp.host}:${smtp.port} (${smtp.tls})`;
  } finally {
    await transport.close();
  }
}

/** What works as it is and may yet be meant otherwise. */
function settingChecks(report: Report, mailbox: MailboxConfig): void {
  const { name, authservId } = mailbox.policy;
  report({
    check: `${name}: authserv-id`,
    state: authservId === null ? "warn" : "ok",
    text:
      authservId ??
      "not set: no sender counts as authenticated, VIPs stay unverified; take it from an Authentication-Results header of a message in the mailbox and set AUTHSERV_ID",
  });
  report({
    check: `${name}: display name`,
    state: mailbox.displayName === "" ? "warn" : "ok",
    text:
      mailbox.displayName ||
      'not set: answers show the bare address as their sender; set DISPLAY_NAME, for example "Example customer care"',
  });
  const { complaintsManager, supervisor, managers, agents } = mailbox;
  const people = [complaintsManager, supervisor, ...managers, ...agents].filter((one) => one !== null);
  report({
    check: `${name}: staff`,
    state: people.length === 0 ? "warn" : "ok",
    text:
      people.length === 0
        ? "nobody: no alert, no warning before a deadline, no list of what was missed; set AGENTS, SUPERVISOR and COMPLAINTS_MANAGER"
        : `${new Set(people).size === 1 ? "1 address" : `${new Set(people).size} addresses`} for alerts and lists`,
  });
  report({
    check: `${name}: mode`,
    state: "ok",
    text:
      mailbox.mode === "live"
        ? "live"
        : "shadow: decides and records, moves and sends nothing; MODE=live when its decisions please you",
  });
}

async function imapChecks(report: Report, mailbox: MailboxConfig, inbox: Inbox): Promise<void> {
  const { name } = mailbox.policy;
  const has = (capability: string): boolean => inbox.capabilities.has(capability);
  report({
    check: `${name}: capabilities`,
    state: inbox.moveMethod === "keywords-only" ? "FAIL" : "ok",
    text:
      inbox.moveMethod === "keywords-only"
        ? "neither MOVE nor UIDPLUS: messages get keywords and stay in INBOX; ask for a server with one of them"
        : `${["MOVE", "UIDPLUS", "IDLE", "SPECIAL-USE", "CONDSTORE"].filter(has).join(" ")}${has("IDLE") ? "" : `; no IDLE: polled each ${mailbox.pollSeconds} s`}`,
  });
  const state = await inbox.open(mailbox.folder);
  report({
    check: `${name}: keywords`,
    state: state.anyKeyword ? "ok" : "warn",
    text: state.anyKeyword
      ? "any keyword can be set"
      : "the server keeps no new keywords: folders and the database say it all",
  });
  const special = specialFolders(await inbox.list());
  const missing = (["sent", "junk", "trash"] as const).filter((role) => special[role] === null);
  report({
    check: `${name}: folders`,
    state: missing.length === 0 ? "ok" : "warn",
    text:
      missing.length === 0
        ? "Sent, Junk and Trash found"
        : `no folder for ${missing.join(", ")}: what agents do there is not seen`,
  });
  const newest = (
    await inbox.listed(
      mailbox.folder,
      state.exists === 0 ? [] : (await inbox.uids(mailbox.folder, 1)).slice(-1),
    )
  )[0];
  const ahead = newest === undefined ? 0 : newest.internalDate.getTime() - Date.now();
  report({
    check: `${name}: clock`,
    state: ahead < 120_000 ? "ok" : "FAIL",
    text:
      ahead < 120_000
        ? "not behind the mail server"
        : `${Math.round(ahead / 60_000)} min behind the mail server: set the clock (NTP)`,
  });
}
