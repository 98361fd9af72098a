import type { Finding, Mark, Story } from "../policy/trend.ts";
import type { DayCounts } from "../policy/usual.ts";
import type { HookDraft } from "./hook.ts";
import type { OutboxDraft } from "./outgoing.ts";
import type { Lease } from "./store.ts";

/** Days are those of a time zone, by its IANA name. */
interface Stretch {
  readonly since: Date;
  readonly timeZone: string;
}

/** `over`; `stays`: it is what is usual now; `merged`: it goes on as another story. */
export type StoryEnd = "over" | "stays" | "merged";

export interface StoryRow extends Story {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly ending: StoryEnd | null;
  /** As it was told: days counted together, distinct customers in them, and how many there usually are. */
  readonly days: number;
  readonly customers: number;
  readonly usual: number;
}

export interface StoryDraft extends Finding {
  /** The first day that is told of. */
  readonly from: string;
  readonly openedAt: Date;
}

export interface StoryChange {
  readonly id: number;
  /** null: it goes on, with these complaints. */
  readonly end: { readonly ending: StoryEnd; readonly at: Date; readonly until: string } | null;
  readonly key: string;
  readonly tickets: readonly number[];
}

/** What tells the usual from the unusual; part of the Store. */
export interface TrendStore {
  /** Distinct customers by day and seriesName(): of complaints, and under "mail" of all tickets. */
  trendCounts(mailboxId: number, stretch: Stretch): Promise<ReadonlyMap<string, DayCounts>>;
  trendMarks(mailboxId: number, stretch: Stretch): Promise<readonly Mark[]>;
  /**
   * Those that go on and those that were told or ended `since`, the newest first. A group's story is found under the
   * group that most of its complaints are in by now.
   */
  stories(mailboxId: number, since: Date): Promise<readonly StoryRow[]>;
  /**
   * Opens a story and queues what tells of it, in one transaction. False, and nothing is queued, where the series has an
   * open story, and where the group was merged or emptied since it was looked at.
   */
  openStory(
    lease: Lease,
    story: StoryDraft,
    told: { readonly mail: readonly OutboxDraft[]; readonly hook: HookDraft | null },
  ): Promise<boolean>;
  /** Changes open stories only. */
  changeStories(lease: Lease, changes: readonly StoryChange[]): Promise<void>;
}
