import { and, asc, eq, sql } from "drizzle-orm";
import type { Language } from "../mail/message.ts";
import { lettersOf } from "../policy/search.ts";
import { type Database, insertRows, isOneOf, plainRows, rowsParameter } from "./database.ts";
import { underLease } from "./lease.ts";
import { events } from "./schema.ts";
import type { SolvedDraft, SolvedStore, Unindexed } from "./solved.ts";
import { solvedTickets, solvedWords } from "./solved-schema.ts";
import { IS_SOMEBODYS, solved, tickets } from "./ticket-schema.ts";

/** Stems are made by Postgres's own dictionaries (Snowball). It has none of Persian: words stay as they are written. */
const DICTIONARIES: Readonly<Record<Language, string>> = {
  en: "english",
  el: "greek",
  hu: "hungarian",
  ru: "russian",
  fa: "simple",
};
/** Solved, and not in the index as it was solved last. */
const UNINDEXED = sql`(${solved(tickets)} and ${IS_SOMEBODYS}
  and (${tickets.indexedAt} is null or ${tickets.indexedAt} < ${tickets.resolvedAt}))`;
/** We asked a silent customer, and all was well: there was nothing to solve. */
const NOTHING_ASKED = sql`(${tickets.kind} = 'other' and ${tickets.firstAnswerAt} is null and exists (
  select from ${events} where ${events.ticketId} = ${tickets.id} and ${events.type} = 'TicketOpened'
    and ${events.codes}->>'invited' = 'true'))`;
/** Words of one ticket; a hostile mail must not fill the index. Letters. */
const MOST = { words: 150, letters: 40 };

export function unindexedSolved(db: Database): SolvedStore["unindexedSolved"] {
  return async (mailboxId, limit) => {
    const waiting = db
      .select({ id: tickets.id, language: tickets.language })
      .from(tickets)
      .where(and(eq(tickets.mailboxId, mailboxId), UNINDEXED, sql`not ${NOTHING_ASKED}`))
      .orderBy(asc(tickets.id))
      .limit(limit)
      .as("waiting");
    const rows = plainRows(
      await db.execute(sql`
        select waiting.id, waiting.language, opening.subject, opening.text,
          case when said.at >= answer.at or answer.at is null then said.text else answer.text end as answer
        from ${waiting}
        left join lateral (
          select subject, left(messages.text, 20000) as text from ledger join messages on ledger_id = ledger.id
          where ledger.ticket_id = waiting.id
          order by (decision #>> '{reaction,says}') is not distinct from 'thanks', ledger.id limit 1
        ) as opening on true
        left join lateral (
          select left(messages.text, 5000) as text, internal_date as at from ledger join messages on ledger_id = ledger.id
          where ledger.ticket_id = waiting.id and decision ? 'answered' order by ledger.id desc limit 1
        ) as answer on true
        left join agent_answers as said on said.ticket_id = waiting.id
        order by waiting.id`),
    );
    return rows.map(
      (row): Unindexed => ({
        ticketId: Number(row.id),
        language: row.language as Language,
        subject: typeof row.subject === "string" ? row.subject : "",
        text: typeof row.text === "string" ? row.text : "",
        answer: typeof row.answer === "string" ? row.answer : null,
      }),
    );
  };
}

