import { and, desc, eq, sql } from "drizzle-orm";
import type { Language } from "../mail/message.ts";
import { replyText } from "../mail/quote.ts";
import {
  askedWords,
  type Counted,
  lettersOf,
  lookedUpWords,
  type Sought,
  searchText,
  strangeWords,
} from "../policy/search.ts";
import { complaints } from "./complaint-schema.ts";
import { type Database, first, isOneOf, plainRows, rowsParameter } from "./database.ts";
import { openingMessage } from "./rating.ts";
import { wordsOf } from "./solved-index.ts";
import { solvedTickets } from "./solved-schema.ts";
import { IS_SOMEBODYS, solved, tickets } from "./ticket-schema.ts";
import { hasTrigrams } from "./trigrams.ts";

/** Tickets that are compared by their words. */
const COMPARED = 4_000;
/** Words that are looked for in other spellings; each costs a search of the vocabulary. */
const STRANGE = 4;
/** Of the letters' trigrams, so many must be common. */
const LIKE = 0.5;
/** The same topic makes tickets a little more alike. */
const SAME_TOPIC = 1.25;

interface Place {
  readonly mailboxId: number;
  readonly language: Language;
}

/** Ids of solved tickets alike to this one, the most alike first. */
export function searchAlike(db: Database): (ticketId: number, limit: number) => Promise<readonly number[]> {
  const trigrams = hasTrigrams(db);
  return async (ticketId, limit) => {
    const ticket = first(await db.select().from(tickets).where(eq(tickets.id, ticketId)));
    const opening = first(await openingMessage(db, ticketId));
    if (ticket === null || opening === null) return [];
    const [told, tied] = await Promise.all([
      byWords(db, { ...ticket, ...opening, limit, trigrams: await trigrams() }),
      ticket.complaint ? byTies(db, ticketId, limit) : [],
    ]);
    return [...new Set([...told, ...tied])].slice(0, limit);
  };
}

interface Search extends Place {
  readonly id: number;
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  readonly limit: number;
  readonly trigrams: boolean;
}

async function byWords(db: Database, search: Search): Promise<readonly number[]> {
  const text = searchText({ subject: search.subject, text: replyText(search.text) });
  const words = await counted(db, search, await wordsOf(db, text, search.language));
  const all = words.find(({ word }) => word === "")?.tickets ?? 0;
  const own = words.filter(({ word }) => word !== "");
  const like = search.trigrams ? await spelledLike(db, search, strangeWords(own, STRANGE)) : [];
  const known = [...own, ...like.filter(({ word }) => !own.some((one) => one.word === word))];
  const asked = askedWords(known, all);
  const lookedUp = lookedUpWords(asked, known);
  if (lookedUp.length === 0) return [];
  const rows = plainRows(await db.execute(alikeQuery(search, asked, lookedUp)));
  return rows.map((row) => Number(row.id));
}

async function counted(db: Database, place: Place, words: readonly string[]): Promise<readonly Counted[]> {
  const rows = plainRows(
    await db.execute(sql`
      select asked.word, coalesce(tickets, 0) as tickets
      from jsonb_array_elements_text(${rowsParameter(["", ...words])}) as asked(word)
      left join solved_words on solved_words.word = asked.word
        and mailbox_id = ${place.mailboxId} and language = ${place.language}`),
  );
  return rows.map((row) => ({ word: String(row.word), tickets: Number(row.tickets) }));
}

/** The word of the vocabulary that is spelt most like each of these. */
async function spelledLike(
  db: Database,
  place: Place,
  words: readonly string[],
): Promise<readonly Counted[]> {
  if (words.length === 0) return [];
  const rows = plainRows(
    await db.execute(sql`
      select found.word, found.tickets
      from jsonb_array_elements_text(${rowsParameter(words.map(lettersOf))}) as asked(letters)
      cross join lateral (
        select word, tickets, similarity(letters, asked.letters) as likeness from solved_words
        where letters % asked.letters and mailbox_id = ${place.mailboxId} and language = ${place.language}
        order by likeness desc, tickets desc limit 1
      ) as found
      where likeness >= ${LIKE}`),
  );
  return rows.map((row) => ({ word: String(row.word), tickets: Number(row.tickets) }));
}

/** By the words that are looked up; ranked by all that are asked for, long letters a little less. */
function alikeQuery(search: Search, asked: readonly Sought[], lookedUp: readonly string[]) {
  const any = lookedUp.map(quoted).join(" | ");
  const weights = asked.map(({ word, weight }) => ({ word: quoted(word), weight }));
  return sql`
    with found as materialized (
      select ticket_id, words from solved_tickets
      where words @@ ${any}::tsquery and mailbox_id = ${search.mailboxId} and language = ${search.language}
        and ticket_id <> ${search.id}
      limit ${COMPARED}
    ), told as (
      select ticket_id, sum(weight) / sqrt(20 + min(length(words))) as likeness from found
      join jsonb_to_recordset(${rowsParameter(weights)}) as asked(word tsquery, weight real) on words @@ asked.word
      group by ticket_id order by likeness desc limit 100
    )
    select tickets.id from told join tickets on tickets.id = told.ticket_id
    where ${solved(tickets)} and ${IS_SOMEBODYS}
    order by likeness * (case when tickets.topic = ${search.topic} then ${SAME_TOPIC}::real else 1 end) desc, tickets.id desc
    limit ${search.limit}`;
}

/** A stem as a tsquery has it: letters only, so that nothing in it can mean something. */
const quoted = (word: string): string => `'${word.replace(/[^\p{L}\p{M}]/gu, "")}'`;

/** Solved complaints that the log has tied to this one, in whatever language, the strongest tie first. */
async function byTies(db: Database, ticketId: number, limit: number): Promise<readonly number[]> {
  const row = first(
    await db.select({ ties: complaints.ties }).from(complaints).where(eq(complaints.ticketId, ticketId)),
  );
  const ties = new Map(row?.ties ?? []);
  if (ties.size === 0) return [];
  const found = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(isOneOf(tickets.id, [...ties.keys()]), solved(tickets), IS_SOMEBODYS))
    .orderBy(desc(tickets.id))
    .limit(limit * 2);
  return found.map(({ id }) => id).sort((a, b) => (ties.get(b) ?? 0) - (ties.get(a) ?? 0));
}

/** What these tickets were answered, as far as the index knows. */
export async function answersTo(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: solvedTickets.ticketId, answer: solvedTickets.answer })
    .from(solvedTickets)
    .where(isOneOf(solvedTickets.ticketId, ids));
  return new Map(rows.map(({ id, answer }) => [id, answer]));
}
