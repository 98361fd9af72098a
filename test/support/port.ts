import { createServer } from "node:net";

/** Below the ports that connections take on Linux (ip_local_port_range): one of those may take a port that was just free. */
const LOWEST = 12_000;
const HIGHEST = 32_000;
const TRIES = 50;

/** A port of the loopback on which nobody listens, for a server that cannot choose one itself. */
export async function freePort(): Promise<number> {
  for (let left = TRIES; left > 0; left--) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${TRIES} ports is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
