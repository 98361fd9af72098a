import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { PermanentError } from "../errors.ts";
import { pagesOf } from "./app.ts";
import type { Front } from "./front.ts";

export interface WebServer {
  readonly port: number;
  /** Answers what is underway, then ends. */
  close(): Promise<void>;
}

export interface WebPlace {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Path of the public URL, "" for none. */
  readonly prefix: string;
  /** Milliseconds for a request to arrive whole; 10,000. Whoever trickles it would hold a connection for minutes. */
  readonly patience?: number;
}

const CONNECTIONS = 500;

/** Serves the pages. Throws PermanentError("port") where the port cannot be had. */
export async function openWeb(
  front: Front,
  { host, port, prefix, patience = 10_000 }: WebPlace,
): Promise<WebServer> {
  const server = createAdaptorServer({
    fetch: pagesOf(front, prefix).fetch,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: patience,
      requestTimeout: patience,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: patience / 10,
      maxHeaderSize: 8_192,
    },
  });
  if (!("closeAllConnections" in server)) throw new Error("an HTTP/1.1 server was asked for");
  server.maxConnections = CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const text = `no page can be served at ${host}:${port} (${error.code ?? "unknown cause"})`;
      reject(new PermanentError("port", text));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), 3_000);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
