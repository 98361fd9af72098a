// Writes docs/templates.md, what each template is for and may name: node scripts/template-table.ts
import { writeFileSync } from "node:fs";
import { AUDIENCES, type TemplateName } from "../src/policy/template.ts";
import { KINDS_OF_MAIL } from "../src/smtp/kinds.ts";
import { COMMON } from "../src/smtp/scope.ts";

const SENT: Readonly<Record<TemplateName, string>> = {
  acknowledgement: "a complaint, question or request has come",
  thanks: "praise has come",
  receipt: "something else has come",
  sensitive: "a bereavement, self-harm, a legal matter or a data breach",
  progress: "there is no answer yet, and the time named before is about to pass; twice at most",
  handover: "the ticket went to somebody else",
  solved: "an agent moved the ticket to Resolved",
  followup: "some days of silence after our answer",
  reopened: "the customer is not satisfied",
  closing: "the customer is satisfied",
  referral: "after that, once a customer, if enabled",
  outreach: "a customer has fallen silent, and a person has approved it; once in 90 days at most, if enabled",
  fixed: "what was complained about is put right, and a person has approved it; once a customer",
  draft: "a reply for an agent to finish; [[gaps]] are for what only a person knows",
  alert: "urgent, VIP or sensitive mail has come",
  "deadline-warning": "answers are due soon; one mail for many",
  overdue: "answers are overdue",
  "handed-over": "a ticket was handed over to its reader; the thread is attached",
  "bad-rating": "a customer is not satisfied",
  spike: "complaints pile up; once a story",
  silence: "customers write no more, or complain no more; once a story",
  kudos: "monthly, to each agent: the best words that customers found",
  "hook-failed": "the chat or the tracker takes nothing any more; once a day at most",
  "note-filed": "its reader answered a mail of foyer's to staff, such as a digest; once for all",
  "look-back": "monthly, to the agents: complaints by what lay behind them",
  "decision-wanted": "a manager is asked to decide; one of each manager's own",
  "decision-confirm": "somebody asked for it on the page of such a link",
  "decision-done": "what came of a manager's decision",
  "complaint-list": "on each working day with open complaints, to the complaints manager",
  digest: "a day, a week or a month is over (DIGEST)",
};

const NAMES = Object.keys(SENT).filter((name): name is TemplateName => Object.hasOwn(AUDIENCES, name));

export function templateTable(): string {
  const rows = NAMES.map((name) => {
    const { variants, variables, needed } = KINDS_OF_MAIL[name];
    const own = [...variables].filter((variable) => !COMMON.some((common) => common === variable));
    const list = own.map((variable) => (needed.includes(variable) ? `**${variable}**` : variable)).join(", ");
    return `| ${name} | ${AUDIENCES[name]} | ${SENT[name]} | ${variants.join(", ")} | ${list} |`;
  });
  return [
    "# Templates",
    "",
    "Made by `node scripts/template-table.ts`.",
    "",
    "`templates/<language>/<template>.<text>.md`: Markdown with Liquid, after a front matter of `subject: …` and, to leave",
    "the small print out, `footer: no`. Copy single files to `TEMPLATES_DIR/<language>/` and change them there. The text is",
    "that of the customer's manner; where it is missing, `plain`; where the language is missing, the mailbox's, then English.",
    "`footer.md` and `footer.note.md` are the small print, `words.json` the words for topics, questions, prevention and alerts,",
    "`labels.json` the names of topics, priorities and the like in lists for staff.",
    "",
    `Every template may name ${COMMON.join(", ")}, and what stands in its row; what is **bold** must be named.`,
    'A link titled "button", as in `[Yes]({{ rating.good }} "button")`, is shown as a button, and in text on a line of its own.',
    "Pictures are parts of the mail, `![words](cid:messages)`: the digest draws messages, complaints, and group-<number>.",
    "",
    "| template | read by | sent when | texts | variables |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(new URL("../docs/templates.md", import.meta.url), templateTable());
