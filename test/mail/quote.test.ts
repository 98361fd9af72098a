import { describe, expect, test } from "vitest";
import { replyText } from "../../src/mail/quote.ts";

/** [language and client, own words, what stands below them] */
type Row = readonly [string, string, string];

const QUOTE = "> Dear customer,\n> we have received your letter.\n>\n> Support";
const UNQUOTED = "Dear customer,\n\nwe have received your letter.\n\nSupport";

const ATTRIBUTIONS: readonly Row[] = [
  [
    "English, Gmail",
    "It still does not work.",
    "On Mon, 3 Mar 2025 at 10:00, Support <support@shop.example> wrote:",
  ],
  [
    "English, Gmail, wrapped",
    "It still does not work.",
    "On Mon, 3 Mar 2025 at 10:00, Customer Support Department <\nsupport@shop.example> wrote:",
  ],
  ["English, Apple Mail", "Thank you!", "On Mar 3, 2025, at 10:00 AM, Support <support@shop.example> wrote:"],
  ["English, Thunderbird", "Not yet.", "On 03/03/2025 10:00 AM, Support wrote:"],
  [
    "English, Yahoo",
    "Still waiting.",
    "On Monday, March 3, 2025, 10:00:00 AM GMT+1, Support <support@shop.example> wrote:",
  ],
  [
    "English, Outlook mobile",
    "Yes please.",
    'On Mon, Mar 3, 2025 at 10:00 AM +0100, "Support" <support@shop.example> wrote:',
  ],
  [
    "Greek, Gmail",
    "Δεν λειτουργεί ακόμα.",
    "Στις Δευ, 3 Μαρ 2025 στις 10:00 π.μ., ο χρήστης Support <support@shop.example> έγραψε:",
  ],
  [
    "Greek, Gmail, wrapped",
    "Δεν λειτουργεί ακόμα.",
    "Στις Δευ, 3 Μαρ 2025 στις 10:00 π.μ., ο χρήστης Support\n<support@shop.example> έγραψε:",
  ],
  [
    "Greek, Apple Mail",
    "Ευχαριστώ πολύ.",
    "Στις 3 Μαρ 2025, στις 10:00, ο χρήστης Support <support@shop.example> έγραψε:",
  ],
  ["Greek, Thunderbird", "Όχι ακόμα.", "Στις 3/3/2025 10:00, ο Support έγραψε:"],
  [
    "Greek, Yahoo",
    "Περιμένω.",
    "Στις Δευτέρα 3 Μαρτίου 2025 στις 10:00:00 π.μ. EET, ο χρήστης Support <support@shop.example> έγραψε:",
  ],
  [
    "Hungarian, Gmail",
    "Még mindig nem jó.",
    "Support <support@shop.example> ezt írta (időpont: 2025. márc. 3., H, 10:00):",
  ],
  [
    "Hungarian, Gmail, wrapped",
    "Még mindig nem jó.",
    "Ügyfélszolgálati Osztály <support@shop.example> ezt írta (időpont: 2025. márc. 3., H,\n10:00):",
  ],
  [
    "Hungarian, Apple Mail",
    "Köszönöm szépen!",
    "2025. 03. 03. dátummal, 10:00 időpontban Support <support@shop.example> írta:",
  ],
  ["Hungarian, Thunderbird", "Még nem.", "2025. 03. 03. 10:00 keltezéssel, Support írta:"],
  [
    "Hungarian, Yahoo",
    "Várok.",
    "2025. március 3., hétfő 10:00:00 CET, Support <support@shop.example> írta:",
  ],
  [
    "Persian, Gmail",
    "هنوز کار نمی‌کند.",
    "در تاریخ دوشنبه ۳ مارس ۲۰۲۵،‏ ۱۰:۰۰ Support <support@shop.example> نوشت:",
  ],
  [
    "Persian, Gmail, Latin digits",
    "هنوز کار نمی‌کند.",
    "در تاریخ دوشنبه 3 مارس 2025، 10:00 Support <support@shop.example> نوشت:",
  ],
  ["Persian, Apple Mail", "خیلی ممنون.", "در ۳ مارس ۲۰۲۵، ساعت ۱۰:۰۰، Support <support@shop.example> نوشت:"],
  ["Persian, Thunderbird", "هنوز نه.", "در ۳/۳/۲۰۲۵ ۱۰:۰۰، Support نوشته است:"],
  [
    "Russian, Gmail",
    "До сих пор не работает.",
    "пн, 3 мар. 2025 г. в 10:00, Support <support@shop.example>:",
  ],
  [
    "Russian, Gmail, older",
    "До сих пор не работает.",
    "3 марта 2025 г., 10:00 пользователь Support <support@shop.example> написал:",
  ],
  [
    "Russian, Apple Mail",
    "Большое спасибо!",
    "3 марта 2025 г., в 10:00, Support <support@shop.example> написал(а):",
  ],
  ["Russian, Thunderbird", "Пока нет.", "03.03.2025 10:00, Support пишет:"],
  [
    "Russian, Mail.ru",
    "Жду ответа.",
    "Понедельник, 3 марта 2025, 10:00 +03:00 от Support <support@shop.example>:",
  ],
  ["Russian, Yandex", "Жду ответа.", '03.03.2025, 10:00, "Support" <support@shop.example>:'],
  [
    "German, Gmail",
    "Geht immer noch nicht.",
    "Am Mo., 3. März 2025 um 10:00 Uhr schrieb Support <support@shop.example>:",
  ],
  [
    "French, Gmail",
    "Toujours rien.",
    "Le lun. 3 mars 2025 à 10:00, Support <support@shop.example> a écrit :",
  ],
  [
    "Spanish, Gmail",
    "Sigue igual.",
    "El lun, 3 mar 2025 a las 10:00, Support (<support@shop.example>) escribió:",
  ],
  [
    "Italian, Gmail",
    "Ancora niente.",
    "Il giorno lun 3 mar 2025 alle ore 10:00 Support <support@shop.example> ha scritto:",
  ],
  [
    "Polish, Gmail",
    "Nadal nie działa.",
    "pon., 3 mar 2025 o 10:00 Support <support@shop.example> napisał(a):",
  ],
  [
    "Turkish, Gmail",
    "Hâlâ çalışmıyor.",
    "Support <support@shop.example>, 3 Mar 2025 Pzt, 10:00 tarihinde şunu yazdı:",
  ],
  [
    "Czech, Gmail",
    "Stále nefunguje.",
    "po 3. 3. 2025 v 10:00 odesílatel Support <support@shop.example> napsal:",
  ],
  ["Ukrainian, Gmail", "Досі не працює.", "пн, 3 бер. 2025 р. о 10:00 Support <support@shop.example> пише:"],
];

