import { TOPICS } from "../classify/judgement.ts";
import { PermanentError } from "../errors.ts";
import type { Language } from "../mail/message.ts";
import { answerFaults } from "../smtp/agreed.ts";
import type { AnswerTo } from "../store/agreed.ts";
import { inMailbox, type MailboxWanted } from "./mailbox.ts";
import { textOf } from "./text-file.ts";

type Wanted = MailboxWanted & { readonly language?: Language };

/** `foyer answers list`: those that were set here; those of files are in TEMPLATES_DIR. */
export async function listAnswers(options: MailboxWanted): Promise<void> {
  const answers = await inMailbox(options, (store, mailbox) => store.answers(mailbox.id));
  if (answers.length === 0) process.stderr.write("no agreed answers are set\n");
  for (const { to, language, text, setAt } of answers)
    process.stdout.write(
      `${nameOf(to)}  ${language}  ${setAt.toISOString().slice(0, 10)}  ${oneLine(text)}\n`,
    );
}

/** `foyer answers set WHAT FILE`: for a group of complaints, by number, or for a topic. */
export async function setAnswer(what: string, file: string, options: Wanted): Promise<void> {
  const to = answerTo(what);
  const text = textOf(file);
  await inMailbox(options, async (store, mailbox, config) => {
    const language = options.language ?? config.language;
    const faults = answerFaults(file, text, language);
    for (const fault of faults) process.stderr.write(`${fault.file}:${fault.line}: ${fault.what}\n`);
    if (faults.some(({ harmless }) => harmless !== true))
      throw new PermanentError("bad-answer", `${file} cannot be used as an answer`);
    const answer = { to, language, text, setBy: "command-line", setAt: new Date() };
    if (!(await store.setAnswer(mailbox.id, answer)))
      throw new PermanentError("not-found", `there is no group ${what} (foyer complaints list)`);
    process.stdout.write(`${nameOf(to)} has its answer (${language})\n`);
  });
}

/** `foyer answers remove WHAT`. */
export async function removeAnswer(what: string, options: Wanted): Promise<void> {
  const to = answerTo(what);
  await inMailbox(options, async (store, mailbox, config) => {
    const language = options.language ?? config.language;
    if (!(await store.removeAnswer(mailbox.id, to, language)))
      throw new PermanentError("not-found", `${nameOf(to)} has no answer in ${language}`);
    process.stdout.write(`${nameOf(to)} has no answer any more (${language})\n`);
  });
}

function answerTo(what: string): AnswerTo {
  const topic = TOPICS.find((one) => one === what);
  if (topic !== undefined) return { topic };
  if (/^[1-9]\d{0,14}$/.test(what)) return { group: Number(what) };
  throw new PermanentError(
    "bad-argument",
    `${what} is no number of a group, and no topic: ${TOPICS.join(", ")}`,
  );
}

const nameOf = (to: AnswerTo): string => ("group" in to ? `group ${to.group}` : to.topic);
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 100);
