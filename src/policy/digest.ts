import type { OwnTopic, RootCause, Topic } from "../classify/judgement.ts";

/*
 * What managers read of a day, a week or a month. What other parts bring to it stands here: each is a list, the most
 * telling first, empty where there is nothing to say.
 */

/** Complaints that came much more often than usual, or much less (policy/trend.ts). */
export interface SpikeLine {
  readonly what: "group" | "topic" | "root-cause" | "all";
  /** The group's number; null where it is no group. */
  readonly group: number | null;
  /** The group's name; of the others the label. */
  readonly name: string;
  readonly direction: "spike" | "silence";
  readonly since: Date;
  /** Complaints since then, and how many there usually are in that time. */
  readonly count: number;
  readonly usual: number;
}

/** A customer who may be about to leave without a word (policy/silent.ts). */
export interface SilentLine {
  readonly customerId: number;
  /** Shown name or address. */
  readonly who: string;
  /** Reason codes; templates word those that they know. */
  readonly reasons: readonly string[];
  /** When they wrote last; null: never. */
  readonly lastAt: Date | null;
}

/** Something that a manager may decide right from the mail; the link is made when it goes out, for one reader. */
export interface DecisionLine {
  /** Number of the offered action. */
  readonly action: number;
  /** policy/action.ts: "approve-outreach", "name-group". */
  readonly kind: string;
  /** Whom or what it is about: a name of a group, of a customer, how many. Plain text. */
  readonly about: string;
}

/** A group of alike complaints for which no answer has been agreed on. */
export interface UnansweredGroup {
  readonly group: number;
  readonly name: string;
  readonly complaints: number;
}

export interface Brought {
  readonly spikes: readonly SpikeLine[];
  readonly silent: readonly SilentLine[];
  readonly decisions: readonly DecisionLine[];
  readonly unanswered: readonly UnansweredGroup[];
}

/** A number of a period beside that of the period before; null where there was nothing to measure. */
export interface Figure {
  readonly now: number | null;
  readonly before: number | null;
}

/** How often something was complained about. */
export interface Tally<Label> {
  readonly label: Label;
  readonly count: Figure;
}

export type TopicTally = Tally<Topic | OwnTopic>;
export type CauseTally = Tally<RootCause>;
