import { bigint, index, integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
import type { Topic } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import { instant, text } from "./columns.ts";
import { complaintGroups } from "./complaint-schema.ts";
import { mailboxes } from "./mailbox-schema.ts";

/** What the team has settled on as the answer to a group of complaints or to a topic: one of the two is null. */
export const agreedAnswers = pgTable(
  "agreed_answers",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    groupId: bigint({ mode: "number" }).references(() => complaintGroups.id),
    topic: text().$type<Topic>(),
    language: text().$type<Language>().notNull(),
    text: text().notNull(),
    setBy: text().notNull(),
    setAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("agreed_answers_of_group").on(t.groupId, t.language),
    uniqueIndex("agreed_answers_of_topic").on(t.mailboxId, t.topic, t.language),
    index("agreed_answers_of_mailbox").on(t.mailboxId),
  ],
);
