import { writeFile } from "node:fs/promises";
import { PermanentError } from "../errors.ts";
import { makeDigest } from "../jobs/digest.ts";
import type { Language } from "../mail/message.ts";
import { periodAt, periodBefore, type Span } from "../policy/period.ts";
import { areAnswersSeen } from "../policy/seen.ts";
import { coveredTopics, loadAgreedAnswers } from "../smtp/agreed.ts";
import { illustrated, rastered } from "../smtp/raster.ts";
import { loadTemplates, render } from "../smtp/template.ts";
import { rulesOf } from "../triage/desk.ts";
import { packageRoot } from "./house.ts";
import { inMailbox, type MailboxWanted } from "./mailbox.ts";

interface Wanted extends MailboxWanted {
  readonly period: Span;
  /** Any moment within it; the period that ended last where it is not given. */
  readonly at?: string;
  readonly language?: Language;
  readonly out?: string;
  readonly text?: boolean;
}

/** `foyer digest --preview`: writes a digest as a page, or as text; sends nothing, offers nothing to decide. */
export async function previewDigest(wanted: Wanted): Promise<void> {
  const now = new Date();
  const { rendered, period } = await inMailbox(wanted, async (store, mailbox, config, all) => {
    const { timeZone } = config.policy;
    const asked =
      wanted.at === undefined
        ? periodBefore(periodAt(wanted.period, now, timeZone), timeZone)
        : periodAt(wanted.period, momentOf(wanted.at), timeZone);
    const habits = {
      measured: await store.measured(mailbox.id),
      answersSeen: areAnswersSeen(await store.answersSeen(config.policy.name, now)),
    };
    const covered = coveredTopics(loadAgreedAnswers(packageRoot("templates"), all.templatesDir));
    const desk = { config, mailbox, store, secret: "", now: () => now, publicUrl: all.publicUrl, covered };
    const facts = { period: asked, reader: null, actions: [] };
    const digest = await makeDigest(desk, facts, rulesOf({ config, habits }));
    const page = render(loadTemplates(packageRoot("templates"), all.templatesDir), {
      name: "digest",
      manner: "plain",
      language: wanted.language ?? config.policy.language,
      mailboxLanguage: config.language,
      values: { company: config.displayName, mailboxAddress: config.address, timeZone, digest },
      now,
    });
    return { rendered: page, period: asked };
  });
  if (wanted.text === true) return void process.stdout.write(`${rendered.subject}\n\n${rendered.text}`);
  const file = wanted.out ?? `digest-${period.name}.html`;
  const page = illustrated(rendered.html, await rastered(rendered.pictures));
  await writeFile(file, page).catch(() => {
    throw new PermanentError("no-file", `${file} cannot be written`);
  });
  process.stdout.write(`${rendered.subject}\nwritten to ${file}\n`);
}

/** Noon, where no time is given: that day in any time zone. */
function momentOf(text: string): Date {
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T12:00:00Z` : text);
  if (Number.isNaN(moment.getTime()))
    throw new PermanentError("bad-date", `${text} is no date, for example 2026-11-23`);
  return moment;
}