export function indexSolved(db: Database): SolvedStore["indexSolved"] {
  return async (lease, drafts, now) => {
    if (drafts.length === 0) return;
    const stems = await stemsOf(db, drafts);
    await underLease(db, lease, async (tx) => {
      const { mailboxId } = lease;
      // Whoever is erased meanwhile waits so long, and is then taken out again.
      const living = await tx
        .select({ id: tickets.id })
        .from(tickets)
        .where(
          and(
            isOneOf(
              tickets.id,
              drafts.map(({ ticketId }) => ticketId),
            ),
            IS_SOMEBODYS,
          ),
        )
        .for("share");
      const kept = drafts.filter(({ ticketId }) => living.some(({ id }) => id === ticketId));
      if (kept.length === 0) return;
      const added = plainRows(
        await tx.execute(sql`
          insert into ${solvedTickets} (ticket_id, mailbox_id, language, words, answer, indexed_at)
          select ticket_id, ${mailboxId}, language, array_to_tsvector(words), answer, ${now.toISOString()}::timestamptz
          from jsonb_to_recordset(${rowsParameter(kept.map((draft) => rowOf(draft, stems)))})
            as given(ticket_id bigint, language text, words text[], answer text)
          on conflict (ticket_id) do update set answer = excluded.answer, indexed_at = excluded.indexed_at
          returning ticket_id, (xmax = 0) as fresh`),
      );
      const fresh = new Set(added.flatMap((row) => (row.fresh === true ? Number(row.ticket_id) : [])));
      await countWords(
        tx,
        mailboxId,
        kept.filter(({ ticketId }) => fresh.has(ticketId)).map((draft) => ({ draft, stems })),
      );
      const ids = kept.map(({ ticketId }) => ticketId);
      await tx.update(tickets).set({ indexedAt: now }).where(isOneOf(tickets.id, ids));
    });
  };
}

const rowOf = ({ ticketId, language, answer }: SolvedDraft, stems: Stems) => ({
  ticket_id: ticketId,
  language,
  words: stems.get(ticketId) ?? [],
  answer,
});

type Stems = ReadonlyMap<number, readonly string[]>;

async function stemsOf(db: Database, drafts: readonly SolvedDraft[]): Promise<Stems> {
  const given = drafts.map(({ ticketId, language, text }) => ({
    id: ticketId,
    as: DICTIONARIES[language],
    text,
  }));
  const rows = plainRows(
    await db.execute(sql`
      select id, to_jsonb(tsvector_to_array(to_tsvector("as"::regconfig, text))) as words
      from jsonb_to_recordset(${rowsParameter(given)}) as given(id bigint, "as" text, text text)`),
  );
  return new Map(rows.map((row) => [Number(row.id), keptWords(row.words as readonly string[])]));
}

const keptWords = (words: readonly string[]): readonly string[] =>
  words.filter((word) => word.length > 1 && word.length <= MOST.letters).slice(0, MOST.words);

/** The stems of one text, as the index has them. */
export async function wordsOf(db: Database, text: string, language: Language): Promise<readonly string[]> {
  return (await stemsOf(db, [{ ticketId: 0, language, text, answer: null }])).get(0) ?? [];
}

async function countWords(
  tx: Database,
  mailboxId: number,
  added: readonly { readonly draft: SolvedDraft; readonly stems: Stems }[],
): Promise<void> {
  const counts = new Map<string, { word: string; language: Language; tickets: number }>();
  for (const { draft, stems } of added)
    for (const word of ["", ...(stems.get(draft.ticketId) ?? [])]) {
      const key = `${draft.language} ${word}`;
      const one = counts.get(key) ?? { word, language: draft.language, tickets: 0 };
      one.tickets++;
      counts.set(key, one);
    }
  // In one order, so that two writers never wait for each other.
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  await insertRows(tx, solvedWords, {
    rows: sorted.map((one) => ({ ...one, mailboxId, letters: lettersOf(one.word) })),
    rest: sql`on conflict (word, mailbox_id, language) do update set tickets = solved_words.tickets + excluded.tickets`,
  });
}

/** Takes tickets out of the index, and words that nobody else used out of its vocabulary. */
export async function forgetSolved(tx: Database, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.execute(sql`
    with gone as (
      delete from solved_tickets where ${isOneOf(sql`ticket_id`, ticketIds)} returning mailbox_id, language, words
    ), lost as (
      select mailbox_id, language, word, count(*) as tickets from gone
      cross join lateral unnest(tsvector_to_array(words) || array['']) as word group by 1, 2, 3
    )
    update solved_words set tickets = solved_words.tickets - lost.tickets from lost
    where solved_words.word = lost.word and solved_words.mailbox_id = lost.mailbox_id
      and solved_words.language = lost.language`);
  await tx.delete(solvedWords).where(sql`${solvedWords.tickets} <= 0 and ${solvedWords.word} <> ''`);
}
