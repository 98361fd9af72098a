import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Secret, type ServerAddress } from "../../src/config.ts";
import { connectInbox } from "../../src/imap/connect.ts";
import { agentOf, NEVER } from "../contract/inbox.ts";
import { type Dovecot, type DovecotOptions, startDovecot } from "../support/dovecot.ts";
import { startNetwork } from "../support/network.ts";
import { plain } from "../support/octets.ts";
import { startProxy } from "../support/proxy.ts";

const OPENSSL = "openssl";
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const addressOf = (dovecot: Dovecot, user = dovecot.user(), port = dovecot.imapPort): ServerAddress => ({
  host: dovecot.host,
  port,
  tls: "none",
  verify: true,
  login: { user, password: new Secret(dovecot.password) },
});

async function start(options: DovecotOptions = {}): Promise<Dovecot> {
  const dovecot = await startDovecot(options);
  ends.push(() => dovecot.stop());
  return dovecot;
}

async function enter(address: ServerAddress, deadlineMs = 20_000) {
  const inbox = await connectInbox(address, { deadlineMs });
  ends.push(() => inbox.close());
  return inbox;
}

async function agent(address: ServerAddress) {
  const client = await agentOf(address);
  ends.push(() => client.close());
  return client;
}

describe("moving", () => {
  const BASE = "IMAP4rev1 LITERAL+ ID ENABLE NAMESPACE SPECIAL-USE IDLE";

  test("without MOVE and UIDPLUS nothing is moved, only marked", async () => {
    const dovecot = await start({ capability: BASE });
    const address = addressOf(dovecot);
    const inbox = await enter(address);
    expect(inbox.moveMethod).toBe("keywords-only");
    await (await agent(address)).append("INBOX", plain("<one@customer.example>"));
    const all = await inbox.uids("INBOX", 1);
    await expect(inbox.move("INBOX", all, "Archive")).rejects.toMatchObject({ code: "keywords-only" });
    await inbox.addKeywords("INBOX", all, ["foyer-low"]);
    expect(await inbox.uids("INBOX", 1)).toEqual(all);
    expect(await inbox.uids("Archive", 1)).toEqual([]);
  });

  test("a server with MOVE but without UIDPLUS moves, and what was gone before is told apart", async () => {
    const dovecot = await start({ capability: `${BASE} MOVE` });
    const user = dovecot.user();
    // Dovecot tells COPYUID all the same; a server without UIDPLUS does not.
    const network = await startNetwork(dovecot.imapPort, (chunk) =>
      Buffer.from(chunk.toString("latin1").replaceAll("[COPYUID", "[XOPYUID"), "latin1"),
    );
    ends.push(() => network.stop());
    const inbox = await enter(addressOf(dovecot, user, network.port));
    const other = await agent(addressOf(dovecot, user));
    for (let n = 0; n < 3; n++) await other.append("INBOX", plain(`<n${n}@customer.example>`));
    const [first = 0, second = 0, third = 0] = await inbox.uids("INBOX", 1);
    await other.mailboxOpen("INBOX");
    await other.messageMove(`${second}`, "Trash", { uid: true });
    const result = await inbox.move("INBOX", [first, second, third], "Archive");
    expect(result).toEqual({
      moved: new Map([
        [first, null],
        [third, null],
      ]),
      missing: [second],
      uidValidity: null,
    });
    expect(await inbox.uids("Archive", 1)).toHaveLength(2);
  });

  test("a folder that does not let us in is a refusal for good, and the message stays", async () => {
    const dovecot = await start({ rights: { Locked: "lr" } });
    const address = addressOf(dovecot);
    const inbox = await enter(address);
    const other = await agent(address);
    await other.mailboxCreate("Locked");
    await other.append("INBOX", plain("<one@customer.example>"));
    const all = await inbox.uids("INBOX", 1);
    await expect(inbox.move("INBOX", all, "Locked")).rejects.toMatchObject({ code: "refused" });
    expect(await inbox.uids("INBOX", 1)).toEqual(all);
  });

  test("from a read-only folder nothing is moved or marked, with and without MOVE", async () => {
    for (const capability of [`${BASE} UIDPLUS MOVE`, `${BASE} UIDPLUS`]) {
      const dovecot = await start({ capability, rights: { Still: "lrpi" } });
      const address = addressOf(dovecot);
      const inbox = await enter(address);
      const other = await agent(address);
      await other.mailboxCreate("Still");
      await other.append("Still", plain("<one@customer.example>"));
      expect((await inbox.open("Still")).anyKeyword).toBe(false);
      const all = await inbox.uids("Still", 1);
      await inbox.addKeywords("Still", all, ["foyer-low", "\\Flagged"]);
      const [message] = await inbox.listed("Still", all);
      expect([...(message?.flags ?? [])]).not.toContain("\\Flagged");
      await expect(inbox.move("Still", all, "Archive")).rejects.toMatchObject({ code: "refused" });
      expect(await inbox.uids("Still", 1)).toEqual(all);
      expect(await inbox.uids("Archive", 1)).toEqual([]);
    }
  });

  test("a full mailbox takes no more and says so", async () => {
    const dovecot = await start({ quota: "10k" });
    const inbox = await enter(addressOf(dovecot));
    const full = inbox.append("Sent", Buffer.from(plain("<one@customer.example>", 50_000)), ["\\Seen"]);
    await expect(full).rejects.toMatchObject({ name: "PermanentError", code: "over-quota" });
  });
});

