import type { Topic } from "../classify/judgement.ts";
import type { Language } from "../mail/message.ts";
import type { ComplaintGroup } from "./complaint.ts";

/** What an agreed answer answers. */
export type AnswerTo = { readonly group: number } | { readonly topic: Topic };

export interface KeptAnswer {
  readonly to: AnswerTo;
  readonly language: Language;
  /** As it was written: Liquid, with front matter if wanted. */
  readonly text: string;
  /** agentKey of the manager, or "command-line". */
  readonly setBy: string;
  readonly setAt: Date;
}

/** Answers that were agreed on; part of the Store. Those of files are not here. */
export interface AgreedStore {
  /** Sets one, in the place of an earlier one. False where there is no such group. Needs no lease: nothing is sent. */
  setAnswer(mailboxId: number, answer: KeptAnswer): Promise<boolean>;
  /** False where there is none. */
  removeAnswer(mailboxId: number, to: AnswerTo, language: Language): Promise<boolean>;
  answers(mailboxId: number): Promise<readonly KeptAnswer[]>;
  /** That of the ticket's group of complaints, else of its topic, in exactly this language; null where there is none. */
  answerFor(ticketId: number, language: Language): Promise<string | null>;
  /** Whether the ticket may yet come to be in a group that has an answer in this language: its complaint is not logged. */
  mayGetAnswer(ticketId: number, language: Language): Promise<boolean>;
  /**
   * Groups with complaints since `since` that have no answer of their own, and none of a topic that most of them have;
   * those of most customers first. `covered`: topics whose answers are in files.
   */
  groupsWithoutAnswer(
    mailboxId: number,
    since: Date,
    asked: { readonly covered: readonly Topic[]; readonly limit: number },
  ): Promise<readonly ComplaintGroup[]>;
}
