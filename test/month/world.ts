import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { simpleParser } from "mailparser";
import { withHouse } from "../../src/cli/house.ts";
import { loadConfig } from "../../src/config/load.ts";
import { deliverDue } from "../../src/jobs/deliver.ts";
import { lookAround } from "../../src/jobs/look.ts";
import { measure } from "../../src/jobs/measure.ts";
import { tick } from "../../src/jobs/tick.ts";
import type { House } from "../../src/main/house.ts";
import { openSession, type Session } from "../../src/main/session.ts";
import { openFolder } from "../../src/triage/open.ts";
import { triage } from "../../src/triage.ts";
import { openWeb, type WebServer } from "../../src/web/server.ts";

/** A mail server with one empty mailbox. */
export interface MailServer {
  readonly user: string;
  readonly password: string;
  readonly imapPort: number;
  readonly smtpPort: number;
  /** What was sent through it so far, oldest first. */
  sent(): readonly { readonly to: readonly string[]; readonly raw: string | Buffer }[];
  stop(): Promise<void>;
}

/** A mail of foyer's, as it came out of the server. */
export interface OutMail {
  readonly at: Date;
  readonly to: string;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  /** From its Message-ID: what it is for, and its ticket (0: none). */
  readonly kind: string;
  readonly ticket: number;
  readonly subject: string;
  readonly text: string;
  /** Whether foyer saw enough of the agents' answers then to speak of the want of one. */
  readonly answersSeen: boolean;
}

/** foyer, its mailbox and its pages, at a time that the test sets. */
export interface World {
  readonly clock: { now: Date };
  readonly house: House;
  readonly agent: ImapFlow;
  readonly out: OutMail[];
  /** Base of the pages, which the public URL leads to. */
  readonly pages: string;
  session: Session;
  /** Mail has come, or agents did something, that foyer has not looked at. */
  readonly news: { mail: boolean; agents: boolean };
  /**
   * What foyer does of its own accord at this moment; once a day all of it, else only what there is news of: looking finds
   * nothing where nothing is. Returns the mail that went out.
   */
  step(all: boolean): Promise<readonly OutMail[]>;
  /** The next moment at which time brings something about; null: none. */
  wakes(): Promise<Date | null>;
  /** foyer's machine is off until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const PUBLIC_URL = "https://help.shop.example";
const NEVER = new AbortController().signal;

export async function withWorld<Result>(
  server: MailServer,
  { at, env }: { readonly at: Date; readonly env: Readonly<Record<string, string>> },
  use: (world: World) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "foyer-month-"));
  const login = `${encodeURIComponent(server.user)}:${server.password}@127.0.0.1:${server.imapPort}`;
  const config = loadConfig({
    ADDRESS: "support@shop.example",
    IMAP_URL: `imap://${login}?tls=none`,
    SMTP_URL: `smtp://127.0.0.1:${server.smtpPort}?tls=none`,
    DATA_DIR: directory,
    SECRET: "m".repeat(32),
    MODE: "live",
    LOG_LEVEL: "silent",
    LEASE_SECONDS: "600",
    PUBLIC_URL,
    ...env,
  });
  const agent = new ImapFlow({
    host: "127.0.0.1",
    port: server.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user: server.user, pass: server.password },
    logger: false,
    disableAutoIdle: true,
  });
  await agent.connect();
  try {
    return await withHouse(config, async (house) => {
      const world = await openWorld(house, { server, agent, at });
      try {
        return await use(world);
      } finally {
        await world.stop();
        await world.closePages();
      }
    });
  } finally {
    await agent.logout();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function openWorld(
  base: House,
  { server, agent, at }: { readonly server: MailServer; readonly agent: ImapFlow; readonly at: Date },
): Promise<World & { closePages: () => Promise<void> }> {
  const clock = { now: at };
  const house: House = { ...base, now: () => clock.now };
  const web = await openPages(house);
  const open = async (): Promise<Session> => {
    const [config] = house.config.mailboxes;
    const session = config === undefined ? null : await openSession(house, config, NEVER);
    if (session === null) throw new Error("the mailbox cannot be opened");
    return session;
  };
  const world = {
    clock,
    house,
    agent,
    out: [] as OutMail[],
    pages: `http://127.0.0.1:${web.port}`,
    session: await open(),
    news: { mail: true, agents: true },
    step: async (all: boolean) => {
      await work(world, all);
      const fresh = await Promise.all(
        server
          .sent()
          .slice(world.out.length)
          .map((one) => outMail(one, clock.now, world.session.desk.habits.answersSeen)),
      );
      world.out.push(...fresh);
      return fresh;
    },
    wakes: () => nextWake(world.session),
    stop: () => world.session.close(),
    start: async () => {
      world.session = await open();
    },
    closePages: () => web.close(),
  };
  return world;
}

function openPages(house: House): Promise<WebServer> {
  const { config, store, secret, pages, answers, now } = house;
  if (pages === null) throw new Error("the pages have no words");
  const log = house.log("pages");
  const front = { store, mailboxes: config.mailboxes, secret, words: pages, answers, now, log };
  return openWeb(front, { host: "127.0.0.1", port: 0, prefix: "" });
}

async function work({ session, news }: Pick<World, "session" | "news">, all: boolean): Promise<void> {
  const { desk, post, clock, lookout } = session;
  if (all || news.mail) await triage(desk, (await openFolder(desk)).state, NEVER);
  if (all || news.agents) await lookAround(lookout);
  Object.assign(news, { mail: false, agents: false });
  if (all) await measure(desk);
  await tick(clock, NEVER);
  if (post !== null) while ((await deliverDue(post, NEVER)) > 0);
}

async function nextWake({ desk }: Session): Promise<Date | null> {
  const { store, mailbox } = desk;
  const [mail, [ticket]] = await Promise.all([
    store.nextDue(mailbox.id),
    store.dueTickets(mailbox.id, new Date("2100-01-01"), 1),
  ]);
  const look = ticket?.nextAt ?? null;
  return mail === null || (look !== null && look < mail) ? look : mail;
}

async function outMail(
  { to, raw }: ReturnType<MailServer["sent"]>[number],
  at: Date,
  answersSeen: boolean,
): Promise<OutMail> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const messageId = mail.messageId ?? "";
  const [, ticket = "0", kind = ""] = /^<foyer\.(\d+)\.([a-z-]+)\./.exec(messageId) ?? [];
  return {
    at,
    to: to[0] ?? "",
    messageId,
    inReplyTo: mail.inReplyTo ?? null,
    kind,
    ticket: Number(ticket),
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    answersSeen,
  };
}
