import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A bad network, or another make of server: stands before a server on loopback, stalls, cuts and rewrites. */
export interface Network {
  readonly port: number;
  /** From now on nothing is passed on, in neither direction; connections stay open. */
  stall(): void;
  /** Resets all connections. */
  cut(): void;
  stop(): Promise<void>;
}

type Rewrite = (chunk: Buffer) => Buffer;
const asIs: Rewrite = (chunk) => chunk;

/**
 * @param down what becomes of the octets that the server sends, a chunk at a time
 * @param up what becomes of those that the client sends
 */
export async function startNetwork(port: number, down: Rewrite = asIs, up: Rewrite = asIs): Promise<Network> {
  const sockets = new Set<Socket>();
  let isStalled = false;
  const server = createServer((client) => {
    const upstream = connect({ port, host: "127.0.0.1" });
    for (const [from, to, change] of [
      [client, upstream, up],
      [upstream, client, down],
    ] as const) {
      from.setNoDelay(true);
      sockets.add(from);
      from.on("data", (chunk: Buffer) => {
        if (!isStalled) to.write(change(chunk));
      });
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        if (!isStalled) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    stall() {
      isStalled = true;
    },
    cut,
    stop() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
