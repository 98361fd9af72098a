import { html, raw } from "hono/html";
import type { MailboxConfig } from "../config.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { ACTION_INPUT, type ActionKind, GROUP_STATES } from "../policy/action.ts";
import { managerOf } from "../policy/approval.ts";
import { languageName } from "../policy/locale.ts";
import type { Token } from "../policy/token.ts";
import { isUsableAnswer } from "../smtp/agreed.ts";
import { cleanLine, cleanText } from "../smtp/literal.ts";
import type { Action } from "../store/action.ts";
import { type ActionView, examplesOf, viewAction } from "../triage/action.ts";
import { confirmMail } from "../triage/confirm.ts";
import { companyOf, type Front } from "./front.ts";
import { filled, layout, type Markup } from "./layout.ts";
import type { Form, Page, PageKind } from "./page.ts";
import type { PageWords } from "./words.ts";

/*
 * Decisions of managers take two steps. The link of a digest shows what would be done, and its button mails a second
 * link to the manager whose link it is; only the page behind that one does it. Whoever was forwarded the digest can
 * look, and can make the manager get a mail, and no more.
 */

/** A decision that can still be taken, by the manager whose link it is. */
interface Visit {
  readonly action: Action;
  readonly view: ActionView;
  /** What customers wrote, where that is to be named or answered. */
  readonly examples: readonly string[];
  readonly mailbox: MailboxConfig;
  /** Address of the manager. */
  readonly manager: string;
  /** By which links name that manager. */
  readonly key: string;
  readonly language: Language;
  readonly words: PageWords["action"];
}

/** What the link in the digest leads to. */
export function decisionPages(front: Front): PageKind {
  return {
    purpose: "act",
    takesExpired: true,
    show: (token) => visit(front, token, async (one) => page(one, 200, askForm(one))),
    take: (token) => visit(front, token, (one) => mailConfirmation(front, one)),
  };
}

/** What the link in the confirming mail leads to. */
export function confirmPages(front: Front): PageKind {
  return {
    purpose: "confirm",
    takesExpired: true,
    show: (token) => visit(front, token, async (one) => page(one, 200, confirmForm(one))),
    take: (token, form) => visit(front, token, (one) => take(front, one, { token, form })),
  };
}

/** Looks at the decision as it stands, and says what is the matter where there is nothing to decide (any more). */
async function visit(front: Front, token: Token, go: (visit: Visit) => Promise<Page>): Promise<Page> {
  const action = await front.store.action(token.ticket);
  const mailbox = front.mailboxes.find((one) => one.policy.name === action?.mailbox);
  if (action === null || mailbox === undefined) return { status: 200, page: null };
  const manager = managerOf(token.value, mailbox.policy, front.secret);
  const language = mailbox.languages.get(manager ?? "") ?? mailbox.language;
  const words = front.words[language].action;
  const say = (status: Page["status"], title: string, text: string): Page => ({
    status,
    page: sheet(mailbox, language, { title, body: notice(title, text) }),
  });
  if (manager === null) return say(403, words.notYours, words.notYoursText);
  if (action.state === "done" || action.state === "refused" || spent(action, token))
    return say(409, words.spent, words.spentText);
  if (action.state === "taken") return say(200, words.taken, words.takenText);
  const view = await viewAction(front.store, action);
  if (view === null) return say(410, words.changed, words.changedText);
  const late = lateness(front.now(), action, token);
  if (late === "link") return say(410, words.lateConfirm, words.lateConfirmText);
  const next = mailbox.digests.length > 0 ? ` ${words.lateNext}` : "";
  if (late === "offer") return say(410, words.late, `${words.lateText}${next}`);
  const examples = ABOUT_WORDS.has(action.offer.kind) ? await examplesOf(front.store, view) : [];
  return go({ action, view, examples, mailbox, manager, key: token.value, language, words });
}

/** Who has not read what customers wrote can neither name nor answer it. */
const ABOUT_WORDS: ReadonlySet<ActionKind> = new Set(["name-group", "agreed-answer"]);

/** What is too old: all of it, or only the link of a confirming mail. */
function lateness(now: Date, { expiresAt }: Action, { purpose, expires }: Token): "offer" | "link" | null {
  if (now >= expiresAt) return "offer";
  if (now < expires) return null;
  return purpose === "confirm" ? "link" : "offer";
}

/** Another manager was first. */
const spent = ({ state, takenBy }: Action, { value }: Token): boolean =>
  state === "taken" && takenBy !== value;

async function mailConfirmation(front: Front, one: Visit): Promise<Page> {
  const { action, mailbox, manager, words } = one;
  const { secret, now } = front;
  const mail = confirmMail({ config: mailbox, secret, now }, { action, manager, view: one.view });
  const queued = await front.store.askToConfirm(action.id, { by: one.key, mail, at: now() });
  front.log.info({ action: action.id, kind: action.offer.kind, queued }, "confirmation asked for");
  return queued
    ? page(one, 200, notice(words.sent, words.sentText))
    : page(one, 409, notice(words.notSent, words.notSentText));
}

async function take(front: Front, one: Visit, given: { token: Token; form: Form }): Promise<Page> {
  const { action, words } = one;
  const { kind } = action.offer;
  const input = ACTION_INPUT[kind].safeParse(given.form);
  const again = (fault: string): Page => page(one, 400, confirmForm(one, { fault, form: given.form }));
  if (!input.success) return again(words.missing);
  if (isBadAnswer(kind, given.form)) return again(words.badAnswer);
  const by = given.token.value;
  const taking = { by, via: "page", key: "page", input: input.data, at: front.now() } as const;
  const taken = await front.store.takeAction(action.id, taking);
  if (taken === "taken") {
    front.log.info({ action: action.id, kind }, "decided");
    return page(one, 200, notice(words.taken, words.takenText));
  }
  return page(one, 409, notice(words.spent, words.spentText));
}

