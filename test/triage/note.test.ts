import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedServer, startEmbedded } from "../../src/demo/server.ts";
import { makeMessageId } from "../../src/mail/thread.ts";
import { withWorld } from "../month/world.ts";
import { mail } from "../support/mail.ts";

const BOSS = "boss@shop.example";

let embedded: EmbeddedServer;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.stop());

it("lays a manager's answer to the digest before the team, tells the manager so once, and opens no ticket", async () => {
  const server = {
    ...embedded,
    sent: () => embedded.sent().map(({ envelope, raw }) => ({ to: envelope.to, raw })),
  };
  const env = { MANAGERS: `${BOSS} (hu)`, ACK_HOLD: "0" };
  await withWorld(server, { at: new Date(), env }, async (world) => {
    await world.step(true);
    const { store, secret } = world.house;
    const { desk } = world.session;
    const digest = makeMessageId(0, "digest", secret, "shop.example", "1");
    const answer = async (text: string): Promise<void> => {
      const headers = [`In-Reply-To: ${digest}`];
      await embedded.deliver(mail({ from: BOSS, subject: "Re: 9 complaints", text, headers }));
      await world.step(true);
    };
    await answer("Nine complaints are unacceptable! Somebody must call Mrs Baker today.");
    expect(world.out).toMatchObject([{ to: BOSS, kind: "note-filed" }]);
    const queue = desk.folders?.queue ?? "";
    expect(world.out[0]?.text).toContain(`${queue} mappájában`);
    expect((await desk.inbox.uids(queue, 1)).length).toBe(1);
    // Nobody is promised anything, and no customer complained.
    const asked = { now: new Date(), limit: 1 };
    expect(await store.openComplaints(desk.mailbox.id, asked)).toMatchObject({ inAll: 0 });
    await answer("And Mr Smith, too.");
    expect(world.out).toHaveLength(1);
  });
}, 60_000);
