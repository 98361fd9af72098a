import type { Config, MailboxConfig } from "../config.ts";
import { PermanentError } from "../errors.ts";
import { LANGUAGES, type Language } from "../mail/message.ts";
import { FIXED_LEFT_OUT, fixedLetters, type Letter, type Notes } from "../policy/fixed.ts";
import { textFaults } from "../smtp/check.ts";
import type { ComplaintGroup } from "../store/complaint.ts";
import type { Mailbox, Store } from "../store/store.ts";
import { viewAction } from "../triage/action.ts";
import { wantedMail } from "../triage/confirm.ts";
import { groupName } from "../triage/groupname.ts";

import { inMailbox, type MailboxWanted } from "./mailbox.ts";
import { loadSecret } from "./secret.ts";
import { textOf } from "./text-file.ts";

export type FixedOptions = MailboxWanted & {
  /** In the mailbox' language. */
  readonly note?: string;
  /** "noteEl": in that language. */
  readonly [note: `note${string}`]: string | undefined;
  readonly yes?: boolean;
  readonly ask?: boolean;
  readonly json?: boolean;
};

/** Characters of a note. */
const LONGEST = 5_000;

interface Prepared {
  readonly store: Store;
  readonly mailbox: Mailbox;
  readonly config: MailboxConfig;
  readonly all: Config;
  readonly group: ComplaintGroup;
  readonly name: string;
  readonly notes: Notes;
  readonly letters: readonly Letter[];
}

/** `foyer complaints fixed GROUP --note …`: who would be told, and, with --yes or --ask, what then happens. */
export async function tellFixed(id: number, options: FixedOptions): Promise<void> {
  await inMailbox(options, async (store, mailbox, config, all) => {
    const group = await store.complaintGroup(mailbox.id, id);
    if (group === null)
      throw new PermanentError("not-found", `there is no group ${id} (foyer complaints list)`);
    const notes = notesOf(options, config.language);
    const { affected, told } = await store.affectedBy(mailbox.id, group.id);
    const letters = fixedLetters(affected, told, notes);
    const name = await groupName(store, mailbox.id, group);
    const prepared = { store, mailbox, config, all, group, name, notes, letters };
    if (options.json) process.stdout.write(`${JSON.stringify({ group: group.id, name, notes, letters })}\n`);
    else process.stdout.write(listText(prepared));
    await goOn(prepared, options);
  });
}

async function goOn(prepared: Prepared, options: FixedOptions): Promise<void> {
  const { store, letters } = prepared;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const some = letters.some(({ leftOut }) => leftOut === null);
  if (!some) return void say("nobody is left to be told");
  if (options.yes) {
    await store.approveFixed(await keep(prepared), { by: "command-line", at: new Date() });
    say("approved: `foyer run` sends it in business hours, a few a minute");
  } else if (options.ask) {
    const asked = await askManagers(prepared, await keep(prepared));
    say(`${asked.join(", ")} may approve it by a link`);
  } else say("nothing is sent: --yes sends it, --ask has the managers approve it");
}

function keep({ store, mailbox, group, notes, letters }: Prepared): Promise<number> {
  return store.prepareFixed(mailbox.id, {
    groupId: group.id,
    notes,
    letters: letters.map(({ affected, leftOut }) => ({ ticketId: affected.ticketId, leftOut })),
    at: new Date(),
  });
}

async function askManagers(
  { store, mailbox, config, all }: Prepared,
  mailing: number,
): Promise<readonly string[]> {
  const { managers } = config.policy;
  if (managers.length === 0)
    throw new PermanentError("no-managers", "MANAGERS names nobody who could approve it");
  if (all.publicUrl === null && config.policy.authservId === null)
    throw new PermanentError(
      "no-way",
      "neither PUBLIC_URL nor AUTHSERV_ID is set: nobody could approve it by a link",
    );
  const desk = { config, secret: loadSecret(all).reveal(), now: () => new Date() };
  const offer = { kind: "approve-fixed", mailing } as const;
  const shown = { id: 0, offer, mailboxId: mailbox.id };
  const view = await viewAction(store, shown);
  await store.askManagers(
    mailbox.id,
    offer,
    (id) => managers.map((manager) => wantedMail(desk, { action: { id, offer }, manager, view })),
    desk.now(),
  );
  return managers;
}

function notesOf(options: FixedOptions, own: Language): Notes {
  const given = LANGUAGES.flatMap((language): readonly (readonly [Language, string])[] => {
    const named = options[`note${language[0]?.toUpperCase()}${language[1]}`];
    const text = named ?? (language === own ? options.note : undefined);
    return text === undefined ? [] : [[language, noteText(text)]];
  });
  if (given.length === 0)
    throw new PermanentError(
      "no-note",
      "say what was done, and what keeps it so: --note, or --note-el and so on",
    );
  return Object.fromEntries(given);
}

/** The text itself, or that of the file that it names after an "@". */
function noteText(given: string): string {
  const text = (given.startsWith("@") ? textOf(given.slice(1)) : given).trim();
  if (text === "") throw new PermanentError("bad-note", "a note is empty");
  if (text.length > LONGEST)
    throw new PermanentError("bad-note", `a note has ${text.length} characters; ${LONGEST} fit`);
  return text;
}

function listText({ group, name, notes, letters, config }: Prepared): string {
  const going = letters.filter(({ leftOut }) => leftOut === null);
  const out = Map.groupBy(
    letters.flatMap(({ leftOut }) => leftOut ?? []),
    (code) => code,
  );
  const lines = [
    `group ${group.id}: ${name}`,
    ...(group.link === null ? [] : [group.link]),
    "",
    `${going.length} to be told:`,
    ...going.map(({ affected }) => letterLine(affected)),
    ...(out.size === 0 ? [] : ["", "left out:"]),
    ...[...out].map(([code, list]) => `  ${list.length}  ${code}: ${FIXED_LEFT_OUT[code]}`),
    ...lacking(letters),
    "",
    ...Object.entries(notes).flatMap(([language, note]) => [`note (${language}):`, indented(note), ""]),
    ...Object.entries(notes).flatMap(([language, note]) => faults(language, note, config)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function letterLine({ ticketId, language, answerTo }: Letter["affected"]): string {
  const name = answerTo?.name ? `${answerTo.name} ` : "";
  return `  #${ticketId}  ${language}  ${name}<${answerTo?.address ?? ""}>`;
}

/** The languages for which a note is missing: who speaks them is told when there is one. */
function lacking(letters: readonly Letter[]): readonly string[] {
  const missing = letters.filter(({ leftOut }) => leftOut === "no-note");
  return [...Map.groupBy(missing, ({ affected }) => affected.language)].map(
    ([language, list]) => `  ${language}: ${list.length} without a note; add --note-${language} "…"`,
  );
}

const indented = (text: string): string => text.replace(/^/gm, "  ");

/** What customers should not have to read; a reminder. */
function faults(language: string, note: string, { language: own }: MailboxConfig): readonly string[] {
  const known = LANGUAGES.find((one) => one === language) ?? own;
  return textFaults(`note (${language})`, note, known).map(
    ({ file, what, why }) => `! ${file}: ${what}: ${why}`,
  );
}
