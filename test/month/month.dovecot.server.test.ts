import { startTown } from "../support/foyer.ts";
import { MONTH, monthContract } from "./month.ts";

monthContract("Dovecot and Postgres", { ...MONTH, customersPerLanguage: 24 }, async () => {
  const town = await startTown();
  return {
    server: {
      user: town.dovecot.user(),
      password: "secret",
      imapPort: town.dovecot.imapPort,
      smtpPort: town.sink.port,
      sent: () => town.sink.messages.map(({ to, source }) => ({ to, raw: source })),
      stop: () => town.stop(),
    },
    env: { DATABASE_URL: await town.createDatabase() },
  };
});
