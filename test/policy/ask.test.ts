import { describe, expect, test } from "vitest";
import type { Attachment } from "../../src/mail/message.ts";
import { missing } from "../../src/policy/ask.ts";

const ask = (text: string, topic: Parameters<typeof missing>[1], attachments: readonly Attachment[] = []) =>
  missing({ subject: "", text }, topic, [], attachments);
const photo: Attachment = { filename: "kettle.jpg", contentType: "image/jpeg", size: 240_000 };
const logo: Attachment = { filename: "logo.png", contentType: "image/png", size: 3_000 };

test("asks nothing when the topic is not sure", () => {
  expect(ask("It is broken.", null)).toEqual([]);
});

test("asks for no personal data in a matter of privacy", () => {
  expect(ask("Delete all you know of me.", "privacy")).toEqual([]);
});

describe("a parcel is found by its order number", () => {
  test.each([
    ["en", "Where is my parcel?"],
    ["el", "Πού είναι το δέμα μου; Περιμένω εδώ και μέρες."],
    ["hu", "Hol a csomagom? Már három napja várok."],
    ["fa", "بسته من کجاست؟"],
    ["ru", "Где моя посылка?"],
    ["a sum is no order number", "I paid €1250 for it. Where is it?"],
    ["neither is a telephone number", "Call me: 06 20 555 01 17"],
    ["nor a date", "I ordered it on 2026-11-02."],
    ["nor a year", "I have been a customer since 2019."],
  ])("so it is asked for: %s", (_, text) => {
    expect(ask(text, "delivery")).toEqual(["order-number"]);
  });

  test.each([
    ["en", "Where is order 88213?"],
    ["el", "Η παραγγελία 44-7120 δεν ήρθε."],
    ["hu", "A HU2024881 számú rendelésem hol van?"],
    ["fa", "سفارش ۸۸۲۱۳ کجاست؟"],
    ["ru", "Где заказ №88213?"],
    ["a short booking code", "κράτηση ND-84"],
  ])("but not when the mail has it: %s", (_, text) => {
    expect(ask(text, "delivery")).toEqual([]);
  });

  test("nor when it was found elsewhere", () => {
    expect(missing({ subject: "", text: "Where is it?" }, "delivery", ["A-1"], [])).toEqual([]);
  });
});

describe("a defect is judged by a photo", () => {
  test("which a logo in the signature is not", () => {
    expect(ask("The kettle leaks.", "product-defect", [logo])).toEqual(["order-number", "photo"]);
  });
  test("and which is not asked for when attached", () => {
    expect(ask("The kettle leaks.", "product-defect", [photo])).toEqual(["order-number"]);
  });
  test.each([
    "see the attached picture",
    "δείτε τη φωτογραφία",
    "csatoltam egy képet",
    "عکس را پیوست کردم",
    "фото прикрепил",
  ])("nor when spoken of: %s", (text) => {
    expect(ask(text, "product-defect")).not.toContain("photo");
  });
});

test("software is looked into by device and screen, not by photo and order number", () => {
  expect(ask("Your app closes by itself.", "product-defect")).toEqual(["device", "screenshot"]);
  expect(ask("Az alkalmazás bezárul az iPhone-omon.", "product-defect")).toEqual(["screenshot"]);
});

test.each([
  ["en", "The clerk was rude to me yesterday at the station."],
  ["el", "Ο υπάλληλος χθες στο κατάστημα ήταν αγενής."],
  ["hu", "Tegnap az üzletben goromba volt velem az eladó."],
  ["fa", "دیروز در شعبه با من بدرفتاری شد."],
  ["ru", "Вчера в магазине мне нагрубили."],
])("when and where are not asked of somebody who said them: %s", (_, text) => {
  expect(ask(text, "staff-behaviour")).toEqual([]);
});

test("a Hungarian word for today is not found inside an English one", () => {
  expect(ask("The manager shouted at me.", "staff-behaviour")).toEqual(["date", "place"]);
});

test("never asks more than three things, and reads a hostile wall of text in no time", () => {
  const started = performance.now();
  for (const wall of ["0".repeat(200_000), "a1-".repeat(70_000), "@".repeat(200_000), "+0 ".repeat(70_000)]) {
    expect(ask(wall, "account-access").length).toBeLessThanOrEqual(3);
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
