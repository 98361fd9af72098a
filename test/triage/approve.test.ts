import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedServer, startEmbedded } from "../../src/demo/server.ts";
import { actOnDecisions } from "../../src/jobs/act.ts";
import { actionLink } from "../../src/policy/link.ts";
import { withWorld } from "../month/world.ts";
import { logTogether } from "../support/complaint.ts";
import { mail } from "../support/mail.ts";

const ANNA = "anna@shop.example";
const BOSS = "boss@shop.example";
const NOW = new Date();
const VOUCHED = ["Authentication-Results: mx.shop.example; dmarc=pass header.from=shop.example"];
const LATE = "My parcel has still not come after two weeks. This is unacceptable, I am very disappointed.";

let embedded: EmbeddedServer;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.stop());

it("takes managers' decisions by mail, says why it does not take others, and loses nothing", async () => {
  const env = { MANAGERS: `${ANNA} (hu), ${BOSS}`, AUTHSERV_ID: "mx.shop.example", ACK_HOLD: "0" };
  const server = {
    ...embedded,
    sent: () => embedded.sent().map(({ envelope, raw }) => ({ to: envelope.to, raw })),
  };
  await withWorld(server, { at: NOW, env }, async (world) => {
    const { store, secret } = world.house;
    await world.step(true);
    await embedded.deliver(mail({ subject: "Parcel", text: LATE }));
    await world.step(true);
    const { desk, clock } = world.session;
    const group = await logTogether(store, desk.lease());
    const base = { publicUrl: null, mailboxAddress: "support@shop.example", authenticates: true };
    const subjectOf = (id: number, manager: string): string => {
      const link = actionLink({ id, kind: "name-group", manager }, base, { secret, now: NOW });
      return new URL(link ?? "").searchParams.get("subject") ?? "";
    };
    const [id = 0] = await store.offerActions(desk.mailbox.id, [{ kind: "name-group", group }], NOW);
    const stateOf = async () => (await store.action(id))?.state;
    const decides = async (from: string, text: string, headers = VOUCHED) => {
      const before = world.out.length;
      const raw = mail({ from, subject: subjectOf(id, ANNA), text, headers });
      await embedded.deliver(raw);
      await world.step(true);
      return { raw, told: world.out.slice(before).map(({ to, kind, text: said }) => ({ to, kind, said })) };
    };

    // A forwarded digest: the link is Anna's, whoever sends it.
    const forwarded = await decides(BOSS, "Boss's name");
    expect(forwarded.told).toMatchObject([{ to: BOSS, kind: "decision-done" }]);
    expect(forwarded.told[0]?.said).toContain("made for somebody else");
    // Nothing vouches for it: it might be anybody.
    const forged = await decides(ANNA, "Mallory's name", []);
    expect(forged.told).toMatchObject([{ to: ANNA, kind: "decision-done" }]);
    expect(forged.told[0]?.said).toContain("DKIM");
    // A stranger who has got hold of the link is a customer as any other, and decides nothing.
    const stranger = await decides("mallory@evil.example", "My name");
    expect(stranger.told.map(({ kind }) => kind)).not.toContain("decision-done");
    // Without a name there is nothing to be done.
    const empty = await decides(ANNA, "");
    expect(empty.told[0]?.said).toContain("hiányzott");
    expect(await stateOf()).toBe("offered");

    const good = await decides(ANNA, "Late parcels\n\nAnna");
    expect(good.told).toEqual([]);
    expect(await stateOf()).toBe("taken");
    // The same mail once more, as servers deliver it after a crash.
    await embedded.deliver(good.raw);
    await world.step(true);
    expect(await actOnDecisions(clock)).toBe(1);
    const before = world.out.length;
    await world.step(true);
    expect(world.out.slice(before)).toMatchObject([{ to: ANNA, kind: "decision-done" }]);
    expect(await store.complaintGroup(desk.mailbox.id, group)).toMatchObject({ name: "Late parcels" });
    // Another mail comes too late.
    const late = await decides(ANNA, "Another name");
    expect(late.told[0]?.said).toContain("már döntés született");
    expect(await store.complaintGroup(desk.mailbox.id, group)).toMatchObject({ name: "Late parcels" });
    // A slip of the pen costs no link.
    const [answer = 0] = await store.offerActions(desk.mailbox.id, [{ kind: "agreed-answer", group }], NOW);
    const answers = async (text: string) => {
      await embedded.deliver(mail({ from: ANNA, subject: subjectOf(answer, ANNA), text, headers: VOUCHED }));
      await world.step(true);
    };
    await answers("Dear {{ nam }}, it is on its way.");
    expect(world.out.at(-1)?.text).toContain("{{ }}");
    expect(await store.action(answer)).toMatchObject({ state: "offered" });
    await answers("Dear {{ name }}, it is on its way.");
    expect(await store.action(answer)).toMatchObject({ state: "taken" });
    // What was filed as decided about opened no ticket; the stranger's mail did.
    const counts = await store.counts(desk.mailbox.id);
    expect(counts).toMatchObject({ arrived: 0, decided: 0 });
  });
}, 120_000);
