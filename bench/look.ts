import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withHouse } from "../src/cli/house.ts";
import { loadConfig } from "../src/config/load.ts";
import { lookAround } from "../src/jobs/look.ts";
import { openSession } from "../src/main/session.ts";
import { workOnce } from "../src/main/work.ts";
import { environment, fill, type Ground, login, openPlace } from "./ground.ts";

const MOVED = 500;
const NEVER = new AbortController().signal;

/**
 * How long a round of looking at what agents do takes on a mailbox with many open tickets: nothing new, an answer, a bulk
 * move. As Markdown.
 */
export async function reportLooks(ground: Ground, mails: readonly Buffer[]): Promise<string> {
  const place = await openPlace(ground);
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  const config = loadConfig(environment(place, dataDir));
  const lines = [
    `### A round of looking, ${mails.length} open tickets`,
    "",
    "| | takes | seen |",
    "| --- | --- | --- |",
  ];
  try {
    await withHouse(config, async (house) => {
      const [mailbox] = config.mailboxes;
      const session = mailbox === undefined ? null : await openSession(house, mailbox, NEVER);
      if (session === null) throw new Error("no session");
      const options = { backfill: false, onProgress: () => undefined };
      await workOnce(session, NEVER, options);
      await fill(ground, place.user, mails);
      await workOnce(session, NEVER, options);
      const timed = async (what: string): Promise<void> => {
        const began = performance.now();
        const seen = await lookAround(session.lookout);
        lines.push(`| ${what} | ${(performance.now() - began).toFixed(0)} ms | ${seen} |`);
      };
      session.lookout.sightings.clear();
      await timed("first after a start");
      await timed("nothing new");
      const agent = await login(place.imapPort, place.user);
      const folders = await agent.list({ statusQuery: { messages: true } });
      const largest = folders
        .filter(({ path }) => path.startsWith("Support"))
        .toSorted((a, b) => (b.status?.messages ?? 0) - (a.status?.messages ?? 0))[0];
      await agent.mailboxOpen(largest?.path ?? "INBOX");
      await agent.messageFlagsAdd("1", ["\\Answered"]);
      await timed("one message flagged as answered");
      await agent.messageMove(`1:${Math.min(MOVED, largest?.status?.messages ?? 1)}`, "Support/Escalated");
      await timed("messages moved at once");
      await agent.logout();
      await session.close();
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return lines.join("\n");
}