/** Found before it is taken: a typing error must not cost the link. */
function isBadAnswer(kind: string, form: Form): boolean {
  const given = ACTION_INPUT["agreed-answer"].safeParse(form);
  if (kind !== "agreed-answer" || !given.success) return false;
  return !isUsableAnswer(given.data.text, given.data.language);
}

const notice = (title: string, text: string): Markup => html`<h1>${title}</h1>
<p>${text}</p>`;

function askForm(one: Visit): Markup {
  const { words } = one;
  return html`${about(one)}
<p>${words.askText}</p>
<form method="post"><button type="submit" name="ask" value="confirm">${words.ask}</button></form>`;
}

/** A form that was sent and cannot be taken, and why. */
interface Refused {
  readonly fault: string;
  readonly form: Form;
}

function confirmForm(one: Visit, refused: Refused | null = null): Markup {
  const { words } = one;
  return html`${about(one)}
${refused === null ? "" : html`<p class="warn">${refused.fault}</p>`}
<form method="post">
${fields(one, refused?.form ?? {})}
<button type="submit" name="do" value="yes">${words.do}</button></form>`;
}

/** Exactly what will happen, and to whom. */
function about({ action, view, examples, words, language }: Visit): Markup {
  const { group, people, notes, leftOut } = view;
  const count = new Intl.NumberFormat(language);
  const values = {
    group: cleanLine(group?.name ?? "", 120),
    count: count.format(people.length),
    person: cleanLine(people[0] ?? "", 200),
  };
  const size = {
    customers: count.format(group?.customers ?? 0),
    complaints: count.format(group?.complaints ?? 0),
  };
  return html`<h1>${filled(words.what[action.offer.kind], values)}</h1>
${group === null ? "" : html`<p class="soft">${filled(words.size, size)}</p>`}
${
  examples.length === 0
    ? ""
    : html`<h2>${words.examples}</h2>${examples.map(
        (one) => html`<article><p dir="auto">${cleanLine(one, 300)}</p></article>`,
      )}`
}
${people.length < 2 && notes.length === 0 ? "" : html`<h2>${words.whom}</h2>${list(people, words)}`}
${
  leftOut.length === 0
    ? ""
    : html`<h2>${words.leftOut}</h2><ul>${leftOut.map(
        (one) => html`<li>${words.codes[one.code] ?? one.code}: ${count.format(one.count)}</li>`,
      )}</ul>`
}
${notes.map(
  (note) => html`<h2>${filled(words.note, { language: languageName(note.language, language) })}</h2>
<article><p dir="auto">${cleanText(note.text, 5_000)}</p></article>`,
)}`;
}

/** As many people as a page names; of the rest it says how many. */
const NAMED = 500;

function list(people: readonly string[], words: PageWords["action"]): Markup {
  const more = people.length - NAMED;
  return html`<ul>${people.slice(0, NAMED).map((one) => html`<li><bdi>${cleanLine(one, 200)}</bdi></li>`)}</ul>
${more > 0 ? html`<p>${filled(words.more, { count: String(more) })}</p>` : ""}`;
}

const typed = (form: Form, field: string): string | null => {
  const value = form[field];
  return typeof value === "string" ? value : null;
};

/** `given`: what was typed before, which must not be lost. */
function fields({ action, view, words, language }: Visit, given: Form): Markup | string {
  switch (action.offer.kind) {
    case "name-group":
      return html`<label for="name">${words.name}</label>
<input class="line" id="name" name="name" maxlength="100" required dir="auto" value="${typed(given, "name") ?? ""}">`;
    case "agreed-answer":
      return html`<label for="language">${words.language}</label>
${select("language", LANGUAGES, {
  chosen: LANGUAGES.find((one) => one === given.language) ?? language,
  label: (one) => languageName(one, language),
})}
<label for="text">${words.answer}</label>
<p class="soft">${words.answerHint}</p>
<textarea id="text" name="text" maxlength="20000" required dir="auto">${typed(given, "text") ?? ""}</textarea>`;
    case "tracker":
      return html`<label for="link">${words.link}</label>
<input class="line" id="link" name="link" type="url" maxlength="500" dir="ltr" value="${typed(given, "link") ?? view.group?.link ?? ""}">
<label for="state">${words.state}</label>
${select("state", GROUP_STATES, {
  chosen: GROUP_STATES.find((one) => one === given.state) ?? view.group?.state ?? "open",
  label: (one) => words.states[one] ?? one,
})}
<label class="choice"><input type="checkbox" name="open" value="yes"> <span>${words.openEntry}</span></label>`;
    default:
      return "";
  }
}

function select<Option extends string>(
  name: string,
  options: readonly Option[],
  { chosen, label }: { readonly chosen: Option; readonly label: (option: Option) => string },
): Markup {
  return html`<select class="line" id="${name}" name="${name}">${options.map(
    (one) => html`<option value="${one}"${raw(one === chosen ? " selected" : "")}>${label(one)}</option>`,
  )}</select>`;
}

const page = ({ mailbox, language, words }: Visit, status: Page["status"], body: Markup): Page => ({
  status,
  page: sheet(mailbox, language, { title: words.title, body }),
});

const sheet = (
  mailbox: MailboxConfig,
  language: Language,
  { title, body }: { readonly title: string; readonly body: Markup },
): Markup => layout({ title, language, body, footer: companyOf(mailbox) });
