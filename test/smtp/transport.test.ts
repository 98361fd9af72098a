import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { Secret, type ServerAddress } from "../../src/config.ts";
import { PermanentError, TemporaryError } from "../../src/errors.ts";
import { openTransport, type Transport } from "../../src/smtp/transport.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function refuse(code: number, status = "5.7.1"): Error {
  const words = `${status} mail for maria@example.org is refused, secret words`;
  return Object.assign(new Error(words), { responseCode: code });
}

/**
 * A sink that takes mail, except for recipients named after an SMTP code, and unknown@; it drops the connection for
 * drop@.
 */
async function sink(
  more: SMTPServerOptions = {},
): Promise<{ address: ServerAddress; mails: string[]; connections: () => number }> {
  const mails: string[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onConnect: (_session, done) => {
      connections++;
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      const code = Number(/^c(\d{3})@/.exec(address)?.[1] ?? 0);
      if (address.startsWith("drop@"))
        for (const one of server.connections) (one as { close(): void }).close();
      else if (address.startsWith("unknown@")) done(refuse(550, "5.1.1"));
      else done(code === 0 ? null : refuse(code));
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString());
        done();
      });
    },
    ...more,
  });
  // A dropped connection is an error event of the server's.
  server.on("error", () => undefined);
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", () => done());
  });
  open.push(() => new Promise((done) => server.close(() => done())));
  const { port } = server.server.address() as AddressInfo;
  const address: ServerAddress = { host: "127.0.0.1", port, tls: "none", verify: true, login: null };
  return { address, mails, connections: () => connections };
}

function transportTo(address: ServerAddress, token?: () => Promise<string>): Transport {
  const transport = openTransport(address, token);
  open.push(() => transport.close());
  return transport;
}

const letter = (...to: string[]) => ({
  envelope: { from: "support@example.com", to },
  raw: Buffer.from("Subject: Hello\r\n\r\nGood morning\r\n"),
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("sending", () => {
  test("delivers the octets as they are, many over few connections", async () => {
    const { address, mails, connections } = await sink();
    const transport = transportTo(address);
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_, i) => transport.send(letter(`user${i}@example.org`))),
    );
    expect(mails).toHaveLength(30);
    expect(mails[0]).toBe("Subject: Hello\r\n\r\nGood morning\r\n");
    expect(sent[0]?.response).toMatch(/^250/);
    expect(connections()).toBeLessThanOrEqual(5);
  });

  test("tells a 450 as something that may pass", async () => {
    const { address } = await sink();
    const error = await failure(transportTo(address).send(letter("c450@example.org")));
    expect(error).toBeInstanceOf(TemporaryError);
    expect(String(error)).not.toMatch(/maria|secret words|example/);
  });

  test("tells a 550 as final, with its code and without the server's words", async () => {
    const { address } = await sink();
    const error = await failure(transportTo(address).send(letter("c550@example.org")));
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ code: "smtp-550" });
    expect(String(error)).not.toMatch(/maria|secret words|example/);
  });

  test("tells an address that the server does not know apart from mail that it does not want", async () => {
    const { address } = await sink();
    const transport = transportTo(address);
    const unknown = await failure(transport.send(letter("unknown@example.org")));
    expect(unknown).toMatchObject({ code: "dead-address" });
    expect(String(unknown)).not.toMatch(/maria|secret words|example/);
    const both = await failure(transport.send(letter("unknown@example.org", "c550@example.org")));
    expect(both).toMatchObject({ code: "smtp-550" });
  });

  test("does not take the sender's refusal for the recipient's", async () => {
    const { address } = await sink({ onMailFrom: (_from, _session, done) => done(refuse(550, "5.1.1")) });
    expect(await failure(transportTo(address).send(letter("anna@example.org")))).toMatchObject({
      code: "smtp-550",
    });
  });

  test("sends to the others when one recipient is refused, and says which", async () => {
    const { address, mails } = await sink();
    const sent = await transportTo(address).send(letter("anna@example.org", "c550@example.org"));
    expect(mails).toHaveLength(1);
    expect(sent.accepted).toEqual(["anna@example.org"]);
    expect(sent.rejected).toEqual([{ address: "c550@example.org", code: 550 }]);
  });

  test("tries again later when all are refused and one of them only for now", async () => {
    const { address } = await sink();
    expect(
      await failure(transportTo(address).send(letter("c550@example.org", "c451@example.org"))),
    ).toBeInstanceOf(TemporaryError);
  });

  test("survives a dropped connection: that mail may be tried again, the next goes out", async () => {
    const { address, mails } = await sink();
    const transport = transportTo(address);
    expect(await failure(transport.send(letter("drop@example.org")))).toBeInstanceOf(TemporaryError);
    await transport.send(letter("anna@example.org"));
    expect(mails).toHaveLength(1);
  });

  test("calls a server that is not there temporary", async () => {
    const address: ServerAddress = { host: "127.0.0.1", port: 1, tls: "none", verify: true, login: null };
    expect(await failure(transportTo(address).send(letter("anna@example.org")))).toBeInstanceOf(
      TemporaryError,
    );
  });
});

