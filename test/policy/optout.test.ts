import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/mail/message.ts";
import { decide } from "../../src/policy/decide.ts";
import { OPT_OUT_WORDS } from "../../src/policy/optout.ts";
import { context, judgements, message, ticket } from "./message.ts";

const from = "Ann <ann@customer.example>";
const onTicket = context({
  ticket: { facts: ticket({ participants: ["ann@customer.example"] }), by: "own-message-id" },
});

describe("the opt-out word", () => {
  it.each(LANGUAGES)("in %s is the one that the templates name", (language) => {
    const words: unknown = JSON.parse(readFileSync(`templates/${language}/words.json`, "utf8"));
    const { optOut } = words as { optOut: string };
    expect(OPT_OUT_WORDS[language]).toContain(optOut.toLowerCase());
  });

  it.each(["STOP", "Stop.", " стоп ", "ΔΙΑΚΟΠΗ", "توقف", "stop\n\nAnn"])(
    "%j, alone, from who takes part, ends automatic mail",
    (text) => {
      const decision = decide(message({ from, text }), judgements(), onTicket);
      expect(decision.optOut).toBe(true);
      expect(decision.acknowledge).toMatchObject({ send: false, reason: { code: "opted-out" } });
    },
  );

  it.each(["Please stop charging my card", "stop it now", "Does it stop by itself?"])(
    "amid a sentence is none: %j",
    (text) => {
      expect(decide(message({ from, text }), judgements(), onTicket).optOut).toBeUndefined();
    },
  );

  it("of a stranger to the ticket opts nobody out", () => {
    const stranger = "mallory@elsewhere.example";
    const said = message({ from: stranger, text: "STOP" });
    expect(decide(said, judgements(), onTicket).optOut).toBeUndefined();
  });
});
