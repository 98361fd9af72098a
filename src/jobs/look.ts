import { setTimeout as sleep } from "node:timers/promises";
import { takeCorrections } from "./correct.ts";
import { readFlags } from "./flags.ts";
import { followMoves } from "./follow.ts";
import type { Lookout } from "./lookout.ts";
import { readSent } from "./sent.ts";
import { settleDue } from "./settle.ts";

/**
 * One round: answers in Sent, moves, \Answered, and what moves ask for that have settled. In that order, so that a
 * message which was answered and then moved to what is done finds its answer noted. Returns how much was seen.
 */
export async function lookAround(lookout: Lookout): Promise<number> {
  try {
    const answers = await readSent(lookout, await lookout.errands());
    // The connection may be another by now.
    const { followed, adopted } = await followMoves(lookout, await lookout.errands());
    const flagged = await readFlags(lookout, await lookout.errands());
    const settled = lookout.rooms.roles === null ? 0 : await settleDue(lookout);
    const corrections = lookout.rooms.roles === null ? 0 : await takeCorrections(lookout);
    return answers + followed + adopted + flagged + settled + corrections;
  } catch (error) {
    // What was seen may not have been written down: all of it is looked at again.
    lookout.sightings.clear();
    throw error;
  }
}

/** Waits until mail comes into Sent, where the server can tell (IDLE), or it is time for another round. */
export async function untilNextRound(
  lookout: Lookout,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  const { sent } = lookout.rooms;
  if (sent === null) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  else await (await lookout.errands()).wait(sent, milliseconds, signal);
}