const BLOCKS: readonly Row[] = [
  [
    "English, Outlook",
    "Please call me back.",
    "From: Support <support@shop.example>\nSent: Monday, March 3, 2025 10:00 AM\nTo: Ann Smith <ann@mail.example>\nSubject: RE: Order 4711",
  ],
  [
    "English, Outlook on the web",
    "Please call me back.",
    "________________________________\nFrom: Support <support@shop.example>\nSent: Monday, March 3, 2025 10:00 AM\nTo: Ann Smith\nSubject: RE: Order 4711",
  ],
  [
    "English, Outlook, bold and spread",
    "Please call me back.",
    "*From:* Support <support@shop.example>\n\n*Sent:* Monday, March 3, 2025 10:00 AM\n\n*To:* Ann Smith\n\n*Subject:* RE: Order 4711",
  ],
  [
    "Greek, Outlook",
    "Παρακαλώ πάρτε με τηλέφωνο.",
    "Από: Support <support@shop.example>\nΣτάλθηκε: Δευτέρα, 3 Μαρτίου 2025 10:00 πμ\nΠρος: Άννα\nΘέμα: ΑΠ: Παραγγελία 4711",
  ],
  [
    "Hungarian, Outlook",
    "Kérem, hívjanak vissza.",
    "Feladó: Support <support@shop.example>\nElküldve: 2025. március 3., hétfő 10:00\nCímzett: Kovács Anna\nTárgy: RE: 4711 rendelés",
  ],
  [
    "Persian, Outlook",
    "لطفا با من تماس بگیرید.",
    "از: Support <support@shop.example>\nارسال شده: دوشنبه ۳ مارس ۲۰۲۵ ۱۰:۰۰\nبه: آنا\nموضوع: پاسخ: سفارش ۴۷۱۱",
  ],
  [
    "Russian, Outlook",
    "Перезвоните мне, пожалуйста.",
    "От: Support <support@shop.example>\nОтправлено: 3 марта 2025 г. 10:00\nКому: Анна\nТема: RE: Заказ 4711",
  ],
  [
    "German, Outlook",
    "Bitte rufen Sie mich an.",
    "Von: Support <support@shop.example>\nGesendet: Montag, 3. März 2025 10:00\nAn: Anna\nBetreff: AW: Bestellung 4711",
  ],
  [
    "English, older Outlook",
    "Please call me back.",
    "-----Original Message-----\nFrom: Support [mailto:support@shop.example]\nSent: Monday, March 3, 2025 10:00 AM\nTo: Ann\nSubject: Order",
  ],
  ["Greek, older Outlook", "Πάρτε με.", "-----Αρχικό μήνυμα-----\nΑπό: Support\nΣτάλθηκε: Δευτέρα"],
  ["Hungarian, older Outlook", "Hívjanak.", "-----Eredeti üzenet-----\nFeladó: Support\nElküldve: hétfő"],
  ["Persian, older Outlook", "تماس بگیرید.", "-----پیام اصلی-----\nاز: Support"],
  ["Russian, older Outlook", "Перезвоните.", "-----Исходное сообщение-----\nОт: Support"],
  ["Russian, The Bat", "Перезвоните.", "-------- Исходное сообщение --------\nТема: Заказ"],
];