test("under a prefix and with dots as delimiter, folders are made where the server wants them", async () => {
  const dovecot = await start({ separator: ".", prefix: "INBOX." });
  const inbox = await enter(addressOf(dovecot));
  expect(await inbox.create(["Support", "1 Sürgős v2.0"])).toBe("INBOX.Support.1 Sürgős v2-0");
  expect((await inbox.open("INBOX.Support")).exists).toBe(0);
  await inbox.append("INBOX", Buffer.from(plain("<one@customer.example>")), []);
  const { moved } = await inbox.move("INBOX", await inbox.uids("INBOX", 1), "INBOX.Support.1 Sürgős v2-0");
  expect(moved.size).toBe(1);
});

test("a message inside a large message keeps its sender and its text", async () => {
  const dovecot = await start();
  const user = dovecot.user();
  const inner = "From: Real Customer <real@customer.example>\r\nSubject: Inner\r\n\r\nThe inner words.";
  const { withAttachment } = await import("../support/octets.ts");
  await dovecot.deliver(user, withAttachment(300_000, inner));
  const inbox = await enter(addressOf(dovecot, user));
  const [large] = await inbox.fetch("INBOX", await inbox.uids("INBOX", 1), 50_000);
  const source = Buffer.from(large?.raw.source ?? []).toString();
  expect(source).toContain("Real Customer <real@customer.example>");
  expect(source).toContain("The inner words.");
  expect(large?.raw.structure?.attachments.map(({ contentType }) => contentType)).toEqual([
    "application/pdf",
    "message/rfc822",
  ]);
});

