import { ACTION_INPUT } from "../../policy/action.ts";
import { isUsableAnswer } from "../../smtp/agreed.ts";
import type { Act } from "./act.ts";

/** What drafts and cards say to a group's complaints from now on. */
export const agreedAnswer: Act = async ({ store, mailbox, now }, { offer, input, takenBy }) => {
  const given = ACTION_INPUT["agreed-answer"].safeParse(input);
  if (offer.kind !== "agreed-answer" || !given.success) return "missing-input";
  const { language, text } = given.data;
  if (!isUsableAnswer(text, language)) return "bad-answer";
  const answer = { to: { group: offer.group }, language, text, setBy: takenBy ?? "nobody", setAt: now() };
  return (await store.setAnswer(mailbox.id, answer)) ? "answer-set" : "gone";
};
