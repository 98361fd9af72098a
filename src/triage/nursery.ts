import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Octets of both halves of the nursery: a backlog takes a sixth less of the processor with it, and little less with more. */
const ENOUGH = 8 * 1024 * 1024;

/**
 * foyer keeps its nursery as small as it starts with: it waits most of the time, and what the heap once took it keeps. In
 * a backlog much is alive at the same time, and a small nursery is emptied again and again. To be called with each batch:
 * V8 looks at the flag whenever it is about to let the nursery grow.
 */
export function growNursery(): void {
  const nursery = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
  setGrowth(nursery === undefined || nursery.space_size >= ENOUGH ? 1 : 4);
}

/** The backlog is over: no larger than it is by now. */
export function keepNursery(): void {
  setGrowth(1);
}

function setGrowth(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
