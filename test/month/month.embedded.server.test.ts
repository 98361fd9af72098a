import { startEmbedded } from "../../src/demo/server.ts";
import { MONTH, monthContract } from "./month.ts";

monthContract("the embedded mail server and database", MONTH, async () => {
  const embedded = await startEmbedded();
  return {
    server: {
      ...embedded,
      sent: () => embedded.sent().map(({ envelope, raw }) => ({ to: envelope.to, raw })),
    },
  };
});
