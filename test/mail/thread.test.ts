import { describe, expect, it } from "vitest";
import {
  candidateIds,
  makeMessageId,
  quotedIds,
  readMessageId,
  readSubjectToken,
  subjectToken,
} from "../../src/mail/thread.ts";
import { message, SECRET } from "../policy/message.ts";

const id = makeMessageId(1042, "acknowledgement", SECRET, "Example.com", "a1b2c3");

describe("Message-IDs of ours", () => {
  it("carry their ticket", () => {
    expect(readMessageId(id, SECRET)).toBe(1042);
  });

  it("are one Message-ID of RFC 5322, of a length that no mail system cuts", () => {
    expect(id).toMatch(/^<[a-z0-9.-]+@example\.com>$/);
    expect(id.length).toBeLessThan(150);
  });

  it("are the same for the same nonce, and differ for another", () => {
    expect(makeMessageId(1042, "acknowledgement", SECRET, "example.com", "a1b2c3")).toBe(id);
    expect(makeMessageId(1042, "acknowledgement", SECRET, "example.com", "a1b2c4")).not.toBe(id);
  });

  it("survive a gateway that changes their case", () => {
    expect(readMessageId(id.toUpperCase(), SECRET)).toBe(1042);
  });

  it("survive purposes and nonces with odd characters", () => {
    const odd = makeMessageId(7, "Follow up!", SECRET, "example.com", "A/B+C=");
    expect(readMessageId(odd, SECRET)).toBe(7);
    expect(readMessageId(makeMessageId(7, "", SECRET, "пример.рф", ""), SECRET)).toBe(7);
  });

  it.each([
    ["another ticket", id.replace("1042", "1043")],
    ["another purpose", id.replace("acknowledgement", "followup")],
    ["another nonce", id.replace("a1b2c3", "a1b2c4")],
    ["another domain", id.replace("example.com", "evil.test")],
    ["a hash cut short", id.replace(/[0-9a-f]{4}@/, "@")],
    ["no brackets", id.slice(1, -1)],
    ["somebody's", "<CAF=abc@mail.gmail.com>"],
    ["nothing", ""],
    ["a very long one", `<foyer.${"1".repeat(5_000)}@example.com>`],
  ])("cannot be made up: %s", (_name, forged) => {
    expect(readMessageId(forged, SECRET)).toBeNull();
  });

  it("mean nothing under another secret", () => {
    expect(readMessageId(id, "another secret")).toBeNull();
  });
});

describe("subject tokens", () => {
  it("are read back from an answer's subject", () => {
    expect(subjectToken(1042)).toBe("[#1042]");
    expect(readSubjectToken(`Re: Your parcel ${subjectToken(1042)}`)).toBe(1042);
  });

  it.each([
    ["Re: [#1] and [#2]", 1],
    ["پاسخ: \u2066[#1042]\u2069 بسته", 1042],
    ["پاسخ: [\u2066#1042\u2069]", 1042],
    ["#1042", null],
    ["[1042]", null],
    ["Order [#12a]", null],
    ["[#99999999999999999999]", null],
    ["", null],
  ])("%j names %j", (subject, ticket) => {
    expect(readSubjectToken(subject)).toBe(ticket);
  });
});

describe("candidate ids", () => {
  it("stand nearest first, without doubles and without the message's own", () => {
    const answer = message({
      id: "<d@x>",
      inReplyTo: "<c@x>",
      references: ["<a@x>", "<b@x>", "<c@x>", "<d@x>"],
    });
    expect(candidateIds(answer)).toEqual(["<c@x>", "<b@x>", "<a@x>"]);
  });

  it("are read from the body of a bounce only where they look like ours", () => {
    const bounce = message({ text: `Message-ID: ${id}\nReferences: <other@x>` });
    expect(quotedIds(bounce)).toEqual([id]);
  });
});
