#!/usr/bin/env node
import "./cli/heap.ts";
import "./cli/compile-cache.ts";
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { LANGUAGES } from "./mail/message.ts";

/*
 * The commands. Each loads its code only when it is called, so that `--help` and `decide` answer at once.
 * Exit codes: 0 done, 1 the work failed or a check found a fault, 2 the configuration or the arguments are wrong.
 */
const program = new Command("foyer")
  .description("A bot for a shared support mailbox: it files, acknowledges and forgets nobody.")
  .version(packageVersion(), "-V, --version", "the version")
  .showHelpAfterError("(--help shows what there is)")
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2);
  });

program
  .command("run")
  .description("watch the mailboxes and work: file, acknowledge, reconcile (SIGTERM ends it cleanly)")
  .option("--once", "drain the mailboxes, send what is due, and exit")
  .addOption(new Option("--live", "move and send, whatever MODE says").conflicts("shadow"))
  .option("--shadow", "decide and record only, whatever MODE says")
  .option("--backfill", "also file mail from before the first start; it is never acknowledged")
  .action(async (options) => (await import("./cli/run.ts")).run(options));

program
  .command("demo")
  .description("the whole bot on an embedded mail server with sample mail; needs no configuration")
  .option("--once", "end when every sample is done; exit 0 only if all came out as expected")
  .action(async (options) => (await import("./cli/demo.ts")).demo(options));

program
  .command("doctor")
  .description("check configuration, database, IMAP, SMTP, templates; one line each")
  .option("--json", "one JSON object a line")
  .action(async (options) => (await import("./cli/doctor.ts")).doctor(options));

program
  .command("decide")
  .description("say what foyer would do with these messages; no database, no network, nothing is changed")
  .argument(
    "<path...>",
    ".eml files, folders of them, mbox files or .jsonl files ({id, subject, text, language?})",
  )
  .option("--json", "one JSON line a message")
  .addOption(
    new Option(
      "--address <address>",
      "the mailbox's address; else whoever each message is addressed to",
    ).argParser(mailAddress),
  )
  .option("--independent", "each message on its own: no threads, budgets or customers carry over")
  .action(async (paths, options) => (await import("./cli/decide.ts")).decideFiles(paths, options));

program
  .command("explain")
  .description("what was decided about a message, why, and what was sent")
  .argument("<ref>", "FOLDER/UIDVALIDITY/UID as in the log, or a Message-ID")
  .option("--json", "as JSON")
  .action(async (ref, options) => (await import("./cli/explain.ts")).explain(ref, options));

program
  .command("card")
  .description(
    "what to know before answering a ticket: customer, promises, questions to ask oneself, alike tickets",
  )
  .argument("<ticket>", "its number")
  .option("--json", "as JSON")
  .action(async (ticket, options) => (await import("./cli/card.ts")).card(ticket, options));

const customers = program.command("customers").description("the customers foyer knows, and the VIP list");
customers
  .command("import")
  .description("add VIPs from a CSV file with the columns address (or domain) and name")
  .argument("<file>", "CSV")
  .option("--json", "the report as JSON")
  .action(async (file, options) => (await import("./cli/customers.ts")).importCustomers(file, options));
customers
  .command("list")
  .description("customers, the latest first")
  .option("--json", "one JSON line a customer")
  .addOption(new Option("--limit <n>", "at most so many").argParser(wholeNumber).default(100))
  .action(async (options) => (await import("./cli/customers.ts")).listCustomers(options));
customers
  .command("show")
  .description("all that is kept of one customer")
  .argument("<address>", "mail address")
  .option("--json", "as JSON")
  .action(async (address, options) => (await import("./cli/customers.ts")).showCustomer(address, options));
customers
  .command("vips")
  .description("the VIP list")
  .option("--json", "one JSON line an entry")
  .action(async (options) => (await import("./cli/customers.ts")).listVips(options));
customers
  .command("remove-vip")
  .description("take an address or @domain off the VIP list")
  .argument("<match>", "address or @domain")
  .action(async (match) => (await import("./cli/customers.ts")).removeVip(match));
const inMailbox = (command: Command): Command =>
  command.option("--mailbox <name>", "where there are several");
inMailbox(customers.command("silent"))
  .description("who does not complain, and may be leaving: why, and what speaks against writing to them")
  .option("--json", "one JSON line a customer")
  .addOption(new Option("--limit <n>", "at most so many").argParser(wholeNumber).default(50))
  .action(async (options) => (await import("./cli/silent.ts")).listSilent(options));
inMailbox(customers.command("reach"))
  .description("approve a mail to silent customers (OUTREACH=on); it goes out in business hours")
  .argument("<numbers...>", "of customers, as in the list", wholeNumbers)
  .option("--yes", "approve; without it, only show whom it would go to")
  .action(async (numbers, options) => (await import("./cli/silent.ts")).reachSilent(numbers, options));
