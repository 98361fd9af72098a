import type { Language } from "../mail/message.ts";
import { chatBody } from "../policy/chat.ts";
import { type Finding, seriesName, type TrendFacts } from "../policy/trend.ts";
import { addDays } from "../policy/usual.ts";
import type { SilenceValues, SpikeValues } from "../smtp/team-values.ts";
import { render, type Templates } from "../smtp/template.ts";
import type { ComplaintRow } from "../store/complaint.ts";
import type { HookDraft } from "../store/hook.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { Desk } from "../triage/desk.ts";
import { groupName } from "../triage/groupname.ts";
import { type StaffOwn, toStaff } from "../triage/letter.ts";
import { leadersOf } from "./leaders.ts";

export type TrendDesk = Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now" | "log" | "secret">;

interface News {
  readonly finding: Finding;
  readonly facts: TrendFacts;
}

const PLOTTED_DAYS = 14;
const EXAMPLES = 5;
const DAY = 86_400_000;

/** What tells of a story: a mail to each who leads, and a note to the chat. */
export async function toldOf(
  desk: TrendDesk,
  templates: Templates,
  news: News,
): Promise<{ readonly mail: readonly OutboxDraft[]; readonly hook: HookDraft | null }> {
  const { kind } = news.finding;
  const isSilence = kind === "mail" || kind === "complaints";
  const values = isSilence ? silenceValues(news, kind) : await spikeValues(desk, news, kind);
  const template = isSilence ? "silence" : "spike";
  const mail = leadersOf(desk.config).map((reader) => toStaff(desk, template, { to: [reader], values }));
  return { mail, hook: chatNote(desk, templates, { template, values, finding: news.finding }) };
}

function silenceValues(news: News, what: SilenceValues["what"]): StaffOwn<SilenceValues> {
  const { days, customers, usual } = news.finding;
  return { what, days, customers, usual, plot: plotOf(news) };
}

async function spikeValues(
  desk: TrendDesk,
  news: News,
  kind: SpikeValues["kind"],
): Promise<StaffOwn<SpikeValues>> {
  const { mailbox, store } = desk;
  const { key, days, customers, usual, tickets } = news.finding;
  const group = kind === "group" ? await store.complaintGroup(mailbox.id, Number(key)) : null;
  const since = new Date(desk.now().getTime() - (days + 1) * DAY);
  const known = new Set(tickets);
  const filter = { since, limit: 2000, ...(group === null ? {} : { groupId: group.id }) };
  const rows = (await store.complaints(mailbox.id, filter)).filter(({ ticketId }) => known.has(ticketId));
  const examples = oneEach(rows).slice(0, EXAMPLES);
  return {
    kind,
    group: group?.id ?? null,
    name: group === null ? key : await groupName(store, mailbox.id, group),
    days,
    customers,
    usual,
    languages: languagesOf(rows),
    plot: plotOf(news),
    examples: examples.map(({ ticketId, subject }) => ({ ticket: ticketId, subject })),
    more: Math.max(0, rows.length - examples.length),
    link: group?.link ?? null,
  };
}

/** The newest complaint of each customer. */
function oneEach(rows: readonly ComplaintRow[]): readonly ComplaintRow[] {
  const seen = new Set<number>();
  return rows.filter(({ customerId, ticketId }) => {
    const customer = customerId ?? -ticketId;
    return !seen.has(customer) && seen.add(customer);
  });
}

/** The most frequent first. */
function languagesOf(rows: readonly ComplaintRow[]): Language[] {
  const counts = Map.groupBy(rows, ({ language }) => language);
  return [...counts].sort((a, b) => b[1].length - a[1].length).map(([language]) => language);
}

function plotOf({ finding, facts }: News): { date: string; customers: number }[] {
  const counts = facts.counts.get(seriesName(finding));
  return Array.from({ length: PLOTTED_DAYS }, (_, index) => {
    const date = addDays(facts.today, index + 1 - PLOTTED_DAYS);
    return { date, customers: counts?.get(date) ?? 0 };
  });
}

/** The mail's subject and first paragraph: nobody is named there. */
function chatNote(
  { config, now }: TrendDesk,
  templates: Templates,
  about: { readonly template: "spike" | "silence"; readonly values: object; readonly finding: Finding },
): HookDraft | null {
  const { chat } = config.hooks;
  if (chat === null) return null;
  const { subject, text } = render(templates, {
    name: about.template,
    manner: "plain",
    language: config.language,
    values: { ...about.values, company: config.displayName, mailboxAddress: config.address },
    now: now(),
  });
  const [lead = ""] = text.split("\n\n");
  const note = { event: about.template, title: subject, lines: [lead], quote: "", ticket: null };
  return {
    target: "chat",
    body: chatBody(chat.format, note),
    once: `${about.template} ${seriesName(about.finding)} ${now().toISOString()}`,
    dueAt: now(),
    // Numbers, and terms that many used: erasing one of them takes nothing back.
    ticketIds: [],
  };
}
