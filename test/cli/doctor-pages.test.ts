import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { pageChecks } from "../../src/cli/doctor-pages.ts";
import type { Report } from "../../src/cli/doctor-report.ts";

const host = "127.0.0.1";

async function findings(
  web: { host: string; port: number } | null,
  publicUrl: string | null,
): Promise<string[]> {
  const told: string[] = [];
  const report: Report = ({ check, state, text }) => void told.push(`${state} ${check}: ${text}`);
  await pageChecks(report, { web, publicUrl });
  return told;
}

/** A program that has a port, and answers whatever it is asked with `text`. */
async function withServer(text: string, use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => response.end(text)).listen(0, host);
  await once(server, "listening");
  await use((server.address() as AddressInfo).port);
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}

test("without pages, doctor says how they would be had", async () => {
  expect(await findings(null, null)).toEqual([expect.stringMatching(/^ok pages: none.*PUBLIC_URL/)]);
});

test("a free port is fine, and a public URL that leads to it is found to, whatever its path", async () => {
  let free = 0;
  await withServer("", async (port) => {
    free = port;
  });
  expect(await findings({ host, port: free }, `http://${host}:${free}/care`)).toEqual([
    `ok pages: ${host}:${free} is free`,
    expect.stringMatching(/^warn public URL: .*leads here.*needs https/),
  ]);
});

test("a port that foyer has is fine, one that another program has is not", async () => {
  await withServer("ok\n", async (port) => {
    expect(await findings({ host, port }, null)).toEqual([`ok pages: foyer runs at ${host}:${port}`]);
  });
  await withServer("Welcome!", async (port) => {
    expect(await findings({ host, port }, null)).toEqual([expect.stringMatching(/^FAIL pages: .*WEB_PORT/)]);
  });
});

test("a public URL that leads elsewhere is pointed out", async () => {
  await withServer("Welcome!", async (elsewhere) => {
    await withServer("ok\n", async (port) => {
      const [, second] = await findings({ host, port }, `http://${host}:${elsewhere}`);
      expect(second).toMatch(/^warn public URL: .*does not lead to foyer.*proxy/);
    });
  });
});
