import { Secret } from "../../src/config.ts";
import { type EmbeddedServer, startEmbedded } from "../../src/demo/server.ts";
import { inboxContract } from "./inbox.ts";

inboxContract("an inbox on the embedded server", async () => {
  const servers: EmbeddedServer[] = [];
  return {
    // It serves one user: each test gets a server of its own.
    async mailbox() {
      const server = await startEmbedded();
      servers.push(server);
      return {
        server: {
          host: server.host,
          port: server.imapPort,
          tls: "none",
          verify: true,
          login: { user: server.user, password: new Secret(server.password) },
        },
        deliver: (raw) => server.deliver(raw),
      };
    },
    async stop() {
      for (const server of servers) await server.stop();
    },
  };
});
