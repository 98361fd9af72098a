import { afterAll, beforeAll, describe } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { actionCases } from "./store-action.ts";
import { agreedCases } from "./store-agreed.ts";
import { sightCases } from "./store-answers.ts";
import { commitCases } from "./store-commit.ts";
import { complaintCases } from "./store-complaint.ts";
import { correctionCases } from "./store-corrections.ts";
import { customerCases } from "./store-customers.ts";
import { digestCases } from "./store-digest.ts";
import { fixedCases } from "./store-fixed.ts";
import { hookCases } from "./store-hook.ts";
import { leaseCases } from "./store-lease.ts";
import { ledgerCases } from "./store-ledger.ts";
import { memoryCases } from "./store-memory.ts";
import { outboxCases } from "./store-outbox.ts";
import { pageCases } from "./store-page.ts";
import { periodCases } from "./store-period.ts";
import { silentCases } from "./store-silent.ts";
import { solvedCases } from "./store-solved.ts";
import { teamCases } from "./store-team.ts";
import { ticketCases } from "./store-ticket.ts";
import { trendCases } from "./store-trend.ts";

/**
 * What every store does, whatever is beneath it. `open` gives a store on a migrated database of its own, which is
 * used for the whole suite: each test has a mailbox and customers of its own.
 */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`a store on ${name}`, () => {
    let opened: Store | null = null;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    const store = () => {
      if (opened === null) throw new Error("the store is not open yet");
      return opened;
    };
    sightCases(store);
    leaseCases(store);
    commitCases(store);
    ledgerCases(store);
    memoryCases(store);
    outboxCases(store);
    customerCases(store);
    correctionCases(store);
    ticketCases(store);
    pageCases(store);
    complaintCases(store);
    silentCases(store);
    solvedCases(store);
    actionCases(store);
    hookCases(store);
    fixedCases(store);
    agreedCases(store);
    teamCases(store);
    trendCases(store);
    periodCases(store);
    digestCases(store);
  });
}
