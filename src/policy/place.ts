import { FOLDER_ROLES, type FolderRole } from "./decision.ts";

/** Where agents put messages besides foyer's own folders; `inbox` is the watched folder. */
const ASIDES = ["inbox", "archive", "trash", "junk"] as const;
export const PLACES = [...FOLDER_ROLES, ...ASIDES] as const;
export type Place = (typeof PLACES)[number];

/** The role of a place; null for a folder that is none of foyer's. */
export function roleOf(place: Place): FolderRole | null {
  return FOLDER_ROLES.find((role) => role === place) ?? null;
}
