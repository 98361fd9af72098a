import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPlace, type Place, startTown, type Town } from "../support/foyer.ts";
import { mail } from "../support/mail.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(async () => {
  await town.stop();
});

/** A place where foyer has started once, so that mail from now on is answered. */
async function started(extra: Readonly<Record<string, string>> = {}): Promise<Place> {
  const place = await newPlace(town, extra);
  await place.once();
  return place;
}

/** What the sink got for this customer. */
const answersTo = (address: string) => town.sink.messages.filter((message) => message.to.includes(address));

const angry = [
  {
    language: "en",
    subject: "THIRD TIME I am writing",
    text: "This is outrageous! You have charged my card twice again and nobody answers me. I want my money back NOW or I will see you in court. Shame on you!!!",
  },
  {
    language: "el",
    subject: "ΑΠΑΡΑΔΕΚΤΟΙ!!!",
    text: "Είστε απαράδεκτοι! Με χρεώσατε πάλι δύο φορές και κανείς δεν απαντάει. Θέλω τα λεφτά μου πίσω ΤΩΡΑ, αλλιώς θα κάνω καταγγελία. Ντροπή σας!!!",
  },
  {
    language: "hu",
    subject: "FELHÁBORÍTÓ!!!",
    text: "Felháborító, amit művelnek! Megint kétszer vontak le pénzt a kártyámról, és senki nem válaszol. Azonnal kérem vissza a pénzemet, különben feljelentést teszek! Szégyelljék magukat!!!",
  },
  {
    language: "fa",
    subject: "واقعاً خجالت آور است!!!",
    text: "این چه وضع مسخره‌ای است! باز هم دو بار از کارت من پول برداشتید و هیچ‌کس جواب نمی‌دهد. پول من را همین الان پس بدهید وگرنه شکایت می‌کنم. خجالت بکشید!!!",
  },
  {
    language: "ru",
    subject: "БЕЗОБРАЗИЕ!!!",
    text: "Это просто безобразие! Вы опять дважды списали деньги с моей карты, и никто не отвечает. Немедленно верните мои деньги, иначе я подам в суд! Позор!!!",
  },
] as const;

describe("mail delivered by LMTP", () => {
  it.each(angry)(
    "comes out of INBOX with its keywords and one acknowledgement in $language",
    async (sample) => {
      const place = await started();
      const from = `angry-${sample.language}@customer.example`;
      await place.deliver(mail({ from: `A Customer <${from}>`, subject: sample.subject, text: sample.text }));
      await place.once();

      const folders = await place.look();
      expect(folders.INBOX).toBeUndefined();
      const [filed] = Object.values(folders).flat();
      expect(filed?.flags).toContain("foyer-complaint");
      if (sample.language !== "en") expect(filed?.flags).toContain(`foyer-${sample.language}`);
      expect(filed?.flags).not.toContain("\\Seen");
      const [answer, ...more] = answersTo(from);
      expect(more).toEqual([]);
      expect(answer?.mailFrom).toBe("support@shop.example");
      expect(answer?.source).toMatch(/^Auto-Submitted: auto-replied/im);
      expect(answer?.source).toMatch(new RegExp(`^Content-Language: ${sample.language}`, "im"));
      place.clean();
    },
  );

  it("keeps the messages of one thread in one ticket and acknowledges the first only", async () => {
    const place = await started();
    const from = "threader@customer.example";
    await place.deliver(mail({ from, messageId: "<first@customer.example>", subject: "Broken lamp" }));
    await place.deliver(
      mail({
        from,
        subject: "Re: Broken lamp",
        headers: ["In-Reply-To: <first@customer.example>"],
        text: "Any news about it?",
      }),
    );
    await place.once();
    expect(answersTo(from)).toHaveLength(1);
    place.clean();
  });

  it("files a bounce and answers nobody", async () => {
    const place = await started();
    const before = town.sink.messages.length;
    await place.deliver(
      mail({
        from: "MAILER-DAEMON@relay.example",
        subject: "Undelivered Mail Returned to Sender",
        headers: ["Auto-Submitted: auto-replied"],
      }),
    );
    await place.once();
    const folders = await place.look();
    expect(folders.INBOX).toBeUndefined();
    expect(town.sink.messages.length).toBe(before);
    place.clean();
  });
});

