import { describe, expect, test } from "vitest";
import type { Language } from "../../src/mail/message.ts";
import type { LapseKind } from "../../src/policy/cues/lapse.ts";
import { lapsesIn } from "../../src/policy/lapse.ts";

describe("what a customer should not have to read is found", () => {
  test.each<[Language, LapseKind, string]>([
    ["en", "excuse", "Due to the high volume of requests we could not answer sooner."],
    ["en", "excuse", "We are currently very busy."],
    ["en", "excuse", "Because of staff shortages the answer took longer."],
    ["en", "excuse", "This is beyond our control, and there is nothing we can do."],
    ["en", "excuse", "You are not the only customer."],
    ["en", "blame", "As we already told you, the parcel is on its way."],
    ["en", "blame", "As I’ve said? No: as previously stated in our mail."],
    ["en", "blame", "You should have read the terms."],
    ["en", "blame", "You didn't follow the guide."],
    ["en", "blame", "That was your own mistake."],
    ["en", "blame", "Please calm down."],
    ["en", "internal", "Our supplier has let us down."],
    ["en", "internal", "The IT department has not mended it yet."],
    ["en", "internal", "Our new system was down, and a colleague is on sick leave."],
    ["el", "excuse", "Λόγω αυξημένου όγκου αιτημάτων αργήσαμε."],
    ["el", "excuse", "Υπήρχε μεγάλος φόρτος εργασίας αυτές τις μέρες."],
    ["el", "excuse", "Δεν φταίμε εμείς γι’ αυτό."],
    ["el", "blame", "Όπως σας έχουμε ήδη πει, το δέμα έφυγε."],
    ["el", "blame", "Θα έπρεπε να είχατε διαβάσει τους όρους."],
    ["el", "blame", "Δεν διαβάσατε τις οδηγίες."],
    ["el", "blame", "Είναι δικό σας λάθος."],
    ["el", "internal", "Ο προμηθευτής μας καθυστέρησε."],
    ["el", "internal", "Το λογιστήριό μας δεν το έχει περάσει ακόμη."],
    ["el", "internal", "Είχαμε εσωτερικά προβλήματα."],
    ["hu", "excuse", "A megnövekedett érdeklődés miatt késve válaszolunk."],
    ["hu", "excuse", "A nagy leterheltség miatt elnézést kérünk."],
    ["hu", "excuse", "Rajtunk kívül álló okból nem tudunk mit tenni."],
    ["hu", "blame", "Mint már korábban említettük, a csomag úton van."],
    ["hu", "blame", "El kellett volna olvasnia a feltételeket, figyelmesen elolvasnia kellett volna."],
    ["hu", "blame", "Ez az Ön hibája."],
    ["hu", "blame", "Ön félreértette a levelünket."],
    ["hu", "internal", "A beszállítónk késik."],
    ["hu", "internal", "Az informatikai osztály még nem javította ki."],
    ["hu", "internal", "A kollégánk szabadságon van."],
    ["fa", "excuse", "به دلیل حجم بالای پیام‌ها دیر پاسخ می‌دهیم."],
    ["fa", "excuse", "این موضوع خارج از کنترل ما است."],
    ["fa", "excuse", "سرمان خیلی شلوغ بود."],
    ["fa", "blame", "همان‌طور که قبلاً گفتیم، بسته ارسال شده است."],
    ["fa", "blame", "شما باید شرایط را با دقت می‌خواندید."],
    ["fa", "blame", "این اشتباه از طرف شما بوده است."],
    ["fa", "blame", "لطفاً آرام باشید."],
    ["fa", "internal", "تأمین‌کنندهٔ ما دیر کرده است."],
    ["fa", "internal", "پیمانکار ما کار را تمام نکرده است."],
    ["fa", "internal", "به خاطر مشکلات داخلی نشد."],
    ["ru", "excuse", "В связи с большим количеством обращений мы отвечаем с задержкой."],
    ["ru", "excuse", "Из-за высокой загруженности ответ задержался."],
    ["ru", "excuse", "По не зависящим от нас причинам."],
    ["ru", "blame", "Как мы вам уже писали, посылка в пути."],
    ["ru", "blame", "Вам следовало прочитать условия."],
    ["ru", "blame", "Вы не указали номер заказа."],
    ["ru", "blame", "Это ваша невнимательность."],
    ["ru", "internal", "Наш поставщик нас подвёл."],
    ["ru", "internal", "Произошёл сбой в нашей системе."],
    ["ru", "internal", "Сотрудник сейчас в отпуске."],
  ])("%s, %s: %s", (language, kind, text) => {
    expect(lapsesIn(text, language).map((lapse) => lapse.kind)).toContain(kind);
  });
});