const SIGNATURES: readonly Row[] = [
  ["RFC 3676 delimiter", "It broke again.", "-- \nAnn Smith\nExample Ltd.\n+1 212 555 0123"],
  ["delimiter without its space", "It broke again.", "--\nAnn Smith"],
  ["English iPhone", "It broke again.", "Sent from my iPhone"],
  ["English Outlook for iOS", "It broke again.", "Get Outlook for iOS<https://aka.ms/o0ukef>"],
  ["English Mail for Windows", "It broke again.", "Sent from Mail for Windows 10"],
  ["English Galaxy", "It broke again.", "Sent from my Samsung Galaxy smartphone."],
  ["English Yahoo", "It broke again.", "Sent from Yahoo Mail on Android"],
  ["Greek iPhone", "Χάλασε πάλι.", "Στάλθηκε από το iPhone μου"],
  ["Greek Outlook", "Χάλασε πάλι.", "Λήψη του Outlook για iOS"],
  ["Hungarian iPhone", "Megint elromlott.", "iPhone-ról küldve"],
  ["Hungarian iPhone, other wording", "Megint elromlott.", "Az iPhone készülékemről küldve"],
  ["Hungarian Outlook", "Megint elromlott.", "Az iOS-hez készült Outlook beszerzése"],
  ["Persian iPhone", "دوباره خراب شد.", "از آیفون من ارسال شد"],
  ["Persian iPhone, other wording", "دوباره خراب شد.", "ارسال شده از iPhone من"],
  ["Russian iPhone", "Опять сломалось.", "Отправлено с iPhone"],
  ["Russian Outlook", "Опять сломалось.", "Получить Outlook для iOS"],
  ["Russian Yandex", "Опять сломалось.", "Отправлено из мобильной Яндекс Почты"],
  ["Russian Mail.ru", "Опять сломалось.", "Отправлено из Mail.ru для Android"],
  ["German iPhone", "Wieder kaputt.", "Von meinem iPhone gesendet"],
  ["Turkish iPhone", "Yine bozuldu.", "iPhone'umdan gönderildi"],
];

describe("the reply apart from what it answers", () => {
  test.each(ATTRIBUTIONS)("%s: attribution and quoted lines go", (_name, own, attribution) => {
    expect(replyText(`${own}\n\n${attribution}\n${QUOTE}\n`)).toBe(own);
  });

  test.each(ATTRIBUTIONS.filter(([name]) => !name.includes("Thunderbird")))(
    "%s: all below the attribution goes where nothing is marked as quoted",
    (_name, own, attribution) => {
      expect(replyText(`${own}\n\n${attribution}\n\n${UNQUOTED}\n`)).toBe(own);
    },
  );

  test.each(ATTRIBUTIONS)("%s: words below the quote stay", (_name, own, attribution) => {
    expect(replyText(`${attribution}\n${QUOTE}\n\n${own}`)).toBe(own);
  });

  test.each(BLOCKS)("%s: the header block and all below it goes", (_name, own, block) => {
    expect(replyText(`${own}\n\n${block}\n\n${UNQUOTED}\n`)).toBe(own);
  });

  test.each(SIGNATURES)("%s: the signature goes", (_name, own, signature) => {
    expect(replyText(`${own}\n\n${signature}\n`)).toBe(own);
  });
});

