import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LinearClassifier } from "../../src/classify/linear.ts";
import { LANGUAGES, type Language } from "../../src/mail/message.ts";
import { groupName, nameTerms } from "../../src/policy/groupname.ts";
import type { Said } from "../../src/policy/said.ts";

const classifier = LinearClassifier.load(readFileSync("models/base.foyer"));

/** A customer's complaint, as the classifier reads it. */
const says = (language: Language, subject: string, text: string, names: readonly string[] = []): Said => ({
  ...{ language, subject, text, names },
  wordings: classifier.wordings({ subject, text, language }),
});

/** What they are called where each of their words is in them alone, of that many complaints. */
function nameIn(
  language: Language,
  said: readonly Said[],
  { messages = 500, taken = [] as readonly string[] } = {},
): string {
  const holding = new Map(nameTerms(said).map((term) => [term, said.length]));
  return groupName(said, { language, frequencies: { messages, holding }, taken: new Set(taken) }) ?? "";
}

const kettles: readonly Said[] = [
  says("en", "Kettle leaks", "The lid of my kettle leaks. I am very disappointed and want this solved."),
  says("en", "Lid", "This kettle has a lid that leaks water. Very disappointed, I want a refund."),
  says("en", "Kettle again", "Again the lid of this kettle! I am really angry, this is the third time."),
];
/** Each in another language, and none in English or Russian. */
const parcels: readonly Said[] = [
  says("hu", "Nem jött meg", "A csomag nem érkezett meg, a futár nem jött."),
  says("el", "Δέμα", "Το δέμα δεν ήρθε ακόμα, ο κούριερ δεν πέρασε."),
  says("fa", "بسته", "بسته من نرسیده و پیک نیامد."),
];

it("names a group by what it is about where a mailbox has just begun and knows no other complaints", () => {
  expect(nameIn("en", kettles, { messages: 3 })).toMatch(/^(?=.*kettle)(?=.*lid)/);
});

it.each([
  ["en", ["parcel", "courier"]],
  ["el", ["δέμα", "κούριερ"]],
  ["hu", ["csomag", "nem jöttek ki"]],
  ["fa", ["بسته", "پیک"]],
  ["ru", ["посылка", "курьер"]],
] as const)(
  "names what people wrote in three languages in the language of the mailbox: %s",
  (language, words) => {
    const name = nameIn(language, parcels);
    for (const word of words) expect(name).toContain(word);
    expect(name.split(/[,،] /).length).toBeLessThan(4);
  },
);

it("calls a thing what its owners call it rather than by its kind", () => {
  expect(nameIn("en", kettles)).toContain("kettle");
  // Nobody wrote in Hungarian what it is.
  expect(nameIn("hu", kettles)).toContain("konyhai eszköz");
});

it("names it in the language of most of them where the mailbox has no words for what they have in common", () => {
  const said = [1, 2].map(() => ({
    ...says("el", "", "Το σίδερο βγάζει σκουριά στα πουκάμισα."),
    wordings: [],
  }));
  expect(nameIn("hu", said)).toMatch(/σίδερο/);
});

it("says nothing of who wrote: no name, number, address, street or signature of theirs", () => {
  const said = [
    says("en", "The lid drips", "The lid drips on Elm Road 12. Write to anna@kovacs.example or 555-0199, ref AB12345.", ["Anna Kovacs"]),
    says("en", "Lid", "My lid drips, Elm Road. As Anna Kovacs told you: https://elm.example/kovacs\n\n--\nAnna Kovacs"),
    says("en", "drips", "it drips from the lid says kovacs of Elm Road"),
  ]; // biome-ignore format: a table
  const name = nameIn("en", said);
  expect(name).toContain("lid");
  expect(name).not.toMatch(/elm|anna|kovacs|example|\d/i);
});

it("takes no word of one customer alone that the lists do not know", () => {
  const said = [...kettles, says("en", "Lid", "The lid leaks since my divorcing husband zorbulated it.")];
  expect(nameIn("en", said)).not.toMatch(/zorb|divorc/);
});

it("gives two groups about the same two names, with a number only where nothing else tells them apart", () => {
  const first = nameIn("ru", parcels);
  const second = nameIn("ru", parcels, { taken: [first] });
  expect(second).not.toBe(first);
  const bare = [0, 1].map(() => ({ ...says("en", "", "The zipper snagged."), wordings: [] }));
  expect(nameIn("en", bare, { taken: [nameIn("en", bare)] })).toBe(`${nameIn("en", bare)} (2)`);
});

it("has a name, in each language, for whatever else may be in a group, or none", () => {
  for (const language of LANGUAGES) {
    expect(nameIn(language, [says("en", "", "Hi."), says("hu", "", "")])).toBe("");
    expect(nameIn(language, [])).toBe("");
  }
});

it("counts forms of a word together, and writes it as most people do", () => {
  const said = [
    says("el", "Στάζει ο βραστήρας", "Ο βραστήρας στάζει από το καπάκι."),
    says("el", "καπάκι", "Το καπάκι του βραστήρα χύνει, λέγομαι Παπαδάκη."),
    says("el", "", "Στάζει το καπάκι, ο βραστήρας είναι καινούργιος."),
  ];
  const name = nameIn("el", said);
  expect(name).toContain("βραστήρας");
  expect(name).not.toMatch(/παπαδ/i);
});