test.each<[Language, string]>([
  ["en", "You should have an answer by tomorrow noon, and the parcel should have arrived."],
  ["en", "You should have received our letter. The amount due is 12 EUR."],
  ["en", "We are busy with your request; a high quality photo helps. As you told us, it is the blue one."],
  ["en", "Your error message and the number of it are enough. Tell us in your own words."],
  ["en", "We are sorry that we did not read it sooner. If you had one wish, what would it be?"],
  ["el", "Θα έπρεπε να έχετε λάβει ήδη την απάντησή μας. Το ποσό λόγω της επιστροφής πιστώθηκε."],
  ["el", "Όπως μας γράψατε, το δέμα δεν έφτασε. Ο συνεργάτης μας θα σας γράψει."],
  ["el", "Το τμήμα εξυπηρέτησης θα σας απαντήσει. Δεν χρειάζεται να κάνετε τίποτα."],
  ["hu", "Mint írta, a csomag nem érkezett meg. Már meg kellett volna kapnia, ezért utánanézünk."],
  ["hu", "Sajnáljuk, hogy ennyi kellemetlensége volt. A nagy csomagot holnap visszük."],
  ["hu", "Kérjük, olvassa el az útmutatót. Az Ön felelőse: Kovács Anna."],
  ["fa", "همان‌طور که نوشتید بسته نرسیده است. باید تا فردا به دستتان برسد."],
  ["fa", "به دلیل زحمتی که برایتان پیش آمد متأسفیم. حجم بسته ۲ لیتر است."],
  ["fa", "اگر اشتباهی در نشانی هست، آن را بنویسید. بخش داخلی دستگاه را باز نکنید."],
  ["ru", "Как вы писали, посылка не пришла. Вы должны получить ответ завтра."],
  ["ru", "Вы уже писали нам о похожем. Товар есть на нашем складе."],
  ["en", "If you forgot your password, you could have a new one sent."],
  ["el", "Αν ξεχάσατε τον κωδικό σας, πατήστε εδώ."],
  ["hu", "Ha elfelejtette a jelszavát, kattintson ide. Az alvállalkozó adatai a számlán vannak."],
  ["fa", "اگر رمز عبورتان را فراموش کرده‌اید، اینجا را بزنید. نام پیمانکار روی قرارداد است."],
  ["ru", "Если вы забыли пароль, нажмите сюда."],
  ["ru", "Если бы вы прислали фотографию, нам было бы проще. Мы займёмся вашим вопросом."],
])("what only sounds like it is let be (%s): %s", (language, text) => {
  expect(lapsesIn(text, language)).toEqual([]);
});

test("a phrase is found where a line breaks in it, at the line where it begins, and not over paragraphs", () => {
  const text =
    "Dear Maria,\r\n\r\nthank you. As we\r\nalready told you, it is late.\r\n\r\nYou should\r\n\r\nhave it.";
  expect(lapsesIn(text, "en")).toEqual([{ kind: "blame", words: "As we already told", line: 3 }]);
});

test("the words are quoted as they stand, with their accents and joiners", () => {
  expect(lapsesIn("Mint már írtuk: úton van.", "hu")[0]?.words).toBe("Mint már írtuk:");
  expect(lapsesIn("تأمین‌کنندهٔ ما دیر کرده است.", "fa")[0]?.words).toBe("تأمین‌کنندهٔ ما");
});

test("several in one line are all told", () => {
  expect(lapsesIn("We are very busy, and it is not our fault.", "en")).toHaveLength(2);
});
