import { consequenceOf, type SettledMove } from "../policy/moved.ts";
import type { OutboxDraft } from "../store/outgoing.ts";
import type { Move } from "../store/seen.ts";
import type { TicketStep } from "../store/tickets.ts";
import { type Desk, targetsOf } from "../triage/desk.ts";
import { noteCorrections } from "./correct.ts";
import { handOverDrafts, solvedDraft } from "./handover.ts";
import type { Lookout } from "./lookout.ts";

/** Moves dealt with in one round; the rest in the next. */
const MOST = 200;

/**
 * Does what the moves ask for that have stood long enough (SETTLE_SECONDS): a message that was moved back meanwhile is not
 * among them. Returns their number.
 */
export async function settleDue(lookout: Lookout): Promise<number> {
  const { desk } = lookout;
  const before = new Date(desk.now().getTime() - desk.config.settleSeconds * 1000);
  const moves = await desk.store.settledMoves(desk.mailbox.id, before, MOST);
  await noteCorrections(desk, moves);
  for (const move of moves) {
    const step = await stepFor(lookout, move);
    await desk.store.settleMoves(desk.lease(), [{ move, step }]);
    log(desk, move, step);
  }
  return moves.length;
}

async function stepFor(lookout: Lookout, move: Move): Promise<TicketStep | null> {
  const { desk } = lookout;
  const { ticketId, ledgerId, from } = move;
  const [ticket] = ticketId === null ? [] : await desk.store.tickets([ticketId]);
  if (ticket === undefined || from === null) return null;
  const settled: SettledMove = { from, to: move.to, at: move.movedAt, carries: move.carries };
  const rules = {
    targets: targetsOf(desk.config),
    complaintsManager: desk.config.complaintsManager !== null,
  };
  const { events, mail } = consequenceOf(ticket, settled, { rules, now: desk.now() });
  let outbox: readonly OutboxDraft[] = [];
  if (mail === "hand-over") outbox = await handOverDrafts(lookout, { ticket, move, events });
  if (mail === "solved") outbox = await solvedDraft(lookout, { ticket, move, events });
  const told = outbox.some(({ kind }) => kind === "handover");
  return {
    ticketId: ticket.id,
    ledgerId,
    version: ticket.version,
    // A time that nobody is told is no promise.
    events: told ? events : events.filter(({ type }) => type !== "PromiseMade"),
    outbox,
  };
}

function log(desk: Desk, { ledgerId, ticketId, from, to, carries }: Move, step: TicketStep | null): void {
  const events = step?.events.map(({ type }) => type) ?? [];
  desk.log.info({ ledger: ledgerId, ticket: ticketId, from, to, carries, events }, "move settled");
}
