import { seededRandom } from "../../src/classify/random.ts";
import { businessAfter } from "../../src/policy/business.ts";
import { answer, move } from "./agents.ts";
import { type Customer, cast, NOT_CONTENT, optOutWord, THANKS } from "./cast.ts";
import { bounceOf, fromCustomer, fromRobot } from "./letters.ts";
import { type OutMail, PUBLIC_URL, type World } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** foyer works at moments half an hour apart, people act on the hour: what falls between is done together. */
const GRID = 30 * MINUTE;

export interface Plot {
  readonly from: Date;
  /** Days on which customers write; nine more follow, in which all is followed up. */
  readonly days: number;
  readonly customersPerLanguage: number;
  /** foyer's machine is off. */
  readonly outage: { readonly from: Date; readonly until: Date };
}

/** One matter of a customer's, as the people in it know it. */
export interface Thread {
  readonly customer: Customer;
  readonly subject: string;
  /** Message-IDs of its mail, oldest first. */
  readonly ids: string[];
  rated?: boolean;
}

interface Deed {
  readonly at: number;
  readonly act: (at: Date) => Promise<void>;
}

/** What happens, and is yet to happen. */
export interface Stage {
  readonly world: World;
  readonly random: () => number;
  readonly plan: (at: Date | number, act: Deed["act"]) => void;
  readonly threads: Map<string, Thread>;
  readonly robots: Set<string>;
  /** Message-IDs of mail that no person wrote. */
  readonly automatic: Set<string>;
  readonly newId: () => string;
}

/** Plays a month and nine days, as fast as the machines can. */
export async function play(world: World, plot: Plot): Promise<Stage> {
  const agenda: Deed[] = [];
  let ids = 0;
  const stage: Stage = {
    world,
    random: seededRandom(7),
    plan: (at, act) => agenda.push({ at: Math.ceil(Number(at) / HOUR) * HOUR, act }),
    threads: new Map(),
    robots: new Set(),
    automatic: new Set(),
    newId: () => `<m${++ids}@people.example>`,
  };
  open(stage, plot);
  const end = plot.from.getTime() + (plot.days + 9) * DAY;
  let up = true;
  let measured = "";
  for (;;) {
    agenda.sort((a, b) => a.at - b.at);
    const wake = up ? ((await world.wakes())?.getTime() ?? end) : end;
    const next = Math.min(agenda[0]?.at ?? end, wake);
    const now = Math.max(
      Math.ceil(next / GRID) * GRID,
      world.clock.now.getTime() + (next <= world.clock.now.getTime() ? GRID : 0),
    );
    if (now >= end) break;
    world.clock.now = new Date(now);
    const off = now >= plot.outage.from.getTime() && now < plot.outage.until.getTime();
    if (off && up) await world.stop();
    if (!off && !up) await world.start();
    up = !off;
    while ((agenda[0]?.at ?? end) <= now) await agenda.shift()?.act(world.clock.now);
    if (!up) {
      if (agenda.length === 0) break;
      // Something to wake up by.
      agenda.push({ at: plot.outage.until.getTime(), act: async () => undefined });
      continue;
    }
    const today = world.clock.now.toISOString().slice(0, 10);
    const fresh = await world.step(today !== measured);
    measured = today;
    for (const mail of fresh) react(stage, mail);
  }
  return stage;
}

/** Who will write when. */
function open(stage: Stage, { from, days, customersPerLanguage }: Plot): void {
  const { random, plan } = stage;
  for (const [i, customer] of cast(customersPerLanguage).entries()) {
    const day = Math.floor(random() * days);
    const first = from.getTime() + day * DAY + 6 * HOUR + Math.floor(random() * 14 * HOUR);
    const times = { "has it again": [9], "complains three times": [6, 12] }[customer.habit as string] ?? [];
    plan(first, (at) => write(stage, { customer, n: 0, agent: i }, at));
    for (const [n, later] of times.entries())
      plan(first + later * DAY, (at) => write(stage, { customer, n: n + 1, agent: i + n + 1 }, at));
  }
  for (let day = 0; day < days; day += 3) {
    const address = `news${day}@robot.example`;
    stage.robots.add(address);
    plan(from.getTime() + day * DAY + 9 * HOUR, async (at) => {
      const id = stage.newId();
      stage.automatic.add(id);
      await arrive(stage, fromRobot(address, { at, id }), at);
    });
  }
}

const arrive = async ({ world }: Stage, raw: string, at: Date): Promise<void> => {
  await world.agent.append("INBOX", raw, [], at);
  world.news.mail = true;
};

interface Opening {
  readonly customer: Customer;
  readonly n: number;
  /** Which agent takes it. */
  readonly agent: number;
}

