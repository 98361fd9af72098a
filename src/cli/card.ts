import { PermanentError } from "../errors.ts";
import { loadAgreedAnswers } from "../smtp/agreed.ts";
import { withAnswer } from "../web/agreed.ts";
import { cardSections, type Section } from "../web/sections.ts";
import { loadPageWords } from "../web/words.ts";
import { packageRoot, readConfig, withStore } from "./house.ts";

/** `foyer card TICKET`: what an agent should know before answering; exit 1 where there is no such ticket. */
export async function card(ticket: string, { json }: { readonly json?: boolean }): Promise<void> {
  const number = Number(/^#?(\d{1,15})$/.exec(ticket)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) throw new PermanentError("arguments", `${ticket} is no ticket number`);
  const config = readConfig();
  const found = await withStore(config, (store) => store.card(number));
  if (found === null) throw new PermanentError("not-found", `there is no ticket ${number}`);
  const mailbox = config.mailboxes.find((one) => one.policy.name === found.mailbox);
  const answers = loadAgreedAnswers(packageRoot("templates"), config.templatesDir);
  const facts = withAnswer(found, answers, mailbox ?? { displayName: "", address: "" });
  if (json) {
    process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
    return;
  }
  const language = mailbox?.language ?? "en";
  const words = loadPageWords(packageRoot("templates"), config.templatesDir)[language];
  const timeZone = mailbox?.businessHours.timeZone ?? "UTC";
  const title = words.card.title.replace("{ticket}", `#${facts.ticket.id}`);
  process.stdout.write(cardText(title, cardSections(facts, { words, language, timeZone })));
}

/** The card as lines for a terminal. */
export function cardText(title: string, sections: readonly Section[]): string {
  return `${[title, ...sections.map(sectionText)].join("\n\n")}\n`;
}

function sectionText({ heading, rows, warnings, points, letters }: Section): string {
  const widest = Math.max(0, ...rows.map(([label]) => label.length));
  return [
    heading,
    ...warnings.map((warning) => `  ! ${warning}`),
    ...rows.map(([label, value]) => `  ${label.padEnd(widest)}  ${value}`),
    ...points.map((point) => `  - ${point}`),
    ...letters.flatMap(({ head, text }) => [`  ${head}`, ...text.split("\n").map((line) => `    ${line}`)]),
  ].join("\n");
}
