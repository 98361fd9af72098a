import { describe, expect, it } from "vitest";
import { decide, decideUnparsable } from "../../src/policy/decide.ts";
import { KEYWORD_TABLE, MAX_KEYWORDS } from "../../src/policy/keywords.ts";
import { because, REASONS } from "../../src/policy/reasons.ts";
import { context, customer, judgements, mailbox, message, NOW, ticket, vouched } from "./message.ts";

describe("a decision", () => {
  it("is the same for the same message in the same context", () => {
    const wrote = message({ text: "My lawyer will write." });
    const once = decide(wrote, judgements(), context());
    expect(decide(wrote, judgements(), context())).toEqual(once);
  });

  it("is plain data that survives JSON", () => {
    const decision = decide(message(), judgements(), context());
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });

  it("says why, in codes of the published table", () => {
    const { reasons } = decide(message(), judgements({ kind: "complaint", tone: "vocal" }), context());
    const codes = reasons.map((reason) => reason.code);
    expect(codes).toEqual(
      expect.arrayContaining(["urgency", "folder-vocal", "vocal", "ticket-opened", "acknowledge-complaint"]),
    );
  });

  it("of automatic mail opens no ticket, has no keywords and alerts nobody", () => {
    const decision = decide(message({ returnPath: "" }), judgements({ urgency: "urgent" }), context());
    expect(decision).toMatchObject({
      folder: "automatic",
      ticket: { none: true },
      keywords: [],
      alert: null,
    });
  });

  it("of a vacation note in a thread joins the ticket", () => {
    const facts = ticket();
    const decision = decide(
      message({ headers: { "Auto-Submitted": "auto-replied" } }),
      judgements(),
      context({ ticket: { facts, by: "own-message-id" } }),
    );
    expect(decision).toMatchObject({ disposition: "autoresponse", ticket: { append: facts.id } });
  });

  it("of a mail of ours that comes back is that it is our own", () => {
    const decision = decide(message(), judgements(), context({ ownMessageId: true }));
    expect(decision).toMatchObject({
      disposition: "own",
      acknowledge: { reason: { code: "own-message-id" } },
    });
  });

  it("keeps the classifier's version", () => {
    expect(
      decide(message(), judgements(), context({ classifierVersion: "linear-1" })).classifierVersion,
    ).toBe("linear-1");
  });

  it("about what cannot be parsed sends it to a person, with the cause", () => {
    expect(decideUnparsable("too-many-parts", mailbox({ language: "hu" }))).toMatchObject({
      disposition: "unparsable",
      folder: "attention",
      language: "hu",
      acknowledge: {
        send: false,
        reason: { code: "unparsable", text: expect.stringContaining("too-many-parts") },
      },
    });
  });
});

describe("the language of the answer", () => {
  it.each([
    ["the message's, where it is sure", { language: "hu", confidence: 0.9 }, null, "hu"],
    [
      "the customer's, where the message is too short to tell",
      { language: "en", confidence: 0.3 },
      "ru",
      "ru",
    ],
    ["the guess, where nothing else is known", { language: "el", confidence: 0.3 }, null, "el"],
    ["the mailbox's, where the language is none of ours", { language: null, confidence: 0 }, null, "en"],
  ] as const)("is %s", (_name, detected, known, language) => {
    const given = context({ customer: customer({ language: known }) });
    expect(decide(message({ language: detected }), judgements(), given).language).toBe(language);
  });
});

describe("keywords", () => {
  const all = KEYWORD_TABLE.map((row) => row.keyword);

  it("are atoms, each once, and few enough for a maildir", () => {
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeLessThanOrEqual(26);
    for (const keyword of all) expect(keyword).toMatch(/^[a-z][a-z-]{1,30}$/);
  });

  it("say priority, kind, types, language and a sure topic", () => {
    const given = judgements({ urgency: "high", kind: "complaint", tone: "vocal", topic: "billing" });
    const { keywords } = decide(message({ language: { language: "hu", confidence: 1 } }), given, context());
    expect(keywords).toEqual(["foyer-high", "foyer-vocal", "foyer-complaint", "foyer-hu", "foyer-billing"]);
  });

  it("name no topic that is not sure, and not the mailbox's own language", () => {
    const { keywords } = decide(message(), judgements({ topic: ["billing", 0.7] }), context());
    expect(keywords).toEqual(["foyer-question"]);
  });

  it("tell where the classifier is not sure", () => {
    const { keywords } = decide(message(), judgements({ kind: ["praise", 0.3] }), context());
    expect(keywords).toEqual(["foyer-unsure"]);
  });

  it("are eight at most, the most telling first", () => {
    const contacts = [1, 2, 3, 4, 5].map((day) => new Date(NOW.getTime() - day * 86_400_000));
    const decision = decide(
      message({
        text: "My husband died.",
        headers: vouched("customer.test"),
        language: { language: "ru", confidence: 1 },
      }),
      judgements({ kind: "complaint", tone: "vocal", topic: "billing", urgency: ["low", 0.2] }),
      context({ customer: customer({ vip: true, contacts }) }),
    );
    expect(decision.keywords).toHaveLength(MAX_KEYWORDS);
    expect(decision.keywords.slice(0, 2)).toEqual(["foyer-sensitive", "foyer-high"]);
    expect(all).toEqual(expect.arrayContaining([...decision.keywords]));
  });
});

describe("reasons", () => {
  it("are explained in English, each code once and for good", () => {
    for (const [code, text] of Object.entries(REASONS)) {
      expect(code).toMatch(/^[a-z0-9-]+$/);
      expect(text.length).toBeGreaterThan(5);
    }
  });

  it("carry a customer's words without control characters, cut", () => {
    const { text } = because("legal", `a\r\nb\u202e${"x".repeat(500)}`);
    expect(text).not.toMatch(/[\r\n\u202e]/);
    expect(text.length).toBeLessThan(160);
  });
});
