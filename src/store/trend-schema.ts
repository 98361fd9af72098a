import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
import type { SeriesKind } from "../policy/trend.ts";
import { instant, json, text } from "./columns.ts";
import { mailboxes } from "./mailbox-schema.ts";
import type { StoryEnd } from "./trend.ts";

/** What was told of as unusual. Numbers and labels only. */
export const stories = pgTable(
  "stories",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    mailboxId: integer()
      .notNull()
      .references(() => mailboxes.id),
    kind: text().$type<SeriesKind>().notNull(),
    key: text().notNull(),
    /** Local ISO dates. */
    from: text().notNull(),
    until: text(),
    days: integer().notNull(),
    customers: integer().notNull(),
    usual: doublePrecision().notNull(),
    tickets: json<readonly number[]>().notNull(),
    openedAt: instant().notNull(),
    closedAt: instant(),
    ending: text().$type<StoryEnd>(),
  },
  (t) => [
    uniqueIndex("stories_open").on(t.mailboxId, t.kind, t.key).where(sql`${t.closedAt} is null`),
    index("stories_opened").on(t.mailboxId, t.openedAt),
    index("stories_closed").on(t.mailboxId, t.closedAt),
  ],
);