customers
  .command("opt-out")
  .description("no automatic mail to this address any more")
  .argument("<address>", "mail address")
  .option("--undo", "allow automatic mail again")
  .action(async (address, options) => (await import("./cli/customers.ts")).optOut(address, options));
customers
  .command("erase")
  .description("erase a person's names, addresses, phone numbers and texts; ids and codes stay")
  .argument("<address>", "mail address")
  .action(async (address) => (await import("./cli/customers.ts")).eraseCustomer(address));

const complaints = program
  .command("complaints")
  .description("the log of complaints, and the groups of those that tell the same story");
const daysBack = (days: number): Option =>
  new Option("--days <n>", "so many days back").argParser(wholeNumber).default(days);
inMailbox(complaints.command("list"))
  .description("groups, those of most customers first")
  .addOption(daysBack(30))
  .option("--json", "one JSON line a group")
  .action(async (options) => (await import("./cli/complaints.ts")).listGroups(options));
inMailbox(complaints.command("show"))
  .description("a group's complaints, with what became of each")
  .argument("<group>", "its number", wholeNumber)
  .option("--json", "as JSON")
  .action(async (group, options) => (await import("./cli/complaints.ts")).showGroup(group, options));
inMailbox(complaints.command("export"))
  .description("write the complaints to a file")
  .argument("<file>", "ending in .csv, .json or .jsonl")
  .addOption(daysBack(365))
  .action(async (file, options) => (await import("./cli/complaints.ts")).exportComplaints(file, options));
inMailbox(complaints.command("merge"))
  .description("two groups tell the same story; new complaints will keep to it")
  .argument("<from>", "number of a group", wholeNumber)
  .argument("<into>", "number of the group that stays", wholeNumber)
  .action(async (from, into, options) =>
    (await import("./cli/complaints.ts")).mergeGroups(from, into, options),
  );
inMailbox(complaints.command("split"))
  .description("these tickets tell another story: a new group for them")
  .argument("<group>", "its number", wholeNumber)
  .argument("<tickets...>", "numbers of tickets", wholeNumbers)
  .action(async (group, tickets, options) =>
    (await import("./cli/complaints.ts")).splitGroup(group, tickets, options),
  );
inMailbox(complaints.command("change"))
  .description("name a group, link it to where it is worked on, say how it stands")
  .argument("<group>", "its number", wholeNumber)
  .option("--name <words>", "a name of your own")
  .option("--link <address>", "of the tracker's entry; empty to take it off")
  .addOption(new Option("--state <state>", "how it stands").choices(["open", "in-progress", "fixed"]))
  .action(async (group, options) => (await import("./cli/complaints.ts")).changeGroup(group, options));
const fixed = inMailbox(complaints.command("fixed"))
  .description("tell the customers of a group that it is put right; shows who they are first")
  .argument("<group>", "its number", wholeNumber)
  .option("--note <text>", "what was done, and what keeps it so; @FILE reads it from a file");
for (const language of LANGUAGES) fixed.option(`--note-${language} <text>`, `the same in ${language}`);
fixed
  .option("--yes", "send it, without further asking")
  .option("--ask", "have the managers approve it by a link")
  .option("--json", "the list as one JSON line")
  .action(async (group, options) => (await import("./cli/fixed.ts")).tellFixed(group, options));

inMailbox(program.command("digest"))
  .description("what managers read of a day, a week or a month, as a page; sends nothing")
  .addOption(
    new Option("--period <span>", "of what").choices(["daily", "weekly", "monthly"]).default("weekly"),
  )
  .option("--preview", "write it to a file (there is nothing else that this does)")
  .option("--at <date>", "any day of it; else the one that ended last")
  .addOption(new Option("--language <code>", "else the mailbox's").choices([...LANGUAGES]))
  .option("--out <file>", "the page to write; else digest-<period>.html")
  .option("--text", "print the text part instead")
  .action(async (options) => (await import("./cli/digest.ts")).previewDigest(options));
const answers = program
  .command("answers")
  .description("what the team has settled on as the answer to a group or topic");
const inLanguage = (): Option =>
  new Option("--language <language>", "else the mailbox' own").choices(LANGUAGES);
inMailbox(answers.command("list"))
  .description("the answers that were set")
  .action(async (options) => (await import("./cli/answers.ts")).listAnswers(options));
inMailbox(answers.command("set"))
  .description("drafts and cards use it from then on")
  .argument("<what>", "number of a group of complaints, or a topic")
  .argument("<file>", "the text, as of answers/<language>/<topic>.md")
  .addOption(inLanguage())
  .action(async (what, file, options) => (await import("./cli/answers.ts")).setAnswer(what, file, options));
inMailbox(answers.command("remove"))
  .description("take it back")
  .argument("<what>", "number of a group of complaints, or a topic")
  .addOption(inLanguage())
  .action(async (what, options) => (await import("./cli/answers.ts")).removeAnswer(what, options));

