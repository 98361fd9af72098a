import type { Desk } from "../triage/desk.ts";
import { openFolder } from "../triage/open.ts";
import { triageUids } from "../triage.ts";

/** Messages reopened at a time. */
const PORTION = 500;

/** Files mail from before the first start; never acknowledges it. Can be stopped and run again. Returns the number. */
export async function backfill(
  desk: Desk,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<number> {
  const { state } = await openFolder(desk);
  const at = { folder: desk.config.folder, uidValidity: state.uidValidity };
  let done = 0;
  while (!signal.aborted) {
    const refs = await desk.store.reopen(desk.lease(), at, "before-start", PORTION);
    if (refs.length === 0) break;
    const uids = refs.map((ref) => ref.uid);
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
