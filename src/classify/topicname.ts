import { type OwnTopic, TOPICS, type Topic } from "./judgement.ts";

/** More would not fit a layer, nor anybody's head. */
export const MOST_OWN_TOPICS = 40;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST_NAME = 30;

/** Reads a name; null where it is none: small letters, digits and hyphens, and none of foyer's own topics. */
export function ownTopic(name: string): OwnTopic | null {
  return isOwnTopic(name) ? name : null;
}

export function isOwnTopic(name: string): name is OwnTopic {
  const foyers: readonly string[] = TOPICS;
  return name.length <= LONGEST_NAME && NAME.test(name) && !foyers.includes(name) && !(name in {});
}

/** The label as one of foyer's own topics, which have words in every language; null where it is the mailbox' own. */
export function foyersTopic(label: Topic | OwnTopic): Topic | null {
  return TOPICS.find((topic) => topic === label) ?? null;
}

/** What is wrong with a name, for people. */
export function nameFault(name: string): string | null {
  if (isOwnTopic(name)) return null;
  const foyers: readonly string[] = TOPICS;
  if (foyers.includes(name)) return `"${name}" is one of foyer's own topics: choose another name`;
  const shown = JSON.stringify(name.slice(0, 40));
  return `${shown} is no name for a topic: small letters a to z, digits and single hyphens, at most ${LONGEST_NAME}`;
}
