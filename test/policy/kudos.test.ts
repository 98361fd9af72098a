import { expect, it } from "vitest";
import { bestWords, type KindWords } from "../../src/policy/kudos.ts";

const said = (ticketId: number, words: string, confidence = 0.9): KindWords => ({
  ticketId,
  by: "agent",
  words,
  confidence,
});

it("puts what says something before a mere thank-you, and tells a ticket once", () => {
  const warm = "You stayed on the phone until it worked, and never made me feel stupid.";
  const best = bestWords([
    said(1, "Thanks."),
    said(2, "Thank you very much!"),
    said(3, warm),
    said(3, "Thank you again for all."),
    said(4, "It was all right in the end, I suppose.", 0.4),
  ]);
  expect(best.map(({ ticketId }) => ticketId)).toEqual([3, 2, 4]);
  expect(best[0]?.words).toBe(warm);
});

it("tells five, in whole sentences", () => {
  const long = `${"It was a pleasure to deal with you. ".repeat(20)}The end`;
  const best = bestWords(Array.from({ length: 9 }, (_, index) => said(index + 1, long)));
  expect(best).toHaveLength(5);
  expect(best[0]?.words).toMatch(/^It was .* with you\.$/);
  expect(best[0]?.words.length).toBeLessThanOrEqual(400);
});
