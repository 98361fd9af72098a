import type { Topic } from "../../src/classify/judgement.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { MailboxConfig } from "../../src/config.ts";
import { ensureFolders } from "../../src/imap/folders.ts";
import { actOnDecisions } from "../../src/jobs/act.ts";
import { sendFixed } from "../../src/jobs/fixed.ts";
import { type TickDesk, tick } from "../../src/jobs/tick.ts";
import type { Language } from "../../src/mail/message.ts";
import type { Rating, TicketEvent } from "../../src/policy/event.ts";
import { actionLink, cardLink, confirmLink, ratingLinks, unsubscribeLink } from "../../src/policy/link.ts";
import { coveredTopics, loadAgreedAnswers } from "../../src/smtp/agreed.ts";
import { openStore } from "../../src/store/open.ts";
import type { Lease, Store } from "../../src/store/store.ts";
import { openWeb, type WebServer } from "../../src/web/server.ts";
import { loadPageWords } from "../../src/web/words.ts";
import { decision, draft, entry, opened, ref, storedMessage, trace } from "./store.ts";

const SECRET = "s".repeat(32);
export const NOW = new Date("2026-11-10T09:00:00Z");

/** The pages of one mailbox on a database in memory, and links to them. */
export interface Pages {
  readonly store: Store;
  readonly config: MailboxConfig;
  readonly web: WebServer;
  readonly clock: { now: Date };
  /** Does what has fallen due on the tickets, as the scheduler would. */
  tick(): Promise<number>;
  /** What the log was told: fields and event of each line, as JSON. */
  readonly logged: string[];
  /** A ticket of somebody's, answered by a person unless asked otherwise. */
  ticket(changes?: TicketChanges): Promise<number>;
  rating(ticket: number, rating: Rating): string;
  optOut(ticket: number): string;
  card(ticket: number): string;
  /** The right to work on the mailbox. */
  readonly lease: Lease;
  /** The link by which this manager decides, and the one that confirms it. */
  act(action: number, manager: string): string;
  confirm(action: number, manager: string): string;
  /** Who may decide from now on, in which language. */
  appoint(managers: readonly string[], language?: Language): void;
  readonly publicUrl: string;
  /** What jobs work with. */
  readonly desk: TickDesk & { readonly covered: readonly Topic[] };
  /** Does what managers have decided. */
  decide(): Promise<number>;
  /** Queues what was approved to be told of a fix. */
  fix(): Promise<number>;
  close(): Promise<void>;
}

interface TicketChanges {
  readonly language?: Language;
  readonly subject?: string;
  readonly text?: string;
  readonly name?: string;
  readonly address?: string;
  readonly topic?: Topic;
  readonly answered?: boolean;
  readonly resolved?: boolean;
}

export async function openPages(env: Readonly<Record<string, string>> = {}): Promise<Pages> {
  const [config] = loadConfig({
    ADDRESS: "support@shop.example",
    IMAP_URL: "imaps://u:p@mail.shop.example",
    SMTP_URL: "smtps://u:p@mail.shop.example",
    DISPLAY_NAME: "Shop <care>",
    COMPLAINTS_MANAGER: "boss@shop.example",
    ...env,
  }).mailboxes;
  if (config === undefined) throw new Error("no mailbox");
  const store = await openStore({ databaseUrl: null, dataDir: ":memory:" });
  await store.migrate();
  const mailbox = await store.openMailbox({
    name: config.policy.name,
    address: config.address,
    startedAt: new Date("2026-11-01T00:00:00Z"),
  });
  const lease = await store.acquireLease(mailbox.id, "worker-1", 3600);
  if (lease === null) throw new Error("the mailbox has an owner already");
  const clock = { now: NOW };
  const logged: string[] = [];
  const say = (fields: object, event: string): void => void logged.push(JSON.stringify({ event, ...fields }));
  const log = { debug: say, info: say, warn: say, error: say };
  const words = loadPageWords("templates", null);
  const answers = loadAgreedAnswers("templates", env.TEMPLATES_DIR ?? null);
  const mailboxes = [config];
  const front = { store, mailboxes, secret: SECRET, words, answers, now: () => clock.now, log };
  const web = await openWeb(front, { host: "127.0.0.1", port: 0, prefix: "/care", patience: 1_000 });
  const base = { publicUrl: `http://127.0.0.1:${web.port}`, mailboxAddress: config.address };
  const key = { secret: SECRET, now: NOW };
  const desk: Pages["desk"] = {
    config,
    secret: SECRET,
    now: () => clock.now,
    folders: await ensureFolders({ create: async (segments) => segments.join("/") }, config.folders),
    publicUrl: base.publicUrl,
    mailbox,
    store,
    lease: () => lease,
    log,
    covered: coveredTopics(answers),
    habits: { measured: await store.measured(mailbox.id), answersSeen: true },
  };
  let uid = 0;
  return {
    store,
    config,
    web,
    clock,
    tick: () => tick(desk, new AbortController().signal),
    logged,
    ticket: (changes = {}) => newTicket(store, lease, { ...changes, uid: ++uid }),
    rating: (ticket, rating) => ratingLinks(ticket, base, key)[rating],
    optOut: (ticket) => unsubscribeLink(ticket, base, key).url,
    card: (ticket) => cardLink(ticket, base, key) ?? "",
    lease,
    act: (id, manager) =>
      actionLink({ id, kind: "name-group", manager }, { ...base, authenticates: false }, key) ?? "",
    confirm: (id, manager) => confirmLink({ id, manager }, base, { ...key, now: clock.now }) ?? "",
    appoint: (managers, language = config.language) => {
      const policy = { ...config.policy, managers };
      mailboxes[0] = { ...config, policy, language };
      Object.assign(desk, { config: mailboxes[0] });
    },
    publicUrl: base.publicUrl,
    desk,
    decide: () => actOnDecisions(desk),
    fix: () => sendFixed(desk, new AbortController().signal),
    close: async () => {
      await web.close();
      await store.close();
    },
  };
}

async function newTicket(
  store: Store,
  lease: Lease,
  changes: TicketChanges & { readonly uid: number },
): Promise<number> {
  const { uid, language = "en", name = "Maria Papadaki", address = `maria${uid}@example.gr` } = changes;
  const from = { name, address };
  const [ticketId = 0] = await store.reserveTickets(1);
  const events: TicketEvent[] = [
    opened({ language, priority: "normal", topic: changes.topic ?? "delivery" }),
  ];
  await store.commit(
    lease,
    [
      entry(uid, {
        ref: ref(uid),
        ticketId,
        events,
        answerTo: from,
        customer: trace(address, { name, language }),
        message: storedMessage(uid, {
          from,
          subject: changes.subject ?? "Where is my parcel?",
          text: changes.text ?? "It was to come on Monday.",
        }),
        decision: decision({ customerAddress: from, language }),
        outbox: [draft(`ack-${ticketId}`, { to: [from] })],
      }),
    ],
    null,
  );
  const at = new Date(NOW.getTime() - 5 * 86_400_000);
  const after: TicketEvent[] = [
    ...(changes.answered === false ? [] : [{ type: "AgentAnswered", at, by: null, via: "sent" } as const]),
    ...(changes.resolved === true ? [{ type: "TicketResolved", at, by: "folder" } as const] : []),
  ];
  if (after.length > 0) await store.advance(lease, [{ ticketId, events: after, outbox: [] }]);
  return ticketId;
}