describe("logging in", () => {
  const withLogin: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    authMethods: ["PLAIN", "XOAUTH2"],
    onAuth: (auth, _session, done) => {
      if (auth.password === "right" || auth.accessToken === "fresh") done(null, { user: "support" });
      else if (auth.username === "later") done(Object.assign(new Error("busy"), { responseCode: 454 }));
      else done(new Error("wrong-password is not the password"));
    },
  };
  const password = (user: string, secret: string) => ({ user, password: new Secret(secret) });
  const oauth = {
    user: "support",
    tokenUrl: "https://login.example/token",
    clientId: "id",
    clientSecret: null,
    refreshToken: new Secret("refresh"),
    scope: null,
  };

  test("a refused login is final, and the password is in no message", async () => {
    const { address } = await sink(withLogin);
    const error = await failure(
      transportTo({ ...address, login: password("support", "wrong-password") }).verify(),
    );
    expect(error).toMatchObject({ code: "auth" });
    expect(String(error)).not.toContain("wrong-password");
  });

  test("a login that is refused only for now is tried again", async () => {
    const { address } = await sink(withLogin);
    expect(await failure(transportTo({ ...address, login: password("later", "x") }).verify())).toBeInstanceOf(
      TemporaryError,
    );
  });

  test("verify succeeds with the right password", async () => {
    const { address } = await sink(withLogin);
    await transportTo({ ...address, login: password("support", "right") }).verify();
  });

  test("XOAUTH2 takes its token from the caller", async () => {
    const { address, mails } = await sink(withLogin);
    await transportTo({ ...address, login: oauth }, async () => "fresh").send(letter("anna@example.org"));
    expect(mails).toHaveLength(1);
  });

  test("a token that cannot be fetched now does not count as a refused login", async () => {
    const { address } = await sink(withLogin);
    const transport = transportTo({ ...address, login: oauth }, async () => {
      throw new TemporaryError("token server is away");
    });
    expect(await failure(transport.send(letter("anna@example.org")))).toBeInstanceOf(TemporaryError);
  });
});

test("STARTTLS that the server does not offer sends nothing in the clear", async () => {
  const { address, mails } = await sink();
  expect(
    await failure(transportTo({ ...address, tls: "starttls" }).send(letter("anna@example.org"))),
  ).toBeInstanceOf(Error);
  expect(mails).toHaveLength(0);
});

test("a certificate that nobody vouches for is refused unless verification is off", async () => {
  const { address, mails } = await sink({ secure: true });
  expect(
    await failure(transportTo({ ...address, tls: "implicit" }).send(letter("anna@example.org"))),
  ).toBeInstanceOf(TemporaryError);
  await transportTo({ ...address, tls: "implicit", verify: false }).send(letter("anna@example.org"));
  expect(mails).toHaveLength(1);
});
