import type { Desk } from "../triage/desk.ts";
import { openFolder, triageUids } from "../triage.ts";

/** Messages reopened at a time. */
const PORTION = 500;

/** Files mail from before the first start; never acknowledges it. Can be stopped and run again. Returns the number. */
export async function backfill(
  desk: Desk,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<number> {
  const { state } = await openFolder(desk);
  let done = 0;
  while (!signal.aborted) {
    const refs = await desk.store.reopen(desk.lease(), desk.config.folder, "before-start", PORTION);
    const uids = refs.filter((ref) => ref.uidValidity === state.uidValidity).map((ref) => ref.uid);
    if (refs.length === 0) break;
    await triageUids(
      desk,
      state,
      uids.toSorted((a, b) => a - b),
      {
        silence: "backfill",
        signal,
        advance: false,
        onSettled: (count) => {
          done += count;
          onProgress(done);
        },
      },
    );
  }
  return done;
}
