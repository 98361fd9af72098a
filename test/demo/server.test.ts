import { createTransport } from "nodemailer";
import { afterEach, expect, test } from "vitest";
import { Secret } from "../../src/config.ts";
import { type EmbeddedServer, startEmbedded } from "../../src/demo/server.ts";
import { connectInbox } from "../../src/imap/connect.ts";
import { plain } from "../support/octets.ts";

let server: EmbeddedServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

const enter = (started: EmbeddedServer) =>
  connectInbox({
    host: started.host,
    port: started.imapPort,
    tls: "none",
    verify: true,
    login: { user: started.user, password: new Secret(started.password) },
  });

test("what is sent through the demo's mail server is kept with its envelope", async () => {
  server = await startEmbedded();
  const transport = createTransport({ host: server.host, port: server.smtpPort, pool: true });
  const sending = transport.sendMail({
    envelope: { from: "support@shop.example", to: ["ann@customer.example"] },
    raw: plain("<answer@shop.example>"),
  });
  await server.sentCount(1);
  await sending;
  const [sent] = server.sent();
  expect(sent?.envelope).toEqual({ from: "support@shop.example", to: ["ann@customer.example"] });
  expect(sent?.raw.toString()).toContain("<answer@shop.example>");
  transport.close();
});

test("the demo's mail server answers a command in a few milliseconds", async () => {
  server = await startEmbedded();
  const inbox = await enter(server);
  const started = performance.now();
  for (let n = 0; n < 25; n++) await inbox.uids("INBOX", 1);
  expect(performance.now() - started).toBeLessThan(500);
  await inbox.close();
});

test("without MOVE the demo's server copies and expunges, without UIDPLUS it only marks", async () => {
  for (const [extensions, method] of [
    [["UIDPLUS", "SPECIAL-USE"], "copy-expunge"],
    [["SPECIAL-USE"], "keywords-only"],
  ] as const) {
    server = await startEmbedded(extensions);
    const inbox = await enter(server);
    expect(inbox.moveMethod).toBe(method);
    await server.deliver(plain("<one@customer.example>"));
    if (method === "copy-expunge") {
      const { moved } = await inbox.move("INBOX", await inbox.uids("INBOX", 1), "Archive");
      expect([...moved]).toEqual([[1, 1]]);
    }
    await inbox.close();
    await server.stop();
    server = null;
  }
});
