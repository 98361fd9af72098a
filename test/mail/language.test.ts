import { eld } from "eld/extrasmall";
import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../src/mail/language.ts";
import { detectByNgrams } from "../../src/mail/ngrams.ts";

describe("the language of a mail", () => {
  test.each([
    ["en", "My parcel has not arrived yet, could you tell me where it is?"],
    ["en", "where is my order"],
    ["en", "Refund please"],
    ["en", "thanks!"],
    ["el", "Καλημέρα σας, πού είναι η παραγγελία μου;"],
    ["el", "ευχαριστώ"],
    ["el", "Το Samsung Galaxy S24 Ultra δεν ανοίγει"],
    ["hu", "Jó napot, hol van a csomagom? Két hete rendeltem."],
    ["hu", "köszönöm szépen"],
    ["hu", "Megjött, örülök, működik"],
    ["fa", "سلام، سفارش من هنوز نرسیده است"],
    ["fa", "ممنون"],
    ["fa", "سلام چرا كالاي من نرسيده است؟"],
    ["ru", "Здравствуйте, где мой заказ?"],
    ["ru", "спасибо"],
    ["ru", "Не работает приложение на iPhone 15 Pro Max"],
  ])("%s: %s", (language, text) => {
    expect(detectLanguage(text).language).toBe(language);
    expect(detectLanguage(text).confidence).toBeGreaterThan(0.5);
  });

  test.each([
    ["el", "kalimera sas, pou einai i paraggelia mou? den exei erthei akoma"],
    ["el", "efxaristo poli gia tin voithia"],
    ["el", "thelw ta lefta mou pisw"],
    ["fa", "salam, sefaresh man hanooz nareside, lotfan peygiri konid"],
    ["fa", "mamnoon az poshtibani shoma"],
    ["fa", "chera javab nemidid, pool man koja rafte"],
    ["ru", "zdravstvuyte, gde moy zakaz? uzhe nedelya proshla"],
    ["ru", "spasibo za pomoshch, vse rabotaet"],
    ["ru", "pochemu ne prishel zakaz, vernite dengi"],
    ["hu", "jo napot, hol van a csomagom? ket hete rendeltem es meg nem jott meg"],
    ["hu", "koszonom a segitseget, minden rendben van"],
    ["hu", "kerem szepen adjak vissza a penzemet"],
  ])("%s in plain Latin letters: %s", (language, text) => {
    expect(detectLanguage(text).language).toBe(language);
  });

  test.each([
    ["German", "Guten Tag, meine Bestellung ist noch nicht angekommen. Wo bleibt sie?"],
    ["French", "Bonjour, je n'ai pas encore reçu ma commande, où est-elle ?"],
    ["Spanish", "Hola, todavía no he recibido mi pedido, ¿dónde está?"],
    ["Italian", "Buongiorno, non ho ancora ricevuto il mio ordine, dove si trova?"],
    ["Polish", "Dzień dobry, nie dostałem jeszcze mojego zamówienia, gdzie ono jest?"],
    ["Turkish", "Merhaba, siparişim hâlâ gelmedi, nerede acaba?"],
    ["Czech", "Dobrý den, moje objednávka ještě nepřišla, kde je?"],
    ["Ukrainian", "Доброго дня, моє замовлення ще не прийшло, де воно?"],
    ["Bulgarian", "Здравейте, моята поръчка още не е пристигнала, къде е тя? Моля"],
    ["Arabic", "مرحبا، لم يصل طلبي حتى الآن، أين هو؟ في انتظار الرد"],
    ["Japanese", "注文した商品がまだ届いていません。"],
  ])("%s is none of ours", (_name, text) => {
    expect(detectLanguage(text).language).toBeNull();
    expect(detectLanguage(text).confidence).toBeGreaterThan(0.4);
  });

  test.each(["", "?", "12345", "https://shop.example/order/4711 ann@mail.example"])(
    "%j says nothing",
    (text) => {
      expect(detectLanguage(text)).toEqual({ language: null, confidence: 0 });
    },
  );

  test("the small table agrees with the whole one that it was made from", () => {
    for (const text of [
      "Where is my parcel, it should have come yesterday",
      "Hol van a csomagom, tegnap kellett volna megjönnie",
      "Wo bleibt mein Paket, es sollte gestern kommen",
      "Où est mon colis, il devait arriver hier",
      "¿Dónde está mi paquete? Debía llegar ayer por la tarde",
      "Gdzie jest moja paczka, miała przyjść wczoraj",
      "Unde este coletul meu, trebuia să vină ieri",
    ]) {
      expect(detectByNgrams(text)?.language).toBe(eld.detect(text).language);
    }
  });

  test("hostile text takes no longer than its length", () => {
    const started = performance.now();
    for (const unit of ["a", "@", "https:", "ж", "a@", "\u200c"]) detectLanguage(unit.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
