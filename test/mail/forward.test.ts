import { describe, expect, test } from "vitest";
import { forwardedFrom } from "../../src/mail/forward.ts";

type Row = readonly [string, string, string];

const ORIGINAL = "Hello,\n\nmy parcel never came.\n\nAnn";

const FORWARDS: readonly Row[] = [
  [
    "English, Gmail",
    "Fwd: Parcel",
    "---------- Forwarded message ---------\nFrom: Ann Smith <ann@mail.example>\nDate: Mon, Mar 3, 2025 at 10:00 AM\nSubject: Parcel\nTo: <support@shop.example>",
  ],
  [
    "English, Outlook",
    "FW: Parcel",
    "From: Ann Smith <ann@mail.example>\nSent: Monday, March 3, 2025 10:00 AM\nTo: Support\nSubject: Parcel",
  ],
  [
    "English, Apple Mail",
    "Fwd: Parcel",
    "Begin forwarded message:\n\nFrom: Ann Smith <ann@mail.example>\nSubject: Parcel\nDate: March 3, 2025 at 10:00:00 AM\nTo: support@shop.example",
  ],
  [
    "English, Thunderbird",
    "Fwd: Parcel",
    "-------- Forwarded Message --------\nSubject: Parcel\nDate: Mon, 3 Mar 2025 10:00:00 +0100\nFrom: Ann Smith <ann@mail.example>\nTo: support@shop.example",
  ],
  [
    "English, Yahoo",
    "Fw: Parcel",
    "----- Forwarded Message -----\nFrom: Ann Smith <ann@mail.example>\nTo: support@shop.example\nSent: Monday, March 3, 2025\nSubject: Parcel",
  ],
  [
    "English, older Outlook",
    "FW: Parcel",
    "-----Original Message-----\nFrom: Ann Smith [mailto:ann@mail.example]\nSent: Monday, March 3, 2025 10:00 AM\nTo: Support\nSubject: Parcel",
  ],
  [
    "Greek, Gmail",
    "Fwd: Parcel",
    "---------- Forwarded message ---------\nΑπό: Ann Smith <ann@mail.example>\nDate: Δευ, 3 Μαρ 2025\nSubject: Parcel\nTo: <support@shop.example>",
  ],
  [
    "Greek, Outlook",
    "ΠΡΘ: Parcel",
    "Από: Ann Smith <ann@mail.example>\nΣτάλθηκε: Δευτέρα, 3 Μαρτίου 2025\nΠρος: Support\nΘέμα: Parcel",
  ],
  [
    "Greek, Thunderbird",
    "Fwd: Parcel",
    "-------- Προωθημένο μήνυμα --------\nΘέμα: Parcel\nΗμερομηνία: 3 Μαρ 2025\nΑπό: Ann Smith <ann@mail.example>\nΠρος: support@shop.example",
  ],
  [
    "Hungarian, Gmail",
    "Fwd: Parcel",
    "---------- Forwarded message ---------\nFeladó: Ann Smith <ann@mail.example>\nDate: 2025. márc. 3., H, 10:00\nSubject: Parcel\nTo: <support@shop.example>",
  ],
  [
    "Hungarian, Outlook",
    "Továbbítás: Parcel",
    "Feladó: Ann Smith <ann@mail.example>\nElküldve: 2025. március 3., hétfő\nCímzett: Support\nTárgy: Parcel",
  ],
  [
    "Hungarian, Thunderbird",
    "Fwd: Parcel",
    "-------- Továbbított üzenet --------\nTárgy: Parcel\nDátum: Mon, 3 Mar 2025\nFeladó: Ann Smith <ann@mail.example>\nCímzett: support@shop.example",
  ],
  [
    "Hungarian, Apple Mail",
    "Fwd: Parcel",
    "Továbbított levél kezdete:\n\nFeladó: Ann Smith <ann@mail.example>\nTárgy: Parcel\nDátum: 2025. március 3.\nCímzett: support@shop.example",
  ],
  [
    "Persian, Gmail",
    "Fwd: Parcel",
    "---------- Forwarded message ---------\nاز: Ann Smith <ann@mail.example>\nDate: دوشنبه ۳ مارس ۲۰۲۵\nSubject: Parcel\nTo: <support@shop.example>",
  ],
  [
    "Persian, Outlook",
    "هدایت: Parcel",
    "از: Ann Smith <ann@mail.example>\nارسال شده: دوشنبه\nبه: Support\nموضوع: Parcel",
  ],
  [
    "Persian, Thunderbird",
    "Fwd: Parcel",
    "-------- پیام هدایت‌شده --------\nموضوع: Parcel\nتاریخ: ۳ مارس\nاز: Ann Smith <ann@mail.example>\nبه: support@shop.example",
  ],
  [
    "Russian, Gmail",
    "Fwd: Parcel",
    "---------- Forwarded message ---------\nОт: Ann Smith <ann@mail.example>\nDate: пн, 3 мар. 2025 г. в 10:00\nSubject: Parcel\nTo: <support@shop.example>",
  ],
  [
    "Russian, Outlook",
    "Пересл: Parcel",
    "От: Ann Smith <ann@mail.example>\nОтправлено: 3 марта 2025 г. 10:00\nКому: Support\nТема: Parcel",
  ],
  [
    "Russian, Apple Mail",
    "Fwd: Parcel",
    "Начало переадресованного сообщения:\n\nОт: Ann Smith <ann@mail.example>\nТема: Parcel\nДата: 3 марта 2025 г.\nКому: support@shop.example",
  ],
  [
    "Russian, Thunderbird",
    "Fwd: Parcel",
    "-------- Перенаправленное сообщение --------\nТема: Parcel\nДата: Mon, 3 Mar 2025\nОт: Ann Smith <ann@mail.example>\nКому: support@shop.example",
  ],
  [
    "Russian, Mail.ru",
    "Fwd: Parcel",
    "-------- Пересылаемое сообщение --------\nОт: Ann Smith <ann@mail.example>\nКому: support@shop.example\nДата: Понедельник, 3 марта 2025\nТема: Parcel",
  ],
];

describe("forwarded mail belongs to its original sender", () => {
  test.each(FORWARDS)("%s", (_name, subject, block) => {
    for (const own of ["", "Please see to this.\n\n"]) {
      expect(forwardedFrom(subject, `${own}${block}\n\n${ORIGINAL}`)).toEqual({
        from: { name: "Ann Smith", address: "ann@mail.example" },
        subject: "Parcel",
        text: ORIGINAL,
      });
    }
  });

  test("a reply that quotes by header block is no forward", () => {
    const text =
      "Thanks.\n\nFrom: Ann <ann@mail.example>\nSent: Monday\nTo: Support\nSubject: Parcel\n\nHello";
    expect(forwardedFrom("RE: Parcel", text)).toBeNull();
  });

  test("a forward deep inside a quoted conversation is no forward", () => {
    const text =
      "Thanks.\n\nOn Mon, 3 Mar 2025 at 10:00, Bob <bob@shop.example> wrote:\n> ---------- Forwarded message ---------\n> From: Ann <ann@mail.example>\n> Subject: x\n> Date: y";
    expect(forwardedFrom("Re: Fwd: Parcel", text)).toBeNull();
  });

  test("a forward that names no address belongs to nobody", () => {
    const text =
      "---------- Forwarded message ---------\nFrom: Ann Smith\nDate: Monday\nSubject: Parcel\n\nHello";
    expect(forwardedFrom("Fwd: Parcel", text)).toBeNull();
  });
});
