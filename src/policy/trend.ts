import type { OwnTopic, RootCause, Topic } from "../classify/judgement.ts";
import type { Day, DayCounts } from "./usual.ts";

/*
 * Complaints that come much more often than usual, and mail that stays away. Customers are counted, not messages; a
 * story is told once, when it begins, and may come again after it has ended.
 */

/** What is counted: a group, a topic, a root cause; for silences all complaints, or all that customers write. */
export type SeriesKind = "group" | "topic" | "root-cause" | "complaints" | "mail";

export interface Series {
  readonly kind: SeriesKind;
  /** Number of the group, or the label; "" where there is but one. */
  readonly key: string;
}

/** A complaint of the last days. */
export interface Mark {
  readonly ticketId: number;
  /** The same for the same customer. */
  readonly customer: number;
  /** Local ISO date. */
  readonly date: string;
  readonly group: number;
  readonly topic: Topic | OwnTopic;
  readonly rootCause: RootCause;
}

/** A story that was told. */
export interface Story extends Series {
  readonly id: number;
  /** Local ISO dates; `until` null: it still goes on. */
  readonly from: string;
  readonly until: string | null;
  /** Complaints that belong to it. */
  readonly tickets: readonly number[];
}

export interface TrendFacts {
  /** Local ISO date. */
  readonly today: string;
  /** The first whole day that foyer was there. */
  readonly since: string;
  readonly holidays: readonly string[];
  /** Distinct customers by day, by {@link seriesName}. */
  readonly counts: ReadonlyMap<string, DayCounts>;
  /** Complaints of the last seven days, today among them. */
  readonly marks: readonly Mark[];
  /** Those that go on, and those that ended within the weeks that tell what is usual; not what stayed. */
  readonly stories: readonly Story[];
}

/** Something worth an alert. */
export interface Finding extends Series {
  /** Days that were counted together. */
  readonly days: number;
  /** Distinct customers. */
  readonly customers: number;
  /** As many there usually are in that time. */
  readonly usual: number;
  readonly tickets: readonly number[];
}

/** Weeks before that tell what is usual, in days; and as many are needed at least. */
export const USUAL_DAYS = 56;
export const LEAST_DAYS = 14;
export const RECENT_DAYS = 7;
/** At most so many false alarms a day, if chance alone were at work; as many again for what stays away. */
export const FALSE_A_DAY = 0.002;

export const seriesName = ({ kind, key }: Series): string => (key === "" ? kind : `${kind}:${key}`);

/** Days of an earlier story tell nothing of what is usual; null: of any story. Where too few are left, all do. */
export function withoutStories(
  days: readonly Day[],
  stories: readonly Story[],
  series: Series | null,
): readonly Day[] {
  const those = stories.filter((story) => series === null || seriesName(story) === seriesName(series));
  const left = days.filter(
    ({ date }) => !those.some(({ from, until }) => date >= from && (until === null || date <= until)),
  );
  return left.length < LEAST_DAYS ? days : left;
}

/** The complaints of a story's series in the last days. */
export function marksOf({ kind, key }: Series, marks: readonly Mark[]): readonly Mark[] {
  if (kind === "group") return marks.filter((mark) => String(mark.group) === key);
  if (kind === "topic") return marks.filter((mark) => mark.topic === key);
  return kind === "root-cause" ? marks.filter((mark) => mark.rootCause === key) : marks;
}