describe("contact details below a name", () => {
  test.each([
    [
      "English",
      "It broke again.\n\nKind regards,\nAnn Smith",
      "Head of Purchasing\nExample Ltd.\n12 Long Street, Leeds\nT: +44 113 496 0123\nwww.example.com",
    ],
    [
      "thanks as a closing",
      "It broke again.\n\nThanks,\n\nAnn",
      "ann@example.com | +44 113 496 0123\n+44 113 496 0123",
    ],
    [
      "Greek",
      "Χάλασε πάλι.\n\nΜε εκτίμηση,\nΜαρία Παπαδάκη",
      "Λογίστρια\nΤηλ.: 210 1234567\nmaria@example.gr",
    ],
    ["Hungarian", "Megint elromlott.\n\nÜdvözlettel:\nKovács Béla", "ügyvezető\n+36 30 123 4567"],
    ["Persian", "دوباره خراب شد.\n\nبا احترام\nعلی رضایی", "مدیر خرید\nتلفن: ۰۲۱۸۸۷۷۶۶۵۵"],
    [
      "Russian",
      "Опять сломалось.\n\nС уважением,\nИван Петров",
      "менеджер\n+7 (495) 123-45-67\nhttps://example.ru",
    ],
  ])("%s: they go, the name stays", (_language, own, card) => {
    expect(replyText(`${own}\n${card}\n`)).toBe(own);
  });

  test.each([
    ["a postscript", "Kind regards,\nAnn\n+44 113 496 0123\nPS: it is the blue one"],
    ["a question", "Thanks\n+44 113 496 0123\nwhen will somebody call?"],
    [
      "the rest of the letter",
      "Thanks\nMy parcel has not come. I have waited since Monday.\n+44 113 496 0123",
    ],
    ["a number asked for", "Thanks!\nMy number is 0113 496 0123"],
    ["a name alone", "Best,\nAnn Smith"],
    ["a list of orders", "These are wrong:\n4410293\n4410294"],
  ])("%s stays", (_name, text) => {
    expect(replyText(`It broke.\n${text}`)).toBe(`It broke.\n${text}`);
  });
});

describe("the writer's own words are never lost", () => {
  const kept: readonly (readonly [string, string])[] = [
    ["an invitation", "Date: Wednesday 3 October\nTime: 7:00\nAddress: 130 Fox St"],
    ["a journey", "From: Budapest\nTo: London\nDate: 3 May\n\nIs there a seat?"],
    ["a sentence about writing", "Yesterday your colleague wrote:\n\nyou get your money back. Where is it?"],
    [
      "a device in a sentence",
      "Sent from my iPhone app to all users, the notice never arrived. What happened?",
    ],
    ["a list", "Wrong are:\n- the colour\n- the size\n- the price"],
    ["a quote alone", "> What you wrote"],
    ["a rule in a long letter", `One\n--\n${"line\n".repeat(20)}end`],
    ["a signature alone", "-- \nAnn"],
    [
      "a forward without own words",
      "---------- Forwarded message ---------\nFrom: Ann <ann@mail.example>\nDate: Mon\nSubject: Help\n\nHelp me",
    ],
    ["one letter", "Ok"],
    ["Hungarian with a colon", "Azt írta a futár:\nnem volt otthon senki. De otthon voltam!"],
    ["Russian with a colon", "Ваш коллега написал:\nзаказ готов. Но его нет."],
  ];
  test.each(kept)("%s is kept whole", (_name, text) => {
    expect(replyText(text)).toBe(text);
  });

  test("answers between quoted lines stay", () => {
    const text = "On 3 Mar 2025, Support wrote:\n> Which colour?\n\nRed.\n\n> Which size?\n\nForty.";
    expect(replyText(text).split(/\s+/).filter(Boolean)).toEqual(["Red.", "Forty."]);
  });

  test("words above and below a quote stay", () => {
    const text =
      "Thank you.\n\nOn Mon, 3 Mar 2025 at 10:00, Support <s@shop.example> wrote:\n> Quoted\n\nOne more thing: it is red.";
    expect(replyText(text)).toContain("Thank you.");
    expect(replyText(text)).toContain("One more thing");
    expect(replyText(text)).not.toContain("Quoted");
  });

  test("own words directly above an attribution are not taken with it", () => {
    const text = "Please hurry.\nOn Mon, 3 Mar 2025 at 10:00, Support\n<s@shop.example> wrote:\n> Quoted";
    expect(replyText(text)).toBe("Please hurry.");
  });

  test("hostile text takes no longer than its length", () => {
    const started = performance.now();
    for (const unit of [
      "On 1 wrote:\n",
      "From: a@b\n",
      "-- \n",
      "> \n",
      "a wrote:",
      "<",
      "On ",
      "\n",
      ":\n",
      "> (http://a\nb\n",
    ]) {
      replyText(unit.repeat(Math.ceil(200_000 / unit.length)));
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