describe("a connection that goes wrong", () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot.stop());

  test("a server that is killed while we wait ends the waiting, and a new connection finds all mail", async () => {
    const user = dovecot.user();
    await dovecot.deliver(user, plain("<one@customer.example>"));
    const inbox = await enter(addressOf(dovecot, user));
    const all = await inbox.uids("INBOX", 1);
    const { uidValidity } = await inbox.open("INBOX");
    const waiting = inbox.wait("INBOX", 20_000, NEVER);
    await inbox.listed("INBOX", all);
    dovecot.kill();
    await expect(waiting).rejects.toMatchObject({ name: "TemporaryError" });
    await inbox.closed;
    await expect(inbox.uids("INBOX", 1)).rejects.toMatchObject({ name: "TemporaryError" });
    await expect(inbox.move("INBOX", all, "Archive")).rejects.toMatchObject({ name: "TemporaryError" });
    await dovecot.start();
    const again = await enter(addressOf(dovecot, user));
    expect((await again.open("INBOX")).uidValidity).toBe(uidValidity);
    expect(await again.uids("INBOX", 1)).toEqual(all);
  });

  test("a server that stalls is given up after the deadline, in a command and in IDLE", async () => {
    for (const stalls of ["command", "idle"] as const) {
      const network = await startNetwork(dovecot.imapPort);
      ends.push(() => network.stop());
      const inbox = await enter(addressOf(dovecot, dovecot.user(), network.port), 300);
      await inbox.open("INBOX");
      const started = performance.now();
      const idle = stalls === "idle" ? inbox.wait("INBOX", 100, NEVER) : null;
      network.stall();
      await expect(idle ?? inbox.uids("INBOX", 1)).rejects.toMatchObject({ name: "TemporaryError" });
      await inbox.closed;
      expect(performance.now() - started).toBeLessThan(3_000);
    }
  });

  test("a server that says NO to IDLE is asked from time to time, and not without end", async () => {
    const proxy = await startProxy(dovecot.imapPort);
    ends.push(() => proxy.stop());
    let asked = 0;
    proxy.onClient = (text) => {
      if (!/ IDLE\r\n/.test(text)) return true;
      asked += 1;
      return text.replace(" IDLE", " XIDLE");
    };
    const address = addressOf(dovecot, dovecot.user(), proxy.port);
    const inbox = await connectInbox(address, { deadlineMs: 20_000, pollMs: 20 });
    ends.push(() => inbox.close());
    await inbox.open("INBOX");
    const waiting = inbox.wait("INBOX", 10_000, NEVER);
    await dovecot.deliver(address.login?.user ?? "", plain("<one@customer.example>"));
    expect(await waiting).toBe("mail");
    expect(asked).toBe(1);
  });

  test("a connection cut amid a fetch is a failure to try again, not an empty answer", async () => {
    const network = await startNetwork(dovecot.imapPort, (chunk) => {
      if (chunk.includes("BODY[]")) setImmediate(() => network.cut());
      return chunk.subarray(0, chunk.includes("BODY[]") ? 60 : chunk.length);
    });
    ends.push(() => network.stop());
    const user = dovecot.user();
    for (let n = 0; n < 5; n++) await dovecot.deliver(user, plain(`<n${n}@customer.example>`, 20_000));
    const inbox = await enter(addressOf(dovecot, user, network.port));
    const all = await inbox.uids("INBOX", 1);
    await expect(inbox.fetch("INBOX", all, 1_000_000)).rejects.toMatchObject({ name: "TemporaryError" });
  });

  test("no server at all is a failure to try again", async () => {
    const address = { ...addressOf(dovecot), port: 1 };
    await expect(connectInbox(address)).rejects.toMatchObject({ name: "TemporaryError" });
  });

  test("a server that accepts and never greets is given up", async () => {
    const network = await startNetwork(dovecot.imapPort, () => Buffer.alloc(0));
    ends.push(() => network.stop());
    const started = performance.now();
    const address = addressOf(dovecot, dovecot.user(), network.port);
    await expect(connectInbox(address, { deadlineMs: 200 })).rejects.toMatchObject({
      name: "TemporaryError",
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe("TLS", () => {
  const directory = mkdtempSync(join(tmpdir(), "foyer-tls-"));
  const certificate = join(directory, "certificate.pem");
  const key = join(directory, "key.pem");
  beforeAll(() => {
    const subject = ["-subj", "/CN=mail.example.test", "-addext", "subjectAltName=DNS:mail.example.test"];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const files = ["-keyout", key, "-out", certificate];
    execFileSync(OPENSSL, ["req", "-x509", "-nodes", "-days", "2", ...curve, ...subject, ...files], {
      stdio: "ignore",
    });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test("STARTTLS is required: a server without it gets neither user nor password", async () => {
    const dovecot = await start();
    let said = "";
    const network = await startNetwork(dovecot.imapPort, undefined, (chunk) => {
      said += chunk.toString();
      return chunk;
    });
    ends.push(() => network.stop());
    const address: ServerAddress = { ...addressOf(dovecot, "someone", network.port), tls: "starttls" };
    await expect(connectInbox(address)).rejects.toMatchObject({ name: "PermanentError", code: "tls" });
    expect(said).not.toMatch(/LOGIN|AUTHENTICATE/);
  });

  test("a certificate that nobody vouches for is refused, unless verification was switched off", async () => {
    const dovecot = await start({ tls: { certificate, key } });
    const starttls: ServerAddress = { ...addressOf(dovecot), tls: "starttls" };
    const implicit = await startTls(dovecot.imapPort);
    for (const address of [starttls, { ...starttls, tls: "implicit" as const, port: implicit }]) {
      await expect(connectInbox(address)).rejects.toMatchObject({
        name: "PermanentError",
        code: "tls",
        message: expect.stringContaining("certificate of 127.0.0.1"),
      });
      const inbox = await enter({ ...address, verify: false });
      expect(await inbox.uids("INBOX", 1)).toEqual([]);
    }
  });

  test("plain text where TLS was expected is told as such", async () => {
    const dovecot = await start();
    const address: ServerAddress = { ...addressOf(dovecot), tls: "implicit" };
    await expect(connectInbox(address)).rejects.toMatchObject({
      code: "tls",
      message: expect.stringContaining("does not speak TLS"),
    });
  });

  /** TLS from the first octet in front of a plain server. */
  async function startTls(port: number): Promise<number> {
    const server = createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (client) => {
      const upstream = connectTcp(port, "127.0.0.1");
      client.on("error", () => upstream.destroy());
      upstream.on("error", () => client.destroy());
      client.pipe(upstream).pipe(client);
    });
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(() => {
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }
});
