import { startEmbedded } from "../../src/demo/server.ts";
import { startPostgres } from "../support/postgres.ts";
import { MONTH, monthContract } from "./month.ts";

monthContract("the embedded mail server and Postgres", MONTH, async () => {
  const [embedded, postgres] = await Promise.all([startEmbedded(), startPostgres()]);
  return {
    server: {
      ...embedded,
      sent: () => embedded.sent().map(({ envelope, raw }) => ({ to: envelope.to, raw })),
      stop: async () => {
        await Promise.all([embedded.stop(), postgres.stop()]);
      },
    },
    env: { DATABASE_URL: await postgres.createDatabase() },
  };
});
