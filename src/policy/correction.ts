import type { Kind, Tone, Urgency } from "../classify/judgement.ts";
import type { FolderRole } from "./decision.ts";

/** What an agent says by moving a message from one priority folder to another, before the first answer. */
type Correction =
  | { readonly learns: "urgency"; readonly label: Urgency }
  | { readonly learns: "tone"; readonly label: Tone }
  | { readonly learns: "kind"; readonly label: Kind }
  /** It was no automatic mail: its sender is a person, and the acknowledgement goes. */
  | { readonly learns: "guard"; readonly label: "person" }
  /** A fact about the customer; nothing about the text. */
  | { readonly learns: "customer"; readonly label: "vip" | "frequent" };

/** What corrections are about; of topics only a person's word says anything. */
export type Learned = Correction["learns"] | "topic";

const urgency = (label: Urgency): Correction => ({ learns: "urgency", label });
const tone = (label: Tone): Correction => ({ learns: "tone", label });
const customer = (label: "vip" | "frequent"): Correction => ({ learns: "customer", label });
const PERSON: Correction = { learns: "guard", label: "person" };
const PRAISE: Correction = { learns: "kind", label: "praise" };

/** Into that folder, from any other priority folder that has no line of its own below. */
const INTO: Readonly<Partial<Record<FolderRole, Correction>>> = {
  urgent: urgency("urgent"),
  vip: customer("vip"),
  vocal: tone("vocal"),
  silent: tone("understated"),
  happy: PRAISE,
  frequent: customer("frequent"),
};

/** Pairs of their own: null says that the move is work (done, calmed down, handed on) and teaches nothing. */
const PAIRS: Readonly<Partial<Record<`${FolderRole} → ${FolderRole}`, Correction | null>>> = {
  "queue → today": urgency("high"),
  "low → today": urgency("high"),
  "frequent → today": urgency("high"),
  "happy → today": urgency("high"),
  "queue → low": urgency("low"),
  "frequent → low": urgency("low"),
  "today → low": urgency("low"),
  "low → queue": urgency("normal"),
  "today → queue": urgency("normal"),
  // Out of urgent: what the text is taken to be once a person has said so.
  "urgent → today": urgency("high"),
  "urgent → queue": urgency("normal"),
  "urgent → low": urgency("low"),
};

/** Folders whose messages a person sorts; a move that begins or ends elsewhere is work. */
const PRIORITY_FOLDERS: readonly FolderRole[] = [
  "urgent",
  "vip",
  "vocal",
  "silent",
  "today",
  "happy",
  "low",
  "frequent",
  "queue",
];

export interface Taught {
  readonly correction: Correction;
  /** Learned only once a person has confirmed it: a wrong "can wait" costs most. */
  readonly needsWord: boolean;
}

/** What a move between two roles teaches; null: nothing. The one table of folder pairs. */
export function correctionOf(from: FolderRole, to: FolderRole): Taught | null {
  if (from === to || !PRIORITY_FOLDERS.includes(to)) return null;
  if (from === "automatic") return { correction: PERSON, needsWord: false };
  if (!PRIORITY_FOLDERS.includes(from)) return null;
  const pair = PAIRS[`${from} → ${to}`];
  const correction = pair === undefined ? INTO[to] : pair;
  return correction === undefined || correction === null
    ? null
    : { correction, needsWord: from === "urgent" };
}

/** Every pair of roles that teaches something; docs/codes.md prints it. */
export function correctionTable(
  roles: readonly FolderRole[],
): readonly (Taught & { readonly from: FolderRole; readonly to: FolderRole })[] {
  return roles.flatMap((from) =>
    roles.flatMap((to) => {
      const taught = correctionOf(from, to);
      return taught === null ? [] : [{ from, to, ...taught }];
    }),
  );
}

/** Moves of one kind that come together teach as much as so many single ones. */
const SWEEP = 5;
/** Moves within so many milliseconds of each other count as one sweep. */
export const SWEEP_MILLISECONDS = 60_000;

/**
 * Weight of each of `count` moves of one kind within a sweep: a hand that drags fifty messages at once has not read
 * fifty messages.
 */
export function sweepWeight(count: number): number {
  return count <= SWEEP ? 1 : SWEEP / count;
}
