import type { Language } from "../mail/message.ts";
import type { Digest } from "../policy/digest.ts";
import type { Figure } from "../policy/digest-figures.ts";
import type { ComplaintListValues } from "../smtp/complaint-list.ts";
import type { DigestValues } from "../smtp/digest-kind.ts";
import { CAST } from "./template-people.ts";

const figure = (now: number | null, before: number | null): Figure => ({ now, before });
const day = (of: number, hour = 10) => new Date(Date.UTC(2026, 10, of, hour));

/** What groups are called where people have named none: words of their complaints. */
const GROUPS: Readonly<Record<Language, readonly [string, string, string]>> = {
  en: ["lid, drips, kettle", "charged, twice, card", "courier, bell, yard"],
  el: ["καπάκι, στάζει, βραστήρας", "χρέωση, διπλή, κάρτα", "κούριερ, κουδούνι, αυλή"],
  hu: ["fedél, csöpög, vízforraló", "kétszer, levonta, kártya", "futár, csengő, udvar"],
  fa: ["درپوش، نشتی، کتری", "دوبار، برداشت، کارت", "پیک، زنگ، حیاط"],
  ru: ["крышка, течёт, чайник", "дважды, списали, карта", "курьер, звонок, двор"],
};

/** A week of a small shop, for previews of the digest. */
export function digestSample(language: Language): DigestValues {
  const { company } = CAST[language];
  return {
    company,
    mailboxAddress: "support@lantern.example",
    timeZone: "Europe/Athens",
    digest: week(language),
  };
}

/** Nothing came, and nothing waits. */
export function emptyDigestSample(language: Language): DigestValues {
  const none = figure(0, 0);
  const { digest, ...rest } = digestSample(language);
  return { ...rest, digest: { ...digest, quiet: true, messages: none, complaints: none, unaccounted: none } };
}

/** Three open complaints of seven. */
export function complaintListSample(language: Language): ComplaintListValues {
  const { company, customer, longName, subject, longSubject } = CAST[language];
  const one = { promisedUntil: null, priority: "high" as const };
  return {
    company,
    mailboxAddress: "support@lantern.example",
    timeZone: "Europe/Athens",
    now: day(22, 9),
    complaints: [
      {
        ...one,
        ticket: 1013,
        subject: longSubject,
        who: longName,
        state: "waiting-us",
        openedAt: day(11),
        dueAt: day(20),
      },
      { ...one, ticket: 1042, subject, who: customer, state: "escalated", openedAt: day(18), dueAt: day(23) },
      {
        ...one,
        ticket: 1080,
        subject: "",
        who: customer,
        state: "open",
        openedAt: day(22, 8),
        dueAt: day(23),
        promisedUntil: day(24),
      },
    ],
    inAll: 7,
    late: 1,
  };
}

function week(language: Language): Digest {
  return {
    period: { span: "weekly", name: "2026-W47", from: day(15, 22), to: day(22, 22) },
    quiet: false,
    messages: figure(143, 128),
    complaints: figure(21, 14),
    answered: figure(118, 109),
    resolved: figure(97, 101),
    reopened: figure(4, 2),
    escalated: figure(3, 5),
    waiting: figure(17, 12),
    overdue: figure(2, 0),
    unaccounted: figure(0, 0),
    attention: figure(0, 1),
    failed: figure(0, 0),
    kept: figure(112, 98),
    broken: figure(2, 5),
    keptPercent: figure(98, 95),
    seenPercent: figure(97, 96),
    pleased: figure(46, 41),
    displeased: figure(23, 15),
    positivity: figure(2, 2.7),
    unsure: figure(12, 15),
    corrected: figure(4, 2),
    learned: 1,
    refused: 0,
    recurring: figure(1, 2),
    slots: slots(),
    ...lists(language),
    ...complaints(language),
    ...brought(language),
  };
}

function slots(): Digest["slots"] {
  const messages = [31, 28, 25, 30, 22, 4, 3];
  const before = [25, 27, 24, 22, 21, 5, 4];
  const complaints = [3, 2, 4, 7, 4, 1, 0];
  return messages.map((count, index) => ({
    from: day(15 + index, 22),
    last: day(15 + index, 22),
    messages: figure(count, before[index] ?? 0),
    complaints: figure(complaints[index] ?? 0, [2, 3, 2, 3, 3, 1, 0][index] ?? 0),
  }));
}

