import type { FolderRole } from "../../src/policy/decision.ts";
import { fromAgent, type Written } from "./letters.ts";
import type { Thread } from "./story.ts";
import type { World } from "./world.ts";

/** An answer from an agent's mail client: foyer sees it in Sent. */
export async function answer({ agent, news }: World, thread: Thread, written: Written): Promise<void> {
  const letter = { subject: thread.subject, text: "We have looked into it, and it is mended now." };
  const raw = fromAgent(thread.customer, letter, { ...written, answers: [...thread.ids] });
  await agent.append("Sent", raw, ["\\Seen"], written.at);
  thread.ids.push(written.id);
  news.agents = true;
}

/** An agent drags the customer's last message to another folder. */
export async function move(world: World, { ids }: Thread, to: FolderRole): Promise<void> {
  const { agent, session } = world;
  const folders = session.desk.folders;
  if (folders === null) return;
  for (const id of ids.toReversed())
    for (const path of new Set(["INBOX", ...Object.values(folders)])) {
      const lock = await agent.getMailboxLock(path);
      try {
        const found = await agent.search({ header: { "message-id": id } }, { uid: true });
        if (!found || found.length === 0) continue;
        await agent.messageMove(found, folders[to], { uid: true });
        world.news.agents = true;
        return;
      } finally {
        lock.release();
      }
    }
}
