import { ImapFlow } from "imapflow";
import { simpleParser } from "mailparser";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Secret, type ServerAddress } from "../../src/config.ts";
import { PermanentError } from "../../src/errors.ts";
import { connectInbox } from "../../src/imap/connect.ts";
import type { Inbox } from "../../src/imap/inbox.ts";
import { fingerprint } from "../../src/mail/fingerprint.ts";
import { plain, withAttachment } from "../support/octets.ts";

/** One fresh, empty mailbox on some server. */
interface ContractMailbox {
  readonly server: ServerAddress;
  deliver(raw: string): Promise<void>;
}

export interface ContractServer {
  mailbox(): Promise<ContractMailbox>;
  stop(): Promise<void>;
}

/** A mail client of an agent, working in the same mailbox behind foyer's back. */
export async function agentOf(server: ServerAddress): Promise<ImapFlow> {
  const { login } = server;
  if (login === null || !("password" in login)) throw new Error("agents log in by password");
  const agent = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: login.user, pass: login.password.reveal() },
    logger: false,
    disableAutoIdle: true,
  });
  agent.on("error", () => undefined);
  await agent.connect();
  return agent;
}

export const NEVER = new AbortController().signal;

/** What every server must do for us through {@link Inbox}, whatever its make. */
export function inboxContract(name: string, openServer: () => Promise<ContractServer>): void {
  describe(name, () => {
    let server: ContractServer;
    const ends: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      server = await openServer();
    });
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    });
    afterAll(() => server.stop());

    const enter = async (): Promise<ContractMailbox & { inbox: Inbox; agent: ImapFlow }> => {
      const mailbox = await server.mailbox();
      const inbox = await connectInbox(mailbox.server, { deadlineMs: 20_000, pollMs: 50 });
      ends.push(() => inbox.close());
      const agent = await agentOf(mailbox.server);
      ends.push(() => agent.logout());
      return { ...mailbox, inbox, agent };
    };

    test("a delivered message is found, listed and fetched octet by octet", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      const state = await inbox.open("INBOX");
      expect(state).toMatchObject({ path: "INBOX", exists: 1, anyKeyword: true });
      expect(typeof state.uidValidity).toBe("bigint");
      const [uid = 0, ...more] = await inbox.uids("INBOX", 1);
      expect(more).toEqual([]);
      expect(state.uidNext).toBe(uid + 1);
      const [listed] = await inbox.listed("INBOX", [uid]);
      expect(Math.abs((listed?.internalDate.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
      const [fetched] = await inbox.fetch("INBOX", [uid], 1_000_000);
      const source = Buffer.from(fetched?.raw.source ?? []).toString("latin1");
      expect(source.endsWith(plain("<one@customer.example>").slice(-200))).toBe(true);
      expect(fetched?.size).toBe(source.length);
      expect(fetched?.raw.structure).toBe(null);
    });

    test("asking for what is above the last UID finds nothing, though IMAP's n:* would", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      const [uid = 0] = await inbox.uids("INBOX", 1);
      expect(await inbox.uids("INBOX", uid + 1)).toEqual([]);
      expect(await inbox.uids("INBOX", uid + 1000)).toEqual([]);
    });

    test("neither fetching nor moving makes a message read", async () => {
      const { inbox, deliver, agent } = await enter();
      await deliver(plain("<one@customer.example>"));
      await inbox.create(["Work"]);
      const all = await inbox.uids("INBOX", 1);
      await inbox.fetch("INBOX", all, 1_000_000);
      await inbox.fetch("INBOX", all, 100);
      await inbox.listed("INBOX", all);
      await inbox.move("INBOX", all, "Work");
      await agent.mailboxOpen("Work");
      const [message] = await agent.fetchAll("1:*", { flags: true });
      expect([...(message?.flags ?? [])]).not.toContain("\\Seen");
    });

    test("folders with names in every script, and below each other, are created once and subscribed", async () => {
      const { inbox } = await enter();
      for (const names of [
        ["Ügyfélszolgálat", "1 Sürgős"],
        ["Υποστήριξη & Co"],
        ["پشتیبانی", "فوری"],
        ["Поддержка"],
      ]) {
        const path = await inbox.create(names);
        expect(await inbox.create(names)).toBe(path);
        const found = (await inbox.list()).filter((folder) => folder.path === path);
        expect(found).toMatchObject([{ path, subscribed: true }]);
        expect(path.endsWith(names.at(-1) ?? "?")).toBe(true);
        expect((await inbox.open(path)).exists).toBe(0);
      }
      expect(await inbox.create([])).toBe("INBOX");
    });

    test("a delimiter within a name makes no subfolder", async () => {
      const { inbox } = await enter();
      const path = await inbox.create(["Support", "VIP/Premium v2.1"]);
      const [folder] = (await inbox.list()).filter((each) => each.path === path);
      const segments = path.split(folder?.delimiter ?? "?");
      expect(segments.slice(-2)[0]).toBe("Support");
      expect(segments.at(-1)).toBe("VIP-Premium v2-1");
    });

    test("the server's folders for sent and junk mail are known by their use", async () => {
      const { inbox } = await enter();
      const uses = (await inbox.list()).flatMap(({ specialUse }) => specialUse ?? []);
      expect(uses).toEqual(expect.arrayContaining(["\\Sent", "\\Junk", "\\Trash", "\\Drafts"]));
    });

    test("120 messages move in batches and each is found under the UID that was told", async () => {
      const { inbox, agent } = await enter();
      for (let n = 0; n < 120; n++) await agent.append("INBOX", plain(`<n${n}@customer.example>`));
      const path = await inbox.create(["Support", "Сегодня"]);
      const all = await inbox.uids("INBOX", 1);
      const before = await inbox.fetch("INBOX", all, 1_000_000);
      const result = await inbox.move("INBOX", all, path);
      expect([...result.moved.keys()]).toEqual(all);
      expect(result.missing).toEqual([]);
      expect(result.uidValidity).toBe((await inbox.open(path)).uidValidity);
      expect(await inbox.uids("INBOX", 1)).toEqual([]);
      const after = new Map(
        (await inbox.fetch(path, await inbox.uids(path, 1), 1_000_000)).map((m) => [m.uid, m]),
      );
      expect(after.size).toBe(120);
      for (const { uid, raw } of before) {
        const moved = after.get(result.moved.get(uid) ?? 0);
        expect(Buffer.from(moved?.raw.source ?? []).equals(Buffer.from(raw.source))).toBe(true);
      }
    });

    test("a move to a folder that is gone says so and leaves everything", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      const all = await inbox.uids("INBOX", 1);
      await expect(inbox.move("INBOX", all, "Nowhere")).rejects.toMatchObject({
        name: "PermanentError",
        code: "no-such-folder",
      });
      expect(await inbox.uids("INBOX", 1)).toEqual(all);
    });

    test("opening a folder that is gone says so, and the connection goes on", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      await expect(inbox.open("Nowhere")).rejects.toMatchObject({ code: "no-such-folder" });
      await expect(inbox.uids("Nowhere", 1)).rejects.toBeInstanceOf(PermanentError);
      expect(await inbox.uids("INBOX", 1)).toHaveLength(1);
    });

    test("a message that an agent moved first is reported missing, the others move", async () => {
      const { inbox, agent } = await enter();
      for (let n = 0; n < 3; n++) await agent.append("INBOX", plain(`<n${n}@customer.example>`));
      await inbox.create(["Work"]);
      const all = await inbox.uids("INBOX", 1);
      const [first = 0, second = 0, third = 0] = all;
      await agent.mailboxOpen("INBOX");
      await agent.messageMove(`${second}`, "Archive", { uid: true });
      expect((await inbox.fetch("INBOX", all, 1_000_000)).map(({ uid }) => uid)).toEqual([first, third]);
      expect((await inbox.listed("INBOX", all)).map(({ uid }) => uid)).toEqual([first, third]);
      const result = await inbox.move("INBOX", all, "Work");
      expect([...result.moved.keys()]).toEqual([first, third]);
      expect(result.missing).toEqual([second]);
      expect(await inbox.move("INBOX", [second], "Work")).toMatchObject({
        moved: new Map(),
        missing: [second],
      });
      expect(await inbox.uids("Archive", 1)).toHaveLength(1);
      expect(await inbox.uids("Work", 1)).toHaveLength(2);
    });

    test("a message that an agent moved a moment before our move is not lost, moved twice or taken for moved", async () => {
      const { inbox, agent } = await enter();
      for (let n = 0; n < 3; n++) await agent.append("INBOX", plain(`<n${n}@customer.example>`));
      await inbox.create(["Work"]);
      const all = await inbox.uids("INBOX", 1);
      const [first = 0, second = 0, third = 0] = all;
      await agent.mailboxOpen("INBOX");
      await agent.messageMove(`${second}`, "Archive", { uid: true });
      const result = await inbox.move("INBOX", all, "Work");
      expect([...result.moved.keys()]).toEqual([first, third]);
      expect(result.missing).toEqual([second]);
      expect(await inbox.uids("INBOX", 1)).toEqual([]);
      expect(await inbox.uids("Archive", 1)).toHaveLength(1);
      expect(await inbox.uids("Work", 1)).toHaveLength(2);
    });

    test("what an agent has marked deleted is still there after our moves", async () => {
      const { inbox, agent } = await enter();
      for (let n = 0; n < 3; n++) await agent.append("INBOX", plain(`<n${n}@customer.example>`));
      await inbox.create(["Work"]);
      const [first = 0, ...others] = await inbox.uids("INBOX", 1);
      await agent.mailboxOpen("INBOX");
      await agent.messageFlagsAdd(`${first}`, ["\\Deleted"], { uid: true });
      await inbox.move("INBOX", others, "Work");
      await inbox.open("Work");
      expect(await inbox.uids("INBOX", 1)).toEqual([first]);
      const [left] = await inbox.listed("INBOX", [first]);
      expect([...(left?.flags ?? [])]).toContain("\\Deleted");
    });

    test("a folder that was deleted and made again has another UIDVALIDITY", async () => {
      const { inbox, agent } = await enter();
      await agent.mailboxCreate("Work");
      await agent.append("Work", plain("<one@customer.example>"));
      await agent.append("Work", plain("<two@customer.example>"));
      const { uidValidity } = await inbox.open("Work");
      await inbox.open("INBOX");
      await agent.mailboxDelete("Work");
      await agent.mailboxCreate("Work");
      expect((await inbox.open("Work")).uidValidity).not.toBe(uidValidity);
    });

    test("messages with one Message-ID are all found, those with none never are", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<twice@customer.example>"));
      await deliver(plain("<twice@customer.example>"));
      await deliver(plain(null));
      const all = await inbox.uids("INBOX", 1);
      expect(await inbox.findMessageId("INBOX", "<twice@customer.example>")).toEqual(all.slice(0, 2));
      expect(await inbox.findMessageId("INBOX", "<other@customer.example>")).toEqual([]);
      expect(await inbox.findMessageId("INBOX", "")).toEqual([]);
    });

    test("keywords are added, and a name that is no keyword is left out", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      const all = await inbox.uids("INBOX", 1);
      await inbox.addKeywords("INBOX", all, ["foyer-urgent", "foyer vip", "\\Seen) EXPUNGE (", "\\Nonsense"]);
      await inbox.addKeywords("INBOX", all, []);
      const [message] = await inbox.listed("INBOX", all);
      expect([...(message?.flags ?? [])].filter((flag) => flag !== "\\Recent")).toEqual(["foyer-urgent"]);
    });

    test("a large message is read by its header and texts, its attachments only named", async () => {
      const { inbox, deliver } = await enter();
      await deliver(withAttachment(600_000));
      await deliver(plain("<small@customer.example>"));
      const [large, small] = await inbox.fetch("INBOX", await inbox.uids("INBOX", 1), 50_000);
      expect(small?.raw.structure).toBe(null);
      expect(large?.size).toBeGreaterThan(600_000);
      expect(large?.raw.source.length).toBeLessThan(20_000);
      expect(large?.raw.structure?.parts.map(({ contentType }) => contentType)).toEqual([
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
      ]);
      expect(large?.raw.structure?.attachments).toMatchObject([
        { filename: "receipt.pdf", contentType: "application/pdf" },
      ]);
      const parsed = await simpleParser(Buffer.from(large?.raw.source ?? []));
      expect(parsed.subject).toBe("Broken on arrival");
      expect(parsed.messageId).toBe("<big@customer.example>");
      expect(parsed.text?.trim()).toBe("The lid is cracked, £ 40 down the drain.");
      expect(parsed.html).toContain("<b>cracked</b>");
    });

    test("mail announced while we wait ends the waiting at once", async () => {
      const { inbox, deliver } = await enter();
      await inbox.uids("INBOX", 1);
      const waiting = inbox.wait("INBOX", 20_000, NEVER);
      await deliver(plain("<one@customer.example>"));
      expect(await waiting).toBe("mail");
      expect(await inbox.uids("INBOX", 1)).toHaveLength(1);
    });

    test("mail announced between looking and waiting is not missed", async () => {
      const { inbox, deliver, agent } = await enter();
      await inbox.uids("INBOX", 1);
      await deliver(plain("<one@customer.example>"));
      await inbox.create(["Work"]);
      await agent.noop();
      expect(await inbox.wait("INBOX", 20_000, NEVER)).toBe("mail");
    });

    test("mail that came while we worked in another folder ends the waiting", async () => {
      const { inbox, deliver } = await enter();
      await inbox.create(["Work"]);
      await inbox.open("INBOX");
      await inbox.open("Work");
      await deliver(plain("<one@customer.example>"));
      await inbox.uids("Work", 1);
      expect(await inbox.wait("INBOX", 20_000, NEVER)).toBe("mail");
    });

    test("waiting ends when its time is over or it is called off, and work goes on meanwhile", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      const all = await inbox.uids("INBOX", 1);
      expect(await inbox.wait("INBOX", 30, NEVER)).toBe("timeout");
      expect(await inbox.wait("INBOX", 20_000, AbortSignal.abort())).toBe("aborted");
      const calling = new AbortController();
      const waiting = inbox.wait("INBOX", 20_000, calling.signal);
      await inbox.addKeywords("INBOX", all, ["foyer-low"]);
      await inbox.create(["Work"]);
      await inbox.open("Work");
      calling.abort();
      expect(await waiting).toBe("aborted");
    });

    test("calls made at the same time on several folders do not mix", async () => {
      const { inbox, agent } = await enter();
      await agent.mailboxCreate("A");
      await agent.mailboxCreate("B");
      for (let n = 0; n < 2; n++) await agent.append("A", plain(`<a${n}@customer.example>`));
      for (let n = 0; n < 5; n++) await agent.append("B", plain(`<b${n}@customer.example>`));
      const counts = await Promise.all(
        ["A", "B", "INBOX", "B", "A"].map(async (path) => (await inbox.uids(path, 1)).length),
      );
      expect(counts).toEqual([2, 5, 0, 5, 2]);
    });

    test("an appended answer is read by its header alone", async () => {
      const { inbox } = await enter();
      const answer = [
        "From: support@shop.example",
        "Message-ID: <answer@shop.example>",
        "In-Reply-To: <one@customer.example>",
        "References: <zero@customer.example>\r\n <one@customer.example>",
        "",
        "Sorry!",
        "",
      ].join("\r\n");
      await inbox.append("Sent", Buffer.from(answer), ["\\Seen"]);
      const all = await inbox.uids("Sent", 1);
      const [found, ...more] = await inbox.headers("Sent", all);
      expect(more).toEqual([]);
      expect(found?.uid).toBe(all[0]);
      expect([...(found?.flags ?? [])]).toContain("\\Seen");
      const header = Buffer.from(found?.header ?? []).toString("latin1");
      expect(header).toBe(`${answer.split("\r\n\r\n")[0]}\r\n\r\n`);
      expect(await inbox.headers("Sent", [(all[0] ?? 0) + 1])).toEqual([]);
      await expect(inbox.append("Nowhere", Buffer.from(answer), [])).rejects.toMatchObject({
        code: "no-such-folder",
      });
    });

    test("what was appended is found again under the UID that was told, octet by octet", async () => {
      const { inbox } = await enter();
      const before = await inbox.append("Drafts", Buffer.from(plain("<one@shop.example>")), ["\\Draft"]);
      const after = await inbox.append("Drafts", Buffer.from(plain("<two@shop.example>")), ["\\Draft"]);
      const [first = 0, second = 0] = await inbox.uids("Drafts", 1);
      const { uidValidity } = await inbox.open("Drafts");
      const told = inbox.capabilities.has("UIDPLUS");
      expect([before, after]).toEqual(
        told
          ? [
              { uid: first, uidValidity },
              { uid: second, uidValidity },
            ]
          : [null, null],
      );
      const [fetched] = await inbox.fetch("Drafts", [second], 1_000_000);
      expect(Buffer.from(fetched?.raw.source ?? []).toString()).toBe(plain("<two@shop.example>"));
      expect([...(fetched?.flags ?? [])]).toContain("\\Draft");
    });

    test("one message is removed, and neither its neighbours nor what an agent has marked deleted", async () => {
      const { inbox, agent } = await enter();
      for (let n = 0; n < 3; n++) await agent.append("Drafts", plain(`<n${n}@shop.example>`));
      const [first = 0, second = 0, third = 0] = await inbox.uids("Drafts", 1);
      const { uidValidity } = await inbox.open("Drafts");
      await agent.mailboxOpen("Drafts");
      await agent.messageFlagsAdd(`${third}`, ["\\Deleted"], { uid: true });
      const ref = { folder: "Drafts", uidValidity, uid: second };
      if (!inbox.capabilities.has("UIDPLUS")) {
        await expect(inbox.remove(ref)).rejects.toMatchObject({ code: "no-uidplus" });
        return expect(await inbox.uids("Drafts", 1)).toEqual([first, second, third]);
      }
      expect(await inbox.remove({ ...ref, uidValidity: uidValidity + 1n })).toBe(false);
      expect(await inbox.remove(ref)).toBe(true);
      expect(await inbox.remove(ref)).toBe(false);
      expect(await inbox.uids("Drafts", 1)).toEqual([first, third]);
    });

    test("a message is known by its header alone as it is by all of it, and looking leaves it unread", async () => {
      const { inbox, deliver } = await enter();
      await deliver(plain("<one@customer.example>"));
      await deliver(withAttachment(30_000));
      const all = await inbox.uids("INBOX", 1);
      const whole = await inbox.fetch("INBOX", all, 1_000_000);
      const heads = await inbox.headers("INBOX", all);
      expect(heads).toHaveLength(2);
      expect(
        heads.map(({ header, size, internalDate }) =>
          fingerprint({ source: header, size, structure: null }, internalDate),
        ),
      ).toEqual(whole.map(({ raw, internalDate }) => fingerprint(raw, internalDate)));
      expect((await inbox.listed("INBOX", all)).some(({ flags }) => flags.has("\\Seen"))).toBe(false);
    });

    test("messages of more than so many octets are told from smaller ones, and from those that are gone", async () => {
      const { inbox, agent, deliver } = await enter();
      for (const octets of [2_000, 30_000, 40_000])
        await deliver(plain(`<${octets}@customer.example>`, octets));
      const all = await inbox.uids("INBOX", 1);
      expect(await inbox.larger("INBOX", all, 10_000)).toEqual(all.slice(1));
      expect(await inbox.larger("INBOX", all.slice(0, 2), 10_000)).toEqual(all.slice(1, 2));
      expect(await inbox.larger("INBOX", all, 100_000)).toEqual([]);
      await agent.mailboxOpen("INBOX");
      await agent.messageDelete(`${all[2]}`, { uid: true });
      await inbox.listed("INBOX", all);
      expect(await inbox.larger("INBOX", all, 10_000)).toEqual(all.slice(1, 2));
    });

    test("what an agent has answered, deleted or called junk is told from what nobody has touched", async () => {
      const { inbox, agent, deliver } = await enter();
      const flags = ["\\Answered", "\\Deleted", "$Junk", "Junk", "\\Seen", "foyer-high"];
      for (const name of flags.keys()) await deliver(plain(`<n${name}@customer.example>`));
      const all = await inbox.uids("INBOX", 1);
      expect(await inbox.unmarked("INBOX", all)).toEqual(all);
      await agent.mailboxOpen("INBOX");
      for (const [index, flag] of flags.entries())
        await agent.messageFlagsAdd(`${all[index]}`, [flag], { uid: true });
      expect(await inbox.unmarked("INBOX", all)).toEqual(all.slice(4));
      await inbox.open("Sent");
      expect(await inbox.unmarked("INBOX", [...all.slice(0, 5), 9_999])).toEqual(all.slice(4, 5));
      await expect(inbox.unmarked("Nowhere", [1])).rejects.toBeInstanceOf(PermanentError);
    });

    test("what another client has answered is found, in the selected folder and in others", async () => {
      const { inbox, agent, deliver } = await enter();
      for (const name of ["one", "two", "three"]) await deliver(plain(`<${name}@customer.example>`));
      const [first = 0, second = 0] = await inbox.uids("INBOX", 1);
      expect(await inbox.answered("INBOX")).toEqual([]);
      await agent.mailboxOpen("INBOX");
      await agent.messageFlagsAdd(`${second}`, ["\\Answered"], { uid: true });
      expect(await inbox.answered("INBOX")).toEqual([second]);
      await inbox.open("Sent");
      await agent.messageFlagsAdd(`${first}`, ["\\Answered"], { uid: true });
      expect(await inbox.answered("INBOX")).toEqual([first, second]);
      await expect(inbox.answered("Nowhere")).rejects.toBeInstanceOf(PermanentError);
    });

    test("the state of a folder tells that a message came, went or was flagged, selected or not", async () => {
      const { inbox, agent } = await enter();
      await inbox.create(["Work"]);
      const { uidValidity, uidNext } = await inbox.open("Work");
      const empty = await inbox.status("Work");
      expect(empty).toMatchObject({ uidValidity, uidNext, messages: 0 });
      await agent.append("Work", plain("<one@customer.example>"));
      const one = await inbox.status("Work");
      expect(one).toMatchObject({ uidValidity, messages: 1 });
      expect(one.uidNext).toBeGreaterThan(uidNext);
      await inbox.open("INBOX");
      expect(await inbox.status("Work")).toEqual(one);
      await agent.mailboxOpen("Work");
      await agent.messageFlagsAdd("1", ["\\Answered"]);
      const flagged = await inbox.status("Work");
      if (one.modseq !== null) expect(flagged.modseq).toBeGreaterThan(one.modseq);
      await agent.messageMove("1", "Archive");
      expect(await inbox.status("Work")).toMatchObject({ messages: 0, uidNext: one.uidNext });
      await expect(inbox.status("Nowhere")).rejects.toMatchObject({ code: "no-such-folder" });
    });

    test("a wrong password is refused for good, and the refusal does not show it", async () => {
      const { server: address } = await server.mailbox();
      const login = { user: "someone@else.example", password: new Secret("hunter2hunter2") };
      const refusal = connectInbox({ ...address, login });
      await expect(refusal).rejects.toMatchObject({ name: "PermanentError", code: "auth" });
      await refusal.catch((error: Error) =>
        expect(`${error.message}${error.stack}`).not.toContain("hunter2hunter2"),
      );
    });

    test("after closing, every call fails at once and may be tried anew", async () => {
      const { inbox } = await enter();
      await inbox.close();
      await inbox.closed;
      await expect(inbox.uids("INBOX", 1)).rejects.toMatchObject({ name: "TemporaryError" });
      await expect(inbox.wait("INBOX", 1_000, NEVER)).rejects.toMatchObject({ name: "TemporaryError" });
    });
  });
}