function lists(language: Language) {
  const { customer, longName, subject, longSubject, excerpt } = CAST[language];
  const none = figure(0, 0);
  return {
    answers: [
      {
        priority: "urgent",
        answered: figure(9, 7),
        half: figure(0.4, 0.5),
        most: figure(0.9, 1.1),
        promised: 1,
        kept: figure(9, 6),
        broken: figure(0, 1),
        extended: none,
      },
      {
        priority: "high",
        answered: figure(41, 36),
        half: figure(1.6, 2.2),
        most: figure(3.8, 5.1),
        promised: 4,
        kept: figure(39, 33),
        broken: figure(1, 3),
        extended: figure(2, 3),
      },
      {
        priority: "normal",
        answered: figure(68, 66),
        half: figure(4.3, 4),
        most: figure(9.5, 7.6),
        promised: 10,
        kept: figure(64, 59),
        broken: figure(1, 1),
        extended: figure(3, 1),
      },
    ],
    promiseChanges: [{ priority: "normal", from: 8, to: 10, basis: "measured", at: day(19) }],
    overdueList: [
      {
        ticket: 1042,
        subject,
        who: customer,
        state: "escalated",
        complaint: true,
        folder: "escalated",
        dueAt: day(20, 14),
        listed: true,
        holder: "complaints-manager",
      },
      {
        ticket: 1077,
        subject: longSubject,
        who: longName,
        state: "waiting-us",
        complaint: false,
        folder: "queue",
        dueAt: day(21, 9),
        listed: false,
        holder: "agents",
      },
    ],
    brokenList: [
      { ticket: 1042, subject, who: customer, at: day(20, 14), answeredAt: null },
      { ticket: 1013, subject: longSubject, who: longName, at: day(17, 12), answeredAt: day(17, 15) },
    ],
    ratings: { good: figure(19, 17), partly: figure(3, 2), not: figure(2, 1) },
    badRatings: [
      { ticket: 998, subject, who: longName, rating: "not", comment: excerpt },
      { ticket: 1004, subject: longSubject, who: customer, rating: "partly", comment: "" },
    ],
    recurringList: [{ ticket: 1042, subject, who: customer, topic: "delivery", complaints: 3 }],
    corrections: [
      { current: true, learns: "urgency", label: "high", count: 3 },
      { current: true, learns: "guard", label: "person", count: 1 },
    ],
    automatic: [
      { label: "bulk", count: figure(34, 31) },
      { label: "autoresponse", count: figure(9, 12) },
      { label: "bounce", count: figure(2, 0) },
    ],
  } satisfies Partial<Digest>;
}

function complaints(language: Language) {
  const [kettle, card, courier] = GROUPS[language];
  const group = { before: 0, fresh: false };
  return {
    groups: [
      {
        ...group,
        group: 12,
        name: kettle,
        complaints: 9,
        before: 3,
        customers: 8,
        history: [0, 1, 0, 2, 1, 2, 3, 9],
      },
      {
        ...group,
        group: 31,
        name: card,
        complaints: 4,
        customers: 4,
        fresh: true,
        history: [0, 0, 0, 0, 0, 0, 0, 4],
      },
      {
        ...group,
        group: 7,
        name: courier,
        complaints: 3,
        before: 5,
        customers: 2,
        history: [4, 3, 5, 2, 4, 6, 5, 3],
      },
    ],
    moreGroups: 4,
    topics: [
      { label: "product-defect", count: figure(10, 4) },
      { label: "delivery", count: figure(6, 8) },
      { label: "billing", count: figure(5, 2) },
    ],
    causes: [
      { label: "process", count: figure(13, 6) },
      { label: "external", count: figure(5, 6) },
      { label: "interpersonal", count: figure(3, 2) },
    ],
  } satisfies Partial<Digest>;
}

function brought(language: Language): Pick<Digest, "spikes" | "silent" | "decisions" | "unanswered"> {
  const [kettle, card] = GROUPS[language];
  const { longName } = CAST[language];
  const link = "https://lantern.example/d/bG9vayBhdCB0aGlz";
  return {
    spikes: [
      {
        what: "group",
        group: 12,
        name: kettle,
        direction: "spike",
        since: day(19, 6),
        count: 7,
        usual: 1.3,
      },
    ],
    silent: [
      { customerId: 8, who: longName, reasons: ["silent-quiet", "silent-understated"], lastAt: day(2, 9) },
    ],
    decisions: [
      { kind: "name-group", group: card, person: "", count: 0, link },
      { kind: "approve-outreach", group: "", person: longName, count: 1, link },
    ],
    unanswered: [{ group: 31, name: card, complaints: 4 }],
  };
}
