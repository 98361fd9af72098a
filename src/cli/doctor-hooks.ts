import type { MailboxConfig } from "../config.ts";
import { HOOK_TARGETS } from "../store/hook.ts";
import type { Store } from "../store/store.ts";
import type { Report } from "./doctor-report.ts";

const VARIABLE = { chat: "CHAT_WEBHOOK", tracker: "TRACKER_WEBHOOK" } as const;

/** Whether what was posted last to each webhook arrived. */
export async function hookChecks(
  report: Report,
  store: Pick<Store, "brokenHook">,
  { policy, hooks }: MailboxConfig,
): Promise<void> {
  for (const target of HOOK_TARGETS) {
    if (hooks[target] === null) continue;
    const check = `${policy.name}: ${target}`;
    const broken = await store.brokenHook(policy.name, target);
    report(
      broken === null
        ? { check, state: "ok", text: "nothing was refused" }
        : { check, state: "warn", text: `${given(broken)}: ${advice(broken.cause)} ${VARIABLE[target]}` },
    );
  }
}

const given = ({ cause, at }: { readonly cause: string; readonly at: Date }): string =>
  `given up on ${at.toISOString().slice(0, 16).replace("T", " ")} UTC (${cause})`;

function advice(cause: string): string {
  if (cause === "hook-private")
    return "it leads to a private address; set HOOK_ALLOW_PRIVATE=yes if it is meant to, else mend";
  if (cause === "hook-redirect") return "it has moved; put the new address into";
  if (cause === "temporary") return "it could not be reached for a day; check";
  return "it takes nothing any more; make a new one and put its address into";
}
