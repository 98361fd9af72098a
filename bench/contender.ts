import { once } from "node:events";
import type { Contender, Place } from "./place.ts";

/*
 * One contender in a process of its own: `node bench/contender.ts NAME`, told by its parent where to work and when.
 * foyer runs with the heap that it gives itself, the others with Node's.
 */
const contender = await load(process.argv[2] ?? "");
const place = await heard<Place>();
const opened = await contender.open(place);
tell({});
for (;;) {
  const { count } = await heard<{ readonly count: number }>();
  if (count === 0) break;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await opened.drain(count);
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  tell({ milliseconds, processor: (user + system) / 1000 });
  await opened.roundOff?.();
  tell({ milliseconds: performance.now() - began, resident: process.memoryUsage.rss() / 1e6 });
}
await opened.close();
process.disconnect();

async function load(name: string): Promise<Contender> {
  if (name === "foyer") {
    await import("../src/cli/heap.ts");
    return (await import("./foyer.ts")).foyer;
  }
  const plainly = await import("./plain.ts");
  const found = [plainly.bare, plainly.parsing, plainly.plain, plainly.sparing].find(
    (one) => one.name === name,
  );
  if (found === undefined) throw new Error(`there is no contender ${name}`);
  return found;
}

async function heard<Message>(): Promise<Message> {
  const [message] = (await once(process, "message")) as [Message];
  return message;
}

function tell(message: object): void {
  process.send?.(message);
}
