import { PermanentError } from "../errors.ts";
import { openWeb, type WebServer } from "../web/server.ts";
import type { House } from "./house.ts";

/** The web server with the pages of all mailboxes. */
export async function openPages(house: House): Promise<WebServer> {
  const { config, pages } = house;
  if (config.web === null || pages === null)
    throw new PermanentError("no-web", "no web server is configured");
  const log = house.log("pages");
  const { mailboxes, publicUrl } = config;
  const prefix = publicUrl === null ? "" : new URL(publicUrl).pathname.replace(/\/+$/, "");
  const { store, secret, now, answers } = house;
  const front = { store, mailboxes, secret, words: pages, answers, now, log };
  const server = await openWeb(front, { ...config.web, prefix });
  log.info({ host: config.web.host, port: server.port }, "pages ready");
  return server;
}
