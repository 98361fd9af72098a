import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Octets of both halves of the nursery: a backlog takes a sixth less of the processor with it, and little less with more. */
const ENOUGH = 8 * 1024 * 1024;

/** Percent by which the rest of the heap may grow before it is collected, and in a backlog: a tenth less of the processor. */
const SPARING = 40;
const HURRIED = 150;

/**
 * foyer keeps its nursery as small as it starts with: it waits most of the time, and what the heap once took it keeps. In
 * a backlog much is alive at the same time, and a small nursery is emptied again and again. To be called with each batch:
 * V8 looks at the flag whenever it is about to let the nursery grow.
 */
export function growNursery(): void {
  const nursery = getHeapSpaceStatistics().find((space) => space.space_name === "new_space");
  setGrowth(nursery === undefined || nursery.space_size >= ENOUGH ? 1 : 4, HURRIED);
}

/** The backlog is over: no larger than it is by now. */
export function keepNursery(): void {
  setGrowth(1, SPARING);
}

function setGrowth(factor: number, percent: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
