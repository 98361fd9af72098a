import { describe, expect, it } from "vitest";
import { type ChatNote, chatBody, withoutContacts } from "../../src/policy/chat.ts";

const note = (changes: Partial<ChatNote> = {}): ChatNote => ({
  event: "praise",
  title: "Kind words from a customer (#7)",
  lines: [],
  quote: "You are wonderful!",
  ticket: 7,
  ...changes,
});

const HOSTILE = [
  "@channel",
  "@all",
  "<!channel>",
  "<!here|all>",
  "<@U024BE7LH>",
  "<https://evil.example|your bank>",
  "[your bank](https://evil.example)",
  "![](https://evil.example/pixel.png)",
  "**bold** _soft_ ~~gone~~ `code`",
  "# heading",
  "> quote",
  "~town-square",
  ":tada:",
  "www.evil.example",
  "| a | b |",
];

describe("a note to Slack", () => {
  it.each(HOSTILE)("says %s in plain text only", (quote) => {
    const body = chatBody("slack", note({ title: quote, lines: [quote], quote }));
    const { text, blocks, ...rest } = body as {
      text: string;
      blocks: { text: { type: string; text: string } }[];
    };
    for (const { text: part } of blocks) expect(part.type).toBe("plain_text");
    expect(blocks[0]?.text.text).toBe(quote);
    // Where no plain text can be asked for, nothing is left that Slack would read as a mention or a link.
    expect(text).not.toMatch(/[<>]/);
    expect(rest).toMatchObject({ mrkdwn: false, link_names: false, unfurl_links: false });
  });
});

describe("a note to Mattermost", () => {
  it.each(HOSTILE)("says %s and does nothing else", (quote) => {
    const { text } = chatBody("mattermost", note({ title: "Praise", quote })) as { text: string };
    const [title, said = ""] = text.split("\n");
    expect(title).toBe("**Praise**");
    // It reads as it was written…
    expect(said.slice(2).replaceAll("\u200b", "").replace(/\\(.)/g, "$1")).toBe(quote);
    // … and no mark, mention, address or emoji is left whole.
    expect(said).not.toMatch(/@\w|https?:\/|www\.|:\w+:|(?<!\\)[[\]*_`#|~!<]|^> .*(?<!\\)>/);
  });
});

describe("a note to a program", () => {
  it("is what it is, and no longer than a glance", () => {
    const body = chatBody(
      "json",
      note({ title: "x".repeat(999), lines: ["y".repeat(999)], quote: "👍".repeat(999) }),
    );
    const { title, lines, quote } = body as ChatNote;
    expect([title.length, lines[0]?.length, [...quote].length]).toEqual([150, 300, 500]);
    expect(quote.isWellFormed()).toBe(true);
    expect(chatBody("json", note())).toEqual(note());
  });
});

describe("a customer's words before a team", () => {
  it.each([
    ["Thanks! maria@example.gr", "Thanks! …"],
    ["Call me: +30 210 123 4567, please", "Call me: +…, please"],
    ["Order 1234567 came", "Order … came"],
    ["See https://me.example/maria?x=1 now", "See … now"],
    ["شماره من ۰۹۱۲۳۴۵۶۷۸۹ است", "شماره من … است"],
    ["Two days, 5 stars, 24/7", "Two days, 5 stars, 24/7"],
  ])("leave out how to find them: %s", (words, told) => {
    expect(withoutContacts(words)).toBe(told);
  });
});
