import { Secret } from "../../src/config.ts";
import { type DovecotOptions, startDovecot } from "../support/dovecot.ts";
import { type ContractServer, inboxContract } from "./inbox.ts";

const openDovecot = async (options: DovecotOptions = {}): Promise<ContractServer> => {
  const dovecot = await startDovecot(options);
  return {
    async mailbox() {
      const user = dovecot.user();
      return {
        server: {
          host: dovecot.host,
          port: dovecot.imapPort,
          tls: "none",
          verify: true,
          login: { user, password: new Secret(dovecot.password) },
        },
        deliver: (raw) => dovecot.deliver(user, raw),
      };
    },
    stop: () => dovecot.stop(),
  };
};

const BASE = "IMAP4rev1 LITERAL+ ID ENABLE NAMESPACE SPECIAL-USE LIST-EXTENDED UNSELECT ESEARCH";

inboxContract("an inbox on Dovecot", () => openDovecot());
inboxContract("an inbox on Dovecot without MOVE", () => openDovecot({ capability: `${BASE} IDLE UIDPLUS` }));
inboxContract("an inbox on Dovecot with sdbox and neither ENABLE nor IDLE", () =>
  openDovecot({ format: "sdbox", capability: "IMAP4rev1 ID NAMESPACE SPECIAL-USE UIDPLUS MOVE" }),
);
