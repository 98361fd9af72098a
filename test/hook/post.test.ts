import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "../../src/config.ts";
import { isPublicAddress } from "../../src/hook/address.ts";
import { BusyError, type Posting, postJson } from "../../src/hook/post.ts";

const NOW = new Date("2026-11-30T12:00:00Z");
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A chat's server on loopback; its address, with a secret in its path. */
async function chat(answer: RequestListener, host = "127.0.0.1"): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}/services/T0/hunter2`;
}

const posting = (url: string, changes: Partial<Posting> = {}): Posting => ({
  url: new Secret(url),
  body: { text: "Hurrah" },
  allowPrivate: true,
  now: NOW,
  withinMs: 2000,
  ...changes,
});

async function refusal(url: string, changes: Partial<Posting> = {}): Promise<Error> {
  const error: unknown = await postJson(posting(url, changes)).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error("it was taken");
  // Whatever failed: who reads the log must not be able to write into the chat.
  expect(inspect(error, { depth: 9 })).not.toContain("hunter2");
  return error;
}

const answering =
  (status: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end("no");

describe("posting to a webhook", () => {
  it("brings the JSON and gives back the answer", async () => {
    const seen: unknown[] = [];
    const url = await chat(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      seen.push([request.method, request.headers["content-type"], JSON.parse(String(Buffer.concat(chunks)))]);
      response.end("ok");
    });
    expect(await postJson(posting(url))).toBe("ok");
    expect(seen).toEqual([["POST", "application/json", { text: "Hurrah" }]]);
  });

  it("gives up on a server that never answers, for now", async () => {
    const url = await chat(() => undefined);
    expect(await refusal(url, { withinMs: 50 })).toMatchObject({ name: "TemporaryError" });
  });

  it("takes 2xx for delivered, though the answer never ends", async () => {
    const flood = await chat((_, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
      };
      response.on("drain", pour);
      pour();
    });
    expect((await postJson(posting(flood))).length).toBe(65_536);
    const trickle = await chat((_, response) => {
      response.write("o");
    });
    expect(await postJson(posting(trickle, { withinMs: 200 }))).toBe("o");
  });

  it.each([
    [500, {}, null],
    [503, { "retry-after": "Mon, 30 Nov 2026 12:02:00 GMT" }, 120],
    [429, { "retry-after": "37" }, 37],
    [429, { "retry-after": "999999999" }, 21_600],
    [429, { "retry-after": "soon" }, null],
  ])("tries again after %i, when the server asks for it", async (status, headers, seconds) => {
    const error = await refusal(await chat(answering(status, headers)));
    expect(error).toBeInstanceOf(BusyError);
    expect(error).toMatchObject({ seconds });
  });

  it.each([
    [404, "hook-404"],
    [403, "hook-403"],
    [308, "hook-redirect"],
  ])("tells a person after %i", async (status, code) => {
    expect(await refusal(await chat(answering(status)))).toMatchObject({ name: "PermanentError", code });
  });

  it("follows no redirect, least of all into this network", async () => {
    let knocked = false;
    const inside = await chat((_, response) => {
      knocked = true;
      response.end();
    });
    const outside = await chat(answering(307, { location: inside }));
    expect(await refusal(outside)).toMatchObject({ code: "hook-redirect" });
    expect(knocked).toBe(false);
  });

  it("refuses private addresses, by number and behind a name, before it says a word", async () => {
    let knocked = false;
    const listener: RequestListener = (_, response) => {
      knocked = true;
      response.end();
    };
    for (const host of ["127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]"]) {
      const url = await chat(listener, host);
      expect(await refusal(url, { allowPrivate: false })).toMatchObject({ code: "hook-private" });
    }
    expect(await refusal("http://169.254.169.254/hunter2", { allowPrivate: false })).toMatchObject({
      code: "hook-private",
    });
    expect(knocked).toBe(false);
  });

  it("tries again later where nobody listens", async () => {
    const url = await chat(answering(200));
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    expect(await refusal(url)).toMatchObject({ name: "TemporaryError" });
  });
});

describe("public addresses", () => {
  it.each(["1.1.1.1", "2606:4700:4700::1111"])("%s is one", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "0.0.0.0",
    "224.0.0.1",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fd00::1",
    "fe80::1%eth0",
    "fec0::1",
    "not-an-address",
  ])("%s is none", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
