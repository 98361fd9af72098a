import { describe, expect, test } from "vitest";
import { reactionOf } from "../../src/policy/reaction.ts";
import { context, judgements, message, NOW, ticket } from "./message.ts";

const answered = context({ ticket: { facts: ticket({ awaitsCustomer: true }), by: "references" } });
const asked = context({ ticket: { facts: ticket({ awaitsCustomer: true, asked: true }), by: "references" } });

const read = (text: string, given: Parameters<typeof judgements>[0] = {}, where = answered) =>
  reactionOf(message({ text }), judgements(given), where)?.says ?? null;

describe("nothing but thanks", () => {
  test.each([
    "Thank you!",
    "Thanks a lot, that works now.",
    "Great, thanks so much for the quick reply!\n\nBest regards,\nAnna Smith",
    "Perfect, everything works. Thank you Maria!",
    "Thanks!\nTom",
    "Σας ευχαριστώ πολύ για την άμεση απάντηση!\nΜαρία",
    "Ευχαριστώ! Όλα τέλεια.",
    "Efxaristo poly!",
    "Köszönöm szépen a gyors segítséget!\nKovács Anna",
    "Nagyon köszönöm, minden rendben.",
    "Koszi, mukodik",
    "خیلی ممنون از پیگیری شما",
    "سپاسگزارم، مشکل حل شد.\nمریم",
    "Mersi, hal shod",
    "Спасибо большое за быстрый ответ!",
    "Благодарю, всё работает.\nИван Петров",
    "Огромное спасибо, Ольга!",
  ])("%s", (text) => {
    expect(read(text)).toBe("thanks");
  });
});

describe("thanks that ask for something are read as any other message", () => {
  test.each([
    "Thanks, but could you also cancel my other order?",
    "Thank you. Please send the invoice to my new address.",
    "Thanks! Cancel Monday.",
    "Thanks. Refund please",
    "Thanks in advance",
    "Thank you, my number is 5551234",
    "Ευχαριστώ, αλλά θέλω και τιμολόγιο.",
    "Köszönöm, de kérném a számlát is.",
    "ممنون، لطفا فاکتور را هم بفرستید",
    "Спасибо, а когда придёт второй заказ",
    "Yes, thank you",
    "Igen, köszönöm",
    "Да, спасибо",
  ])("%s", (text) => {
    expect(read(text)).toBe(null);
  });

  test("thanks without a yes are no rating, though we asked whether it was solved", () => {
    expect(read("Thank you very much!", {}, asked)).toBe("thanks");
    expect(read("Köszönöm szépen", {}, asked)).toBe("thanks");
  });

  test("thanks with a file enclosed, or in an angry tone, are more than thanks", () => {
    const file = [{ filename: "photo.jpg", contentType: "image/jpeg" }];
    expect(reactionOf(message({ text: "Thanks!", attachments: file }), judgements(), answered)).toBe(null);
    expect(read("Thanks a lot!", { tone: ["vocal", 0.95] })).toBe("unhappy");
    expect(read("Thanks a lot!", { tone: ["vocal", 0.7] })).toBe("thanks");
  });
});

describe("not solved", () => {
  test.each([
    "It's still not working.",
    "Thanks, but the lamp still doesn't work",
    "The problem isn't solved.",
    "It happened again",
    "Same error again, I am disappointed",
    "I'm still waiting for my refund",
    "Δεν λύθηκε το πρόβλημα",
    "Ακόμα δεν ήρθε το δέμα",
    "Den lithike",
    "Ευχαριστώ, αλλά το πρόβλημα παραμένει",
    "Sajnos még mindig nem működik.",
    "Nem oldódott meg a probléma",
    "Megint elromlott",
    "مشکل حل نشده",
    "هنوز پولم برنگشته و حل نشد",
    "اصلا راضی نیستم",
    "Проблема не решена",
    "No, it still leaks. I am angry.",
    "Nothing is solved.",
    "I am really fed up",
    "Ακόμα στάζει και είμαι πολύ θυμωμένη",
    "Még mindig csöpög, dühös vagyok!",
    "هنوز چکه می‌کند، خیلی عصبانی‌ام",
    "Всё ещё течёт. Я очень зол.",
    "До сих пор ничего не пришло",
    "Спасибо, но не помогло",
  ])("%s", (text) => {
    expect(read(text)).toBe("unhappy");
  });

  test("what the classifier surely reads as a complaint is unhappy without any of the words", () => {
    expect(read("What a joke.", { kind: ["complaint", 0.9] })).toBe("unhappy");
    expect(read("What a joke.", { kind: ["complaint", 0.3] })).toBe(null);
  });
});

test("before anybody has answered, nothing is a reaction to an answer", () => {
  const open = context({ ticket: { facts: ticket(), by: "references" } });
  expect(read("I'm still waiting for my refund", {}, open)).toBe(null);
  expect(read("Thank you!", {}, open)).toBe(null);
  expect(reactionOf(message({ text: "Thank you!" }), judgements(), context())).toBe(null);
});

test("a signed rating counts whatever is written beside it", () => {
  const token = { purpose: "rate", ticket: 1042, value: "not", expires: NOW } as const;
  const reaction = reactionOf(message({ text: "Thank you!" }), judgements(), { ...answered, token });
  expect(reaction).toEqual({ says: "rated", rating: "not" });
});

test("a rating of another ticket says nothing of this one", () => {
  const token = { purpose: "rate", ticket: 1043, value: "not", expires: NOW } as const;
  expect(reactionOf(message({ text: "Thank you!" }), judgements(), { ...answered, token })).toEqual({
    says: "thanks",
  });
});

describe("a plain answer to the question whether it was solved", () => {
  test.each([
    ["Yes", "good"],
    ["Igen, köszönöm!", "good"],
    ["Ναι, ευχαριστώ", "good"],
    ["بله ممنون", "good"],
    ["Да", "good"],
    ["No", "not"],
    ["No, it is not.", "not"],
    ["Όχι ακόμα", "not"],
    ["Nem.", "not"],
    ["خیر", "not"],
    ["Нет, не работает", "not"],
    ["Only partly", "partly"],
    ["Εν μέρει. Λείπει το καλώδιο.", "partly"],
    ["Csak részben", "partly"],
    ["تا حدودی", "partly"],
    ["Частично.", "partly"],
  ])("%s", (text, rating) => {
    expect(reactionOf(message({ text }), judgements(), asked)).toEqual({ says: "rated", rating });
    expect(reactionOf(message({ text: "No" }), judgements(), answered)).toBe(null);
  });

  test("no, thank you is no answer to it", () => {
    expect(read("No, thank you!", {}, asked)).toBe(null);
  });
});
