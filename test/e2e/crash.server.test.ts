import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";
import { startProxy } from "../support/proxy.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(async () => {
  await town.stop();
});

/** The real program in a process of its own, so that it can really die. */
function runOnce(place: Place, env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, ["src/cli.ts", "run", "--once"], {
    env: { ...process.env, ...place.env, ...env },
    stdio: "ignore",
  });
}

/** As if the claim of the dead worker had run out. */
async function forgetClaims(place: Place): Promise<void> {
  const sql = postgres(place.env.DATABASE_URL ?? "", { max: 1 });
  await sql`update outbox set claimed_until = now() - interval '1 second' where state = 'pending'`;
  await sql.end();
}

const answersTo = (address: string) => town.sink.messages.filter((message) => message.to.includes(address));

describe("kill -9", () => {
  it("between commit and move is repaired by the next run: filed once, answered once", async () => {
    const place = await newPlace(town);
    await place.once();
    await place.deliver(mail({ from: "cut@customer.example", subject: "cut short" }));
    const proxy = await startProxy(town.dovecot.imapPort);
    const child = runOnce(place, {
      IMAP_URL: `imap://${place.user}:secret@127.0.0.1:${proxy.port}?tls=none`,
    });
    const died = once(child, "exit");
    proxy.onClient = (text) => {
      if (!/ UID MOVE /.test(text)) return true;
      child.kill("SIGKILL");
      return false;
    };
    await died;
    expect((await place.look()).INBOX).toHaveLength(1);
    expect(answersTo("cut@customer.example")).toEqual([]);
    await place.once();
    expect((await place.look()).INBOX).toBeUndefined();
    expect(answersTo("cut@customer.example")).toHaveLength(1);
    await proxy.stop();
    place.clean();
  });

  it("between send and mark sends again at worst under the same Message-ID", async () => {
    const place = await newPlace(town);
    await place.once();
    await place.deliver(mail({ from: "twice@customer.example" }));
    const child = runOnce(place);
    const died = once(child, "exit");
    town.sink.accepted = () => child.kill("SIGKILL");
    await died;
    town.sink.accepted = null;
    await forgetClaims(place);
    await place.once();
    const ids = answersTo("twice@customer.example").map(
      (one) => /^Message-ID:\s*(\S+)/im.exec(one.source)?.[1],
    );
    expect(ids.length).toBeGreaterThanOrEqual(1);
    expect(new Set(ids).size).toBe(1);
    const sent = answersTo("twice@customer.example").length;
    await forgetClaims(place);
    await place.once();
    expect(answersTo("twice@customer.example")).toHaveLength(sent);
    place.clean();
  });
});
