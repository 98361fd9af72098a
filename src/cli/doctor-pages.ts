import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Config } from "../config.ts";
import type { Report } from "./doctor-report.ts";

const PATIENCE = 5_000;

/** Whether the pages' port can be had, and whether the public URL leads to it. */
export async function pageChecks(
  report: Report,
  { web, publicUrl }: Pick<Config, "web" | "publicUrl">,
): Promise<void> {
  if (web === null)
    return report({
      check: "pages",
      state: "ok",
      text: "none: ratings and opt-out go by mail; set PUBLIC_URL for pages",
    });
  const place = `${web.host}:${web.port}`;
  const nonce = randomUUID();
  const server = await listening(web, nonce);
  try {
    if (server === null && !(await answers(`http://${web.host}:${web.port}`, "ok")))
      return report({
        check: "pages",
        state: "FAIL",
        text: `${place} cannot be had: another program has the port, or the address is not this machine's; set WEB_HOST and WEB_PORT`,
      });
    report({
      check: "pages",
      state: "ok",
      text: server === null ? `foyer runs at ${place}` : `${place} is free`,
    });
    if (publicUrl !== null) await publicCheck(report, publicUrl, server === null ? "ok" : nonce);
  } finally {
    server?.close();
  }
}

async function publicCheck(report: Report, publicUrl: string, expected: string): Promise<void> {
  const check = "public URL";
  if (!(await answers(publicUrl, expected)))
    return report({
      check,
      state: "warn",
      text: `${publicUrl} does not lead to foyer from here: check the name, the reverse proxy and the firewall (some networks do not let one reach one's own public address)`,
    });
  const secure = publicUrl.startsWith("https:");
  report({
    check,
    state: secure ? "ok" : "warn",
    text: secure
      ? `${publicUrl} leads here`
      : `${publicUrl} leads here, but one-click opt-out (RFC 8058) needs https`,
  });
}

/** A server in foyer's place for the moment, that tells `nonce`; null where the port cannot be had. */
async function listening(
  { host, port }: { readonly host: string; readonly port: number },
  nonce: string,
): Promise<Server | null> {
  const server = createServer((_, response) => response.end(`${nonce}\n`));
  try {
    server.listen(port, host);
    await once(server, "listening");
    return server;
  } catch {
    return null;
  }
}

async function answers(url: string, expected: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, {
      signal: AbortSignal.timeout(PATIENCE),
      redirect: "error",
    });
    return response.ok && (await response.text()).slice(0, 100).trim() === expected;
  } catch {
    return false;
  }
}
