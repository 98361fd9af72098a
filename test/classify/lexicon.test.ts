import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ConceptMatcher } from "../../src/classify/concepts.ts";
import { parseLexicon, phraseList } from "../../src/classify/lexicon.ts";
import { CONCEPT_FOLD, fold } from "../../src/classify/normalise.ts";

const CODES = ["en", "el", "fa", "hu", "latin", "ru"];
const sources = CODES.map((code) => ({ code, text: readFileSync(`data/concepts/${code}.txt`, "utf8") }));

function conceptsIn(text: string, lexicon = parseLexicon(sources)): Set<string> {
  const matcher = new ConceptMatcher(lexicon);
  const sentences = matcher.match(fold(`\n${text}`, CONCEPT_FOLD));
  return new Set(sentences.flatMap(({ hits }) => hits.map(({ concept }) => matcher.names[concept] ?? "")));
}

describe("the word lists", () => {
  test("every language words every concept", () => {
    const { names, phrases, languages } = parseLexicon(sources);
    const worded = new Set(
      phraseList(phrases).map(({ concept, language }) => concept * languages.length + language),
    );
    expect(worded.size).toBe(names.length * languages.length);
  });

  test.each([
    ["English", "My parcel was charged twice", ["PARCEL"]],
    ["English in words that Hungarian has, too,", "There is a gas leak.", ["HARM_FIRE_GAS"]],
    [
      "Hungarian in words that English has, too,",
      "A kazán a pincében szivárog.",
      ["NO_HEATING", "WATER_LEAK"],
    ],
    ["Hungarian", "A csomagom nem érkezett meg", ["PARCEL", "NOT_ARRIVED"]],
    ["Hungarian without accents", "a csomagom nem erkezett meg", ["PARCEL", "NOT_ARRIVED"]],
    ["Greek", "Το δέμα δεν έφτασε", ["PARCEL", "NOT_ARRIVED"]],
    ["Greek without accents", "ΤΟ ΔΕΜΑ ΔΕΝ ΕΦΤΑΣΕ", ["PARCEL", "NOT_ARRIVED"]],
    ["Greeklish", "to dema den irthe", ["PARCEL", "NOT_ARRIVED"]],
    ["Russian", "Посылка так и не пришла", ["PARCEL", "NOT_ARRIVED"]],
    ["Russian in Latin letters", "posylka ne prishla", ["PARCEL", "NOT_ARRIVED"]],
    ["Persian", "بسته من هنوز نرسید", ["PARCEL", "NOT_ARRIVED"]],
  ])("%s mail is understood", (_, text, expected) => {
    expect([...conceptsIn(text)]).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    ["Greek", "Τελεία και παύλα, δεν διαβάζω άλλο.", "GREAT"],
    ["Greek", "Ο τεχνικός ήρθε το πρωί.", "TECH_SPEC"],
    ["Greek", "Διάβασα ακριβώς τι γράφει το χαρτί.", "PRICE_RISE"],
    ["Greek", "Στείλτε μου μια βεβαίωση.", "SARCASM_MARK"],
    ["Hungarian", "A csomagot a csoport vette át.", "TAP_PLUMBING"],
    ["Hungarian", "A levelet legalább elolvastam.", "COURT_LAWYER"],
    ["Hungarian", "A családom is várja a választ.", "HACKED"],
    ["Hungarian", "A jegyzőkönyvet elküldtem.", "TICKET_BOOKING"],
    ["Hungarian", "A határidőt betartottuk.", "CUSTOMS_STRIKE"],
    ["Russian", "Он стоит у входа в центр города.", "PRICE"],
    ["Russian", "Мой номер заявки 4471, добрый день.", "HOTEL_ROOM"],
    ["Russian", "Напишите на электронную почту.", "ELECTRICITY"],
    ["Russian", "Жду ответа в пятницу.", "CRACK_HOLE_STAIN"],
    ["Persian", "لطفا این مبلغ را بررسی کنید", "FURNITURE"],
    ["Persian", "لطفا پاسخ بدهید", "OVERDUE_DEBT"],
    ["Persian", "با تشکر از شما", "FURNITURE"],
    ["Persian", "صفحه باز نمی شود", "WAIT_PHONE_HOLD"],
    ["English", "The engineer came in the evening.", "VEHICLE"],
    ["English", "Please stick the label on it.", "MEDICAL_RECORD"],
    ["English", "The marketing was fine.", "SHOP_STORE"],
    ["Greek", "Ήρθε ακριβώς στην ώρα του.", "W_EXPENSIVE"],
    ["Greek", "Το είπα δύο φορές.", "W_FIT_WEAR"],
    ["Hungarian", "A csapat később indul.", "SUPPLY_GONE"],
    ["Hungarian", "Ügyeletet tartanak, ügyet intéznek.", "SARCASM_MARK"],
    ["Hungarian", "Hiteles másolatot küldtem.", "INSTALMENT_LOAN"],
    ["Russian", "Спасибо за радио.", "LIFE_SAVED_RELIEF"],
    ["Russian", "Спасибо за радио.", "HAPPY_SATISFIED"],
    ["Russian", "Прошу личный номер линии.", "CAN_I"],
    ["Russian", "Пришлите цветы и последний кроватный каталог.", "SAFETY_INJURY"],
    ["Persian", "کارتن را کنار کوچه گذاشتم", "OUTAGE"],
    ["Persian", "امانت را نشانی گرفتم", "BUT_HOWEVER"],
    ["English", "The courteous broker said goodbye.", "COURT_LAWYER"],
  ])("%s mail is not misread: %s", (_, text, falseFriend) => {
    expect([...conceptsIn(text)]).not.toContain(falseFriend);
  });

  test("a dollar sign ends a word", () => {
    const lexicon = parseLexicon([{ code: "xx", text: "ICE: ice$\nBOX: box" }]);
    expect(conceptsIn("ice boxes", lexicon)).toEqual(new Set(["ICE", "BOX"]));
    expect(conceptsIn("iceberg", lexicon)).toEqual(new Set());
  });

  test("a sixth language needs a word list and nothing else", () => {
    const german = {
      code: "de",
      text: "@function-words: der, die, das, und, ist, nicht, ich\nPARCEL: paket",
    };
    const lexicon = parseLexicon([...sources, german]);
    expect(conceptsIn("Das Paket ist nicht da und ich warte", lexicon)).toContain("PARCEL");
  });

  test("a mistake is named with file and line", () => {
    expect(() => parseLexicon([{ code: "hu", text: "# words\nPARCEL csomag" }])).toThrow("hu.txt:2");
    expect(() => parseLexicon([{ code: "hu", text: "__proto__: csomag" }])).toThrow("__proto__");
    expect(() => parseLexicon([{ code: "hu", text: "A: a\nA: b" }])).toThrow("hu.txt:2: A occurs twice");
  });
});