program
  .command("folders")
  .description("the folder of each role, and what is in it")
  .option("--create", "create those that are missing")
  .option("--json", "as JSON")
  .action(async (options) => (await import("./cli/folders.ts")).folders(options));

const templates = program.command("templates").description("the texts of all automatic mail");
templates
  .command("preview")
  .description("pages of every mail in every manner and language: text part, HTML part light and dark")
  .addOption(new Option("--out <dir>", "folder to write them to").default("template-preview"))
  .action(async (options) => (await import("./cli/templates.ts")).previewTemplates(options));
templates
  .command("check")
  .description(
    "missing texts and variables; excuses, blame and internal matters, also in drafts (.eml, text)",
  )
  .argument("[draft...]", "files to check instead of the templates")
  .addOption(new Option("--language <code>", "of the drafts; else detected").choices([...LANGUAGES]))
  .action(async (drafts, options) => (await import("./cli/templates.ts")).checkTemplates(drafts, options));

program
  .command("migrate")
  .description("bring the database up to date")
  .action(async () => (await import("./cli/migrate.ts")).migrate());

program
  .command("train")
  .description("train the classifier on data/train and write the model")
  .addOption(
    new Option("--data <dir>", "folder of .jsonl files; concepts/ lies beside it").default("data/train"),
  )
  .addOption(new Option("--out <file>", "the model to write").default("models/base.foyer"))
  .addOption(new Option("--seed <n>", "same seed, same model").argParser(wholeNumber).default(1))
  .action(async (options) => (await import("./cli/train.ts")).train(options));

program
  .command("eval")
  .description("measure the classifier on labelled mail")
  .argument("<file>", ".jsonl with labels")
  .option("--json", "as JSON")
  .option("--predictions <file>", "write what was predicted, one JSON line a message")
  .addOption(new Option("--baseline <engine>", "also measure this engine").choices(["natural"]))
  .option("--model <file>", "another model than the shipped one")
  .action(async (file, options) => (await import("./cli/evaluate.ts")).evaluate(file, options));

const corrections = program.command("corrections").description("what agents' moves taught");
corrections
  .command("list")
  .description("corrections, the latest first; those that are asked wait for a person's word")
  .option("--json", "one JSON line a correction")
  .addOption(new Option("--limit <n>", "at most so many").argParser(wholeNumber).default(100))
  .action(async (options) => (await import("./cli/corrections.ts")).listCorrections(options));
corrections
  .command("confirm")
  .description("yes, learn from it")
  .argument("<id>", "as in the list", wholeNumber)
  .option("--json", "as JSON")
  .action(async (id, options) => (await import("./cli/corrections.ts")).confirmCorrection(id, options));
corrections
  .command("undo")
  .description("no, forget it: what was learned from it is unlearned")
  .argument("<id>", "as in the list", wholeNumber)
  .option("--json", "as JSON")
  .action(async (id, options) => (await import("./cli/corrections.ts")).undoCorrection(id, options));
corrections
  .command("add")
  .description("say what a message is, without moving it")
  .argument("<ref>", "FOLDER/UIDVALIDITY/UID as in the log, or a Message-ID")
  .option("--urgency <label>", "urgent, high, normal or low")
  .option("--kind <label>", "complaint, question, request, praise or other")
  .option("--tone <label>", "vocal, understated or neutral")
  .option("--topic <label>", "one of foyer's topics, or of your own")
  .option("--json", "as JSON")
  .action(async (ref, options) => (await import("./cli/corrections.ts")).addCorrection(ref, options));

const model = program.command("model").description("what mailboxes taught the classifier");
model
  .command("list")
  .description("the versions of each mailbox, the latest first; * is in use")
  .option("--mailbox <name>", "of this one only")
  .option("--json", "one JSON line a version")
  .action(async (options) => (await import("./cli/model.ts")).listModels(options));
model
  .command("use")
  .description("use this version, and no newer one until `newest` is chosen")
  .argument("<version>", "as in the list, base for none, newest to go with the times")
  .option("--mailbox <name>", "where there are several")
  .action(async (version, options) => (await import("./cli/model.ts")).useModel(version, options));
model
  .command("train")
  .description("learn now what corrections and own topics teach")
  .option("--mailbox <name>", "of this one only")
  .option("--json", "as JSON")
  .action(async (options) => (await import("./cli/model.ts")).trainModels(options));

/** The same from src/ and from dist/. */
function packageVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return typeof file === "object" && file !== null && "version" in file ? String(file.version) : "unknown";
}

function mailAddress(text: string): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new InvalidArgumentError("a mail address is wanted");
  return text;
}

/** One after the other, as commander hands them over. */
function wholeNumbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, wholeNumber(text)];
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("a whole number is wanted");
  return value;
}

// A reader that has enough, as in `foyer decide … | head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
const { endWith } = await import("./cli/end.ts");
await program.parseAsync().catch(endWith);
