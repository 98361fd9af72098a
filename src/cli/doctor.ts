import { loadConfig } from "../config/load.ts";
import { configWarnings } from "../config/misspelt.ts";
import type { Config, MailboxConfig } from "../config.ts";
import { connectInbox } from "../imap/connect.ts";
import type { Inbox } from "../imap/inbox.ts";
import { specialFolders } from "../imap/sent.ts";
import { openTokens } from "../imap/token.ts";
import { checkTemplates, loadTemplates } from "../smtp/template.ts";
import { openTransport } from "../smtp/transport.ts";
import { openStore } from "../store/open.ts";
import { loadClassifier } from "./classifier.ts";
import { readEnvironment } from "./environment.ts";
import { packageRoot } from "./house.ts";

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What was found; on failure what to do. */
  readonly text: string;
}

type Report = (finding: Finding) => void;

/** `foyer doctor`: one line a check; exit 1 if one failed, 2 if the configuration cannot be read. Changes nothing. */
export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  let failed = false;
  const report: Report = (finding) => {
    failed ||= !finding.ok;
    process.stdout.write(
      options.json
        ? `${JSON.stringify(finding)}\n`
        : `${finding.ok ? "ok  " : "FAIL"} ${finding.check.padEnd(24)} ${finding.text}\n`,
    );
  };
  const environment = readEnvironment();
  const config = loadConfig(environment);
  const warnings = configWarnings(environment);
  report({
    check: "configuration",
    ok: true,
    text: `${config.mailboxes.length} mailbox(es)${warnings.map((one) => `; ${one}`).join("")}`,
  });
  await attempt(report, "templates", () => templates(config));
  await attempt(report, "classifier", async () => (await loadClassifier(config.classifier)).version);
  await attempt(report, "database", () => database(config));
  for (const mailbox of config.mailboxes) await mailboxChecks(report, mailbox);
  if (failed) process.exitCode = 1;
}

async function attempt(report: Report, check: string, look: () => Promise<string>): Promise<void> {
  try {
    report({ check, ok: true, text: await look() });
  } catch (error) {
    report({ check, ok: false, text: error instanceof Error ? error.message : String(error) });
  }
}

async function templates(config: Config): Promise<string> {
  const loaded = loadTemplates(packageRoot("templates"), config.templatesDir);
  const faults = checkTemplates(loaded);
  if (faults.length > 0) throw new Error(`${faults.join("; ")}: mend the files in TEMPLATES_DIR`);
  return "complete in every language";
}

async function database(config: Config): Promise<string> {
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDir: config.dataDir,
  });
  try {
    const pending = await store.pendingMigrations();
    const kind =
      config.databaseUrl === null
        ? "PGlite, for trying out (700 MB resident, one process); set DATABASE_URL for service"
        : "Postgres";
    return pending.length === 0
      ? `${kind}; schema up to date`
      : `${kind}; ${pending.length} migration(s) pending: they are applied at the start, or by foyer migrate`;
  } finally {
    await store.close();
  }
}

async function mailboxChecks(report: Report, mailbox: MailboxConfig): Promise<void> {
  const { name } = mailbox.policy;
  await attempt(report, `${name}: imap`, async () => {
    const inbox = await connectInbox(mailbox.imap);
    try {
      await imapChecks(report, mailbox, inbox);
    } finally {
      await inbox.close();
    }
    return `logged in at ${mailbox.imap.host}:${mailbox.imap.port} (${mailbox.imap.tls})`;
  });
  await attempt(report, `${name}: smtp`, async () => {
    const { login } = mailbox.smtp;
    const transport = openTransport(
      mailbox.smtp,
      login !== null && "tokenUrl" in login ? openTokens(login) : undefined,
    );
    try {
      await transport.verify();
      return `ready at ${mailbox.smtp.host}:${mailbox.smtp.port} (${mailbox.smtp.tls})`;
    } finally {
      await transport.close();
    }
  });
  const { authservId } = mailbox.policy;
  report({
    check: `${name}: authserv-id`,
    ok: true,
    text:
      authservId ??
      "not set: no sender counts as authenticated, VIPs stay unverified; take it from an Authentication-Results header of a message in the mailbox and set AUTHSERV_ID",
  });
  report({
    check: `${name}: mode`,
    ok: true,
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
    ok: inbox.moveMethod !== "keywords-only",
    text:
      inbox.moveMethod === "keywords-only"
        ? "neither MOVE nor UIDPLUS: messages get keywords and stay in INBOX; ask for a server with one of them"
        : `${["MOVE", "UIDPLUS", "IDLE", "SPECIAL-USE", "CONDSTORE"].filter(has).join(" ")}${has("IDLE") ? "" : `; no IDLE: polled each ${mailbox.pollSeconds} s`}`,
  });
  const state = await inbox.open(mailbox.folder);
  report({
    check: `${name}: keywords`,
    ok: true,
    text: state.anyKeyword
      ? "any keyword can be set"
      : "the server keeps no new keywords: folders and the database say it all",
  });
  const special = specialFolders(await inbox.list());
  const missing = (["sent", "junk", "trash"] as const).filter((role) => special[role] === null);
  report({
    check: `${name}: folders`,
    ok: true,
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
    ok: ahead < 120_000,
    text:
      ahead < 120_000
        ? "not behind the mail server"
        : `${Math.round(ahead / 60_000)} min behind the mail server: set the clock (NTP)`,
  });
}
