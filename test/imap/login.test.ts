import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Secret, type ServerAddress } from "../../src/config.ts";
import { connectInbox } from "../../src/imap/connect.ts";

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

/** An IMAP server that can do no more than log somebody in or not. */
async function startScripted(answer: (command: string) => string): Promise<ServerAddress> {
  const started = createServer((socket) => {
    const capabilities = "CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN MOVE";
    socket.on("error", () => undefined);
    socket.write(`* OK [${capabilities}] ready\r\n`);
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        const [tag = "", command = ""] = line.split(" ");
        if (command === "AUTHENTICATE") socket.write(`${answer(line).replaceAll("TAG", tag)}\r\n`);
        else if (command === "CAPABILITY") socket.write(`* ${capabilities}\r\n${tag} OK\r\n`);
        else if (command === "LOGOUT") socket.end(`* BYE\r\n${tag} OK\r\n`);
        else if (tag !== "") socket.write(`${tag} OK\r\n`);
      }
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const { port } = started.address() as AddressInfo;
  const login = { user: "support@shop.example", password: new Secret("pa55word") };
  return { host: "127.0.0.1", port, tls: "none", verify: true, login };
}

test("an access token logs in by XOAUTH2", async () => {
  let said = "";
  const address = await startScripted((command) => {
    said = command;
    return "TAG OK";
  });
  const inbox = await connectInbox(address, { token: async () => "t0ken" });
  await inbox.close();
  expect(said).toMatch(/AUTHENTICATE XOAUTH2 /);
  expect(Buffer.from(said.split(" ").at(-1) ?? "", "base64").toString()).toBe(
    "user=support@shop.example\u0001auth=Bearer t0ken\u0001\u0001",
  );
});

test.for([
  { answer: "TAG NO [AUTHENTICATIONFAILED] Invalid credentials t0ken (Failure)", name: "PermanentError" },
  { answer: "TAG NO [ALERT] Application-specific password required", name: "PermanentError" },
  { answer: "TAG NO [UNAVAILABLE] Temporary authentication failure", name: "TemporaryError" },
  { answer: "TAG NO [ALERT] Too many simultaneous connections. (Failure)", name: "TemporaryError" },
])("the answer '$answer' to a login is a $name without the token", async ({ answer, name }) => {
  const heard: string[] = [];
  const address = await startScripted(() => answer);
  const options = { token: async () => "t0ken", log: (line: string) => heard.push(line) };
  const refusal = await connectInbox(address, options).catch((error: Error) => error);
  expect(refusal).toMatchObject({ name });
  expect(`${refusal}${heard.join()}`).not.toContain("t0ken");
});

test("what keeps the token from being fetched is what the caller hears", async () => {
  const address = await startScripted(() => "TAG OK");
  const token = () => Promise.reject(new Error("no consent"));
  await expect(connectInbox(address, { token })).rejects.toThrow("no consent");
});