describe("on an existing mailbox", () => {
  it("leaves older mail alone at the first start, and files it unanswered with --backfill", async () => {
    const place = await newPlace(town);
    const from = "early@customer.example";
    await place.deliver(mail({ from, subject: "Before foyer came" }));
    await place.once();
    expect((await place.look()).INBOX).toHaveLength(1);
    await place.once({ backfill: true });
    expect((await place.look()).INBOX).toBeUndefined();
    expect(answersTo(from)).toEqual([]);
    place.clean();
  });

  it("decides and records in shadow mode, moves and sends nothing, and never comes back to it when live", async () => {
    const place = await newPlace(town);
    await place.once({ env: { MODE: "shadow" } });
    const from = "shadow@customer.example";
    await place.deliver(mail({ from }));
    await place.once({ env: { MODE: "shadow" } });
    expect(Object.keys(await place.look())).toEqual(["INBOX"]);
    await place.once();
    expect((await place.look()).INBOX).toHaveLength(1);
    expect(answersTo(from)).toEqual([]);
    place.clean();
  });
});

describe("agents outrank the bot", () => {
  it("leaves a message alone that an agent dragged back to INBOX", async () => {
    const place = await started();
    await place.deliver(mail({ from: "dragged@customer.example" }));
    await place.once();
    const [folder] = Object.keys(await place.look());
    await place.agent(async (client) => {
      await client.mailboxOpen(folder ?? "");
      await client.messageMove("1:*", "INBOX");
    });
    await place.once();
    expect((await place.look()).INBOX).toHaveLength(1);
    expect(answersTo("dragged@customer.example")).toHaveLength(1);
    place.clean();
  });

  it("acknowledges what an agent only filed elsewhere while the acknowledgement waited, Message-ID or not", async () => {
    const place = await started({ ACK_HOLD: "60" });
    const from = "nameless@customer.example";
    await place.deliver(mail({ from, subject: "no id", messageId: null }));
    await place.once();
    const [[folder, [message]] = ["", []]] = Object.entries(await place.look());
    await place.agent(async (client) => {
      await client.mailboxOpen(folder);
      await client.messageMove(String(message?.uid), "2 VIP", { uid: true });
    });
    const later = () => new Date(Date.now() + 120_000);
    await place.once({ house: (house) => ({ ...house, now: later }) });
    expect(answersTo(from)).toHaveLength(1);
    place.clean();
  });

  it("does not acknowledge what an agent answered or junked while the acknowledgement waited", async () => {
    const place = await started({ ACK_HOLD: "60" });
    await place.deliver(mail({ from: "quick@customer.example", subject: "answered" }));
    await place.deliver(mail({ from: "spammer@customer.example", subject: "junked" }));
    await place.once();
    for (const [folder, messages] of Object.entries(await place.look()))
      await place.agent(async (client) => {
        await client.mailboxOpen(folder);
        const uid = (subject: string) =>
          messages.find((one) => one.subject === subject)?.uid.toString() ?? "";
        if (uid("answered") !== "")
          await client.messageFlagsAdd(uid("answered"), ["\\Answered"], { uid: true });
        if (uid("junked") !== "") await client.messageMove(uid("junked"), "Junk", { uid: true });
      });
    const later = () => new Date(Date.now() + 120_000);
    await place.once({ house: (house) => ({ ...house, now: later }) });
    expect(answersTo("quick@customer.example")).toEqual([]);
    expect(answersTo("spammer@customer.example")).toEqual([]);
    place.clean();
  });
});
