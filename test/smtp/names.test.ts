import { describe, expect, test } from "vitest";
import { addressed, greetingName } from "../../src/smtp/names.ts";

const name = (text: string) => greetingName({ name: text, address: "someone@example.org" });

test.each([
  ["Maria Jones", "Maria Jones"],
  ["maria jones", "Maria Jones"],
  ["MARIA O'BRIEN", "Maria O'Brien"],
  ["MARIA", "Maria"],
  ["Ann", "Ann"],
  ["Nagy, Éva", "Éva Nagy"],
  ["'Maria Jones'", "Maria Jones"],
  ["Maria Jones (Sales)", "Maria Jones"],
  ["J. R. Smith", "J. R. Smith"],
  ["مریم احمدی", "مریم احمدی"],
  ["Jean-Luc D’Arc", "Jean-Luc D’Arc"],
])("%s is greeted as %s", (given, expected) => {
  expect(name(given)).toBe(expected);
});

test.each([
  "",
  "a",
  "maria@example.org",
  "https://evil.example",
  "www.evil.example",
  "evil.com",
  "Win 1000 EUR",
  "{{ 7 | times: 7 }}",
  "<b>x</b>",
  "[x](y)",
  "**Maria**",
  "Maria\r\nBcc: x",
  "a".repeat(61),
  "one two three four five six",
  "Kovács Kft",
  "Acme Ltd.",
  "Support Team",
  "ООО Ромашка",
  "Εταιρεία ΑΕ",
  "شرکت فانوس",
  "Mаria",
  "ΓΙΩΡΓΟΣ ΠΑΠΑΣ",
  "VIP",
  "J.R.",
  "АННА",
  "🙂",
  "Maria \u202eJones",
])("%j is not read out", (given) => {
  expect(name(given)).toBeNull();
});

describe("each language addresses people in its own way", () => {
  test.each([
    ["el", "Γιώργος Παπαδόπουλος", "Γιώργο Παπαδόπουλε"],
    ["el", "Αλέξανδρος", "Αλέξανδρε"],
    ["el", "Κώστας Ιωαννίδης", "Κώστα Ιωαννίδη"],
    ["el", "Μαρία Παπαδοπούλου", "Μαρία Παπαδοπούλου"],
    ["el", "Nikos", "Nikos"],
    ["hu", "Éva Nagy", "Nagy Éva"],
    ["hu", "Nagy Éva", "Nagy Éva"],
    ["hu", "Maria Jones", "Maria Jones"],
    ["ru", "Петрова Анна Сергеевна", "Анна Сергеевна"],
    ["ru", "Анна Петрова", "Анна"],
    ["ru", "Иванов Пётр", "Пётр"],
    ["ru", "Джон Смит", "Джон Смит"],
    ["en", "Maria Jones", "Maria Jones"],
    ["fa", "مریم احمدی", "مریم احمدی"],
  ] as const)("%s: %s, %s", (language, given, expected) => {
    expect(addressed(given, language)).toBe(expected);
  });
});
