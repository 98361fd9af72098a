import { PermanentError } from "../errors.ts";
import type { Language } from "../mail/message.ts";
import { promiseWords } from "../policy/promise.ts";
import { cleanLine, cleanText } from "./literal.ts";
import { addressed, greetingName } from "./names.ts";
import { holdsLink, strippedSubject } from "./subject.ts";
import type { Words } from "./template-file.ts";
import { acknowledgementValues, alertValues } from "./values.ts";

/** The part of a render request that says what to print. */
interface Printed {
  readonly name: string;
  readonly values: unknown;
  readonly now: Date;
}

/** What a template may name. A slip of the pen is found when the templates are read, not when a customer waits. */
const COMMON = ["ticket", "subject", "promise", "company", "mailboxAddress", "optOut"] as const;
export const FOR_CUSTOMERS: ReadonlySet<string> = new Set([...COMMON, "name", "topic", "complaint", "asks"]);
export const FOR_ALERTS: ReadonlySet<string> = new Set([...COMMON, "from", "excerpt", "folder", "why"]);

/** What a template for customers sees, in that language. Throws PermanentError("bad-values"). */
export function customerScope(request: Printed, words: Words, language: Language): object {
  const checked = acknowledgementValues.safeParse(request.values);
  if (!checked.success) throw badValues(request, checked.error);
  const values = checked.data;
  // Once more: the outbox may hold a name that was never meant to be read out.
  const name = values.name === null ? null : greetingName({ name: values.name, address: "" });
  return {
    ...common(values, request.now, language),
    // Whoever forges a sender may not have us pass a link on to that person.
    ...(holdsLink(values.subject) && { subject: "" }),
    optOut: words.optOut,
    name: name === null ? null : addressed(name, language),
    complaint: values.kind === "complaint",
    topic: values.topic === null ? null : (words.topics[values.topic] ?? null),
    asks: values.asks.map((ask) => words.asks[ask]),
  };
}

/** What the alert sees. Throws PermanentError("bad-values"). */
export function alertScope(request: Printed, words: Words, language: Language): object {
  const checked = alertValues.safeParse(request.values);
  if (!checked.success) throw badValues(request, checked.error);
  const values = checked.data;
  const codes = [values.sensitivity ?? "", values.reason.code];
  const known = codes.find((code) => Object.hasOwn(words.alerts, code));
  const why = known === undefined ? values.reason.text : words.alerts[known];
  return {
    ...common(values, request.now, language),
    optOut: words.optOut,
    from: cleanLine(values.from, 200),
    excerpt: cleanText(values.excerpt, 400),
    folder: cleanLine(values.folder, 200),
    why: cleanLine(why ?? "", 300),
  };
}

interface CommonValues {
  readonly ticket: number | null;
  readonly subject: string;
  readonly promise: { readonly deadline: string; readonly timeZone: string } | null;
  readonly company: string;
  readonly mailboxAddress: string;
}

function common(
  values: CommonValues,
  now: Date,
  language: Language,
): Readonly<Record<(typeof COMMON)[number], string | null>> {
  const deadline = values.promise === null ? null : new Date(values.promise.deadline);
  const mailboxAddress = cleanLine(values.mailboxAddress, 254);
  return {
    ticket: values.ticket === null ? null : `#${values.ticket}`,
    subject: cleanLine(strippedSubject(values.subject), 120),
    promise:
      values.promise === null || deadline === null || deadline <= now
        ? null
        : promiseWords(deadline, now, language, values.promise.timeZone),
    company: cleanLine(values.company, 100) || mailboxAddress,
    mailboxAddress,
    optOut: null,
  };
}

function badValues(
  { name }: Printed,
  error: { issues: readonly { path: readonly PropertyKey[] }[] },
): PermanentError {
  const paths = error.issues.map(({ path }) => path.join(".")).join(", ");
  return new PermanentError("bad-values", `values do not fit the template ${name}: ${paths}`);
}
