import { describe, expect, it } from "vitest";
import type { Sensitivity } from "../../src/policy/decision.ts";
import { sensitivityOf } from "../../src/policy/sensitive.ts";

const SENSITIVE: Readonly<Record<Sensitivity, readonly string[]>> = {
  bereavement: [
    "My husband died last week and I need to close his account.",
    "Sadly my mother passed away in May.",
    "I am writing about my late wife's contract.",
    "Please find attached the death certificate.",
    "The account holder is deceased.",
    "I am the executor of his estate.",
    "Πέθανε ο πατέρας μου και θέλω να κλείσω τη γραμμή.",
    "Ο σύζυγός μου απεβίωσε.",
    "Η μητέρα μου έφυγε από τη ζωή.",
    "pethane o pateras mou",
    "A férjem múlt héten meghalt.",
    "ferjem meghalt, lemondanam az elofizetest",
    "Elhunyt az édesapám, csatolom a halotti anyakönyvi kivonatot.",
    "Мой муж умер, прошу закрыть договор.",
    "Бабушка скончалась на прошлой неделе.",
    "прилагаю свидетельство о смерти",
    "babushka skonchalas",
    "پدرم هفته گذشته فوت کرده است.",
    "مرحوم همسرم مشترک شما بود",
    "pedaram fot karde",
  ],
  "self-harm": [
    "I want to kill myself",
    "I'm feeling suicidal because of this debt",
    "I don’t want to live any more",
    "there is no reason to live",
    "Σκέφτομαι να αυτοκτονήσω",
    "δεν θέλω να ζω άλλο",
    "thelo na pethano",
    "Véget vetek az életemnek",
    "öngyilkos leszek",
    "Не хочу больше жить",
    "хочу покончить с собой",
    "ne hochu zhit",
    "می‌خواهم خودکشی کنم",
    "mikham bemiram",
  ],
  breach: [
    "It seems there was a data breach at your company.",
    "I can see other customers' invoices in my account",
    "You sent me someone else's medical records",
    "your system leaked our customers' data",
    "Υπάρχει διαρροή προσωπικών δεδομένων",
    "βλέπω στοιχεία άλλου πελάτη",
    "Ez adatvédelmi incidens.",
    "Más ügyfelek adatait látom a fiókomban.",
    "Произошла утечка персональных данных",
    "я вижу чужие данные в личном кабинете",
    "نشت اطلاعات مشتریان",
  ],
  legal: [
    "My lawyer will contact you.",
    "I'll sue you if this is not solved",
    "see you in court",
    "We will take legal action.",
    "this is a breach of contract",
    "Θα κινηθώ με νομικά μέσα",
    "Ο δικηγόρος μου θα σας στείλει εξώδικο",
    "Az ügyvédem felveszi Önökkel a kapcsolatot",
    "jogi útra tereljük az ügyet",
    "Подам на вас в суд",
    "мой адвокат свяжется с вами",
    "podam v sud",
    "از طریق دادگاه پیگیری می‌کنم",
    "vakilam ba shoma tamas migirad",
  ],
};

const HARMLESS = [
  "The remote has a dead battery again.",
  "This is a killer feature!",
  "My phone died yesterday, can I get a new one?",
  "my daughter's laptop died",
  "the whole session passed away with the server",
  "Please change our legal entity address",
  "Where is your legal notice?",
  "We are a suicide hotline partner",
  "We train suicide prevention volunteers",
  "The pipe leaked all night",
  "I want to book the tennis court",
  "Will Sue call me back?",
  "I want to die laughing, great joke",
  "I lost my husband's card",
  "My mother passed on your number",
  "The deadline is tomorrow",
  "someone else's parcel came",
  "the parent company moved",
  "το κινητό μου πέθανε",
  "φαρμακευτική αγωγή",
  "meghalt a telefonom",
  "a fiam telefonja meghalt",
  "részvétel a programban",
  "jogi személy vagyunk",
  "мой телефон умер",
  "мы юридическое лицо",
  "شخص حقوقی هستیم",
  "اظهارنامه مالیاتی",
];

describe("sensitive matters", () => {
  for (const [sensitivity, texts] of Object.entries(SENSITIVE)) {
    it.each(texts)(`are found: ${sensitivity}: %s`, (text) => {
      expect(sensitivityOf({ subject: "", replyText: text })).toMatchObject({
        sensitivity,
        reason: { code: sensitivity },
      });
    });
  }

  it.each(HARMLESS)("are not seen where there is none: %s", (text) => {
    expect(sensitivityOf({ subject: "", replyText: text })).toBeNull();
  });

  it("are found in the subject, too", () => {
    expect(sensitivityOf({ subject: "Death certificate", replyText: "see attached" })?.sensitivity).toBe(
      "bereavement",
    );
  });

  it("name the words that told", () => {
    expect(sensitivityOf({ subject: "", replyText: "I shall take legal action." })?.reason.text).toContain(
      '"legal action"',
    );
  });

  it("put a life in danger before a lawsuit", () => {
    const both = "My lawyer cannot help any more. I want to end my life.";
    expect(sensitivityOf({ subject: "", replyText: both })?.sensitivity).toBe("self-harm");
  });

  it("are still found where something harmless sounds alike", () => {
    const both = "My phone died. And my father died last week.";
    expect(sensitivityOf({ subject: "", replyText: both })?.sensitivity).toBe("bereavement");
  });

  it("are looked for in bounded time", () => {
    const evil = `${"my late my late husband and the and ".repeat(8_000)}!`;
    const start = performance.now();
    sensitivityOf({ subject: "", replyText: evil });
    expect(performance.now() - start).toBeLessThan(500);
  });
});
