import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Secret } from "../../src/config.ts";
import { openTokens, type TokenLogin } from "../../src/imap/token.ts";

interface Reply {
  readonly status: number;
  readonly body: string;
}

let server: Server;
let asked: URLSearchParams[];
let replies: Reply[];

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
};

beforeEach(async () => {
  asked = [];
  replies = [];
  server = createServer(async (request, response) => {
    asked.push(new URLSearchParams(await read(request)));
    const reply = replies.shift() ?? { status: 500, body: "" };
    response.writeHead(reply.status, reply.status === 302 ? { location: "/elsewhere" } : {}).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const login = (changes: Partial<TokenLogin> = {}): TokenLogin => ({
  user: "support@shop.example",
  tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
  clientId: "foyer-client",
  clientSecret: new Secret("s3cret-of-the-client"),
  refreshToken: new Secret("r3fresh"),
  scope: "https://mail.example/",
  ...changes,
});

const granted = (token: string, more: object = {}): Reply => ({
  status: 200,
  body: JSON.stringify({ access_token: token, expires_in: 3_600, token_type: "Bearer", ...more }),
});

test("the refresh token is exchanged once and the access token kept", async () => {
  replies = [granted("t1"), granted("t2")];
  const token = openTokens(login());
  expect(await token()).toBe("t1");
  expect(await token()).toBe("t1");
  expect(asked.map((form) => Object.fromEntries(form))).toEqual([
    {
      grant_type: "refresh_token",
      client_id: "foyer-client",
      client_secret: "s3cret-of-the-client",
      refresh_token: "r3fresh",
      scope: "https://mail.example/",
    },
  ]);
});

test("a public client sends no secret and no scope where none is configured", async () => {
  replies = [granted("t1")];
  await openTokens(login({ clientSecret: null, scope: null }))();
  expect([...(asked[0]?.keys() ?? [])]).toEqual(["grant_type", "client_id", "refresh_token"]);
});

test("callers that come together share one request", async () => {
  replies = [granted("t1")];
  const token = openTokens(login());
  expect(await Promise.all([token(), token(), token()])).toEqual(["t1", "t1", "t1"]);
  expect(asked).toHaveLength(1);
});

test.for([
  { life: 3_600, keptFor: 2_879 },
  { life: 300, keptFor: 179 },
  { life: 60, keptFor: -1 },
])("a token of $life seconds is fetched again before it runs out", async ({ life, keptFor }) => {
  vi.useFakeTimers({ toFake: ["performance"] });
  replies = [granted("t1", { expires_in: life }), granted("t2")];
  const token = openTokens(login());
  expect(await token()).toBe("t1");
  vi.advanceTimersByTime(Math.max(0, keptFor) * 1_000);
  expect(await token()).toBe(keptFor < 0 ? "t2" : "t1");
  vi.advanceTimersByTime(2_000);
  expect(await token()).toBe("t2");
});

test("a new refresh token replaces the old one", async () => {
  replies = [granted("t1", { expires_in: 1, refresh_token: "r2" }), granted("t2")];
  const token = openTokens(login());
  await token();
  await token();
  expect(asked.map((form) => form.get("refresh_token"))).toEqual(["r3fresh", "r2"]);
});

test.for([
  { error: "invalid_grant", advice: /give consent again/ },
  { error: "invalid_client", advice: /client secret/ },
  { error: "unauthorized_client", advice: /client id/ },
  { error: "invalid_scope", advice: /scope/ },
])("$error needs a person, who is told what to do", async ({ error, advice }) => {
  replies = [{ status: 400, body: JSON.stringify({ error, error_description: "token r3fresh is bad" }) }];
  const refusal = await openTokens(login())().catch((thrown: Error) => thrown);
  expect(refusal).toMatchObject({ name: "PermanentError", code: "auth" });
  expect(String(refusal)).toMatch(advice);
  expect(String(refusal)).not.toMatch(/r3fresh|s3cret/);
});

test.for([
  { status: 503, body: "" },
  { status: 429, body: '{"error":"slow_down"}' },
  { status: 200, body: "<html>Log in to the guest network</html>" },
  { status: 200, body: '{"access_token":""}' },
  { status: 400, body: '{"error":"temporarily_unavailable"}' },
  { status: 302, body: "" },
])("an answer $status $body is tried again later", async (reply) => {
  replies = [reply, granted("t1")];
  const token = openTokens(login());
  await expect(token()).rejects.toMatchObject({ name: "TemporaryError" });
  expect(await token()).toBe("t1");
});

test("a token server that is not there is tried again later", async () => {
  const token = openTokens(login({ tokenUrl: "http://127.0.0.1:1/token?key=k3y" }));
  const refusal = await token().catch((thrown: Error) => thrown);
  expect(refusal).toMatchObject({ name: "TemporaryError" });
  expect(String(refusal)).not.toMatch(/k3y|r3fresh/);
});