async function write(stage: Stage, { customer, n, agent }: Opening, at: Date): Promise<void> {
  const letter = customer.letters[n] ?? { subject: "", text: "" };
  const thread: Thread = { customer, subject: letter.subject, ids: [stage.newId()] };
  stage.threads.set(thread.ids[0] ?? "", thread);
  await arrive(stage, fromCustomer(customer, letter, { at, id: thread.ids[0] ?? "" }), at);
  if (customer.habit === "writes twice")
    stage.plan(at.getTime() + HOUR, (then) => reply(stage, thread, customer.letters[1]?.text ?? "", then));
  handle(stage, thread, agent);
}

async function reply(stage: Stage, thread: Thread, text: string, at: Date): Promise<void> {
  const id = stage.newId();
  const letter = { subject: `Re: ${thread.subject}`, text };
  await arrive(stage, fromCustomer(thread.customer, letter, { at, id, answers: [...thread.ids] }), at);
  thread.ids.push(id);
}

const WAYS = [
  "soon",
  "soon",
  "soon",
  "soon",
  "soon",
  "late",
  "late",
  "puts away",
  "hands over",
  "forgets",
] as const;

/** Agents answer soon, or late, or forget; put away; hand over. */
function handle(stage: Stage, thread: Thread, agent: number): void {
  const { world, random, plan } = stage;
  const [config] = world.house.config.mailboxes;
  if (config === undefined) return;
  const after = (hours: number): Date => businessAfter(world.clock.now, hours, config.businessHours);
  const answers = (hours: number): void => plan(after(hours), (at) => answered(stage, thread, at));
  const moves = (hours: number, to: "resolved" | "escalated"): void => {
    plan(after(hours), () => move(world, thread, to));
    // It counts once it has lain there for a while.
    plan(after(hours + 1), async () => {
      world.news.agents = true;
    });
  };
  const way = agent % 19 === 18 ? "puts away unanswered" : WAYS[agent % 10];
  if (way === "late") answers(10 + random() * 16);
  if (way === "hands over") answers(6 + random() * 4);
  if (way === "soon" || way === "puts away") answers(0.5 + random() * 3);
  if (way === "hands over") moves(1, "escalated");
  if (way === "puts away") moves(5, "resolved");
  if (way === "puts away unanswered") moves(2, "resolved");
}

async function answered(stage: Stage, thread: Thread, at: Date): Promise<void> {
  const first = thread.ids.length <= 2;
  await answer(stage.world, thread, { at, id: stage.newId() });
  const { habit, language } = thread.customer;
  const hours = 3 + Math.floor(stage.random() * 15);
  const says = { thanks: THANKS[language], "is not content": NOT_CONTENT[language] }[habit as string];
  if (says === undefined || !first) return;
  stage.plan(at.getTime() + hours * HOUR, async (then) => {
    await reply(stage, thread, says, then);
    if (habit === "is not content") handle(stage, thread, 0);
  });
}

/** What customers do when mail of foyer's comes. */
function react(stage: Stage, mail: OutMail): void {
  const thread = mail.inReplyTo === null ? undefined : threadOf(stage, mail.inReplyTo);
  if (thread === undefined) return;
  const { customer } = thread;
  const later = (minutes: number, act: Deed["act"]): void =>
    stage.plan(mail.at.getTime() + minutes * MINUTE, act);
  const rates = { "rates good": "good", "rates not": "not", "rates partly": "partly" }[
    customer.habit as string
  ];
  if (customer.habit === "is away")
    later(5, async (at) => {
      const id = stage.newId();
      stage.automatic.add(id);
      const headers = ["Auto-Submitted: auto-replied"];
      const letter = { subject: "Out of office", text: "I am away until Monday." };
      await arrive(stage, fromCustomer(customer, letter, { at, id, headers, answers: [mail.messageId] }), at);
    });
  if (customer.habit === "cannot be reached")
    later(5, async (at) => {
      const id = stage.newId();
      stage.automatic.add(id);
      await arrive(stage, bounceOf(mail.messageId, customer.address, { at, id }), at);
    });
  if (customer.habit === "opts out" && mail.kind === "acknowledgement")
    later(60, (at) => reply(stage, thread, optOutWord(customer.language), at));
  if (rates !== undefined && thread.rated !== true && (mail.kind === "followup" || mail.kind === "solved"))
    later(120 + Math.floor(stage.random() * 300), () => click(stage, thread, { mail, rating: rates }));
}

const threadOf = (stage: Stage, id: string): Thread | undefined =>
  stage.threads.get(id) ?? [...stage.threads.values()].find((thread) => thread.ids.includes(id));

/** One click in the mail, one on the page. */
async function click(
  stage: Stage,
  thread: Thread,
  { mail, rating }: { readonly mail: OutMail; readonly rating: string },
): Promise<void> {
  thread.rated = true;
  const [link] = /\/r\/[\w.~-]+/.exec(mail.text) ?? [];
  if (link === undefined)
    throw new Error(`no rating link in the mail ${mail.kind}, which should lead to ${PUBLIC_URL}`);
  const answer = await fetch(`${stage.world.pages}${link}`, {
    method: "POST",
    body: new URLSearchParams({ rating }),
  });
  if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
  if (rating === "not") handle(stage, thread, 0);
}
