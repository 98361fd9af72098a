import { z } from "zod";
import { badModel, type Container, pack, type Section, unpack } from "./container.ts";
import { CUES, GROUPS, numberingOf } from "./features.ts";
import type { Lexicon, Phrase } from "./lexicon.ts";
import type { Model } from "./model.ts";
import { joinNetworks, NETWORK_SIZE, splitNetworks } from "./network.ts";
import type { Head } from "./rowtable.ts";
import { OUTPUTS, TASKS } from "./tasks.ts";

const headerSchema = z.strictObject({
  engine: z.literal("linear"),
  /** The labels it was trained for, in order: weights mean nothing under others. */
  labels: z.array(z.array(z.string())),
  languages: z.array(z.string()).max(50),
  groupStarts: z.array(z.int().min(0)).length(GROUPS.length + 1),
  trained: z.strictObject({ mails: z.int().min(0), seed: z.int().min(0) }),
});

const lexiconSchema = z.strictObject({
  names: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)).max(4_000),
  languages: z.array(z.strictObject({ code: z.string(), functionWords: z.array(z.string()) })).max(50),
  // Looked at one by one in `readPhrase`, since there are so many.
  phrases: z.custom<readonly unknown[]>((value) => Array.isArray(value) && value.length <= 200_000),
});

const LABELS = TASKS.map(({ labels }) => [...labels]);

/** The model as one file; the lexicon goes with it, so that the two cannot fall apart. */
export function saveModel(model: Model): Uint8Array {
  const { lexicon, space } = model;
  const words = {
    ...lexicon,
    phrases: lexicon.phrases.map(({ concept, language, words }) => [concept, language, words.join(" ")]),
  };
  const header: z.infer<typeof headerSchema> = {
    engine: "linear",
    labels: LABELS,
    languages: [...model.languages],
    groupStarts: [...space.groupStarts],
    trained: model.trained,
  };
  const sections = new Map<string, Section>([
    ["lexicon", new TextEncoder().encode(JSON.stringify(words))],
    ["ids", space.ids],
    ["idf", space.idf],
    ...headSections("full", model.full),
    ...headSections("bare", model.bare),
  ]);
  return pack(header, sections);
}

function headSections(name: string, head: Head): [string, Section][] {
  return [
    [`${name}.weights`, head.weights],
    [`${name}.scales`, head.scales],
    [`${name}.biases`, head.biases],
    [`${name}.sharpness`, head.sharpness],
    [`${name}.networks`, joinNetworks(head.networks)],
  ];
}

/** Reads what `saveModel` wrote. Throws PermanentError("bad-model") that says what is wrong with it. */
export function loadModel(file: Uint8Array): { readonly model: Model; readonly version: string } {
  const container = unpack(file);
  const header = parse(headerSchema, container.header, "header");
  if (JSON.stringify(header.labels) !== JSON.stringify(LABELS))
    throw badModel("was trained for other labels");
  const lexicon = readLexicon(section(container, "lexicon", Uint8Array));
  const ids = section(container, "ids", Uint32Array);
  const idf = floats(container, "idf", ids.length);
  const { groupStarts } = header;
  checkSpace(ids, groupStarts, lexicon.names.length);
  const model = {
    languages: header.languages,
    lexicon,
    space: { ids, idf, groupStarts },
    full: readHead(container, "full", { rows: ids.length, firstRow: 0 }),
    bare: readHead(container, "bare", { rows: ids.length, firstRow: groupStarts[CUES] ?? 0 }),
    trained: header.trained,
  };
  return { model, version: container.version };
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw badModel(`its ${what} is wrong: ${z.prettifyError(result.error)}`);
}

function readLexicon(octets: Uint8Array): Lexicon {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(octets));
  } catch (error) {
    throw badModel("its lexicon is not JSON", { cause: error });
  }
  const { names, languages, phrases } = parse(lexiconSchema, json, "lexicon");
  return {
    names,
    languages,
    phrases: phrases.map((phrase) => readPhrase(phrase, names.length, languages.length)),
  };
}

/** `[concept, language, "words joined by blanks"]`; by hand, since there are fifteen thousand. */
function readPhrase(phrase: unknown, concepts: number, languages: number): Phrase {
  if (!Array.isArray(phrase)) throw badModel("its lexicon has a phrase that is none");
  const [concept, language, words]: unknown[] = phrase;
  const known = isIndex(concept, concepts) && isIndex(language, languages);
  if (!known || typeof words !== "string" || words.length > 200)
    throw badModel("its lexicon is inconsistent");
  return { concept, language, words: words.split(" ") };
}

function isIndex(value: unknown, end: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < end;
}

function checkSpace(ids: Uint32Array, groupStarts: readonly number[], concepts: number): void {
  const rising = groupStarts.every((start, group) => start >= (groupStarts[group - 1] ?? 0));
  const small = groupStarts.every((start, group) => start - (groupStarts[group - 1] ?? 0) < 0x10000);
  if (!rising || !small || groupStarts[0] !== 0 || groupStarts.at(-1) !== ids.length) {
    throw badModel("its groups of features do not fit together");
  }
  const { firstCharacter, firstConcept, firstPair, end } = numberingOf(concepts);
  const borders = [0, firstCharacter, firstConcept, firstPair, end];
  const seen = new Uint8Array(end);
  for (const group of GROUPS.keys()) {
    const [from, to] = [borders[group] ?? 0, borders[group + 1] ?? 0];
    for (let row = groupStarts[group] ?? 0; row < (groupStarts[group + 1] ?? 0); row++) {
      const id = ids[row] ?? end;
      if (id < from || id >= to || seen[id] === 1) throw badModel("its features are out of order");
      seen[id] = 1;
    }
  }
}

function readHead(container: Container, name: string, at: { rows: number; firstRow: number }): Head {
  const weights = section(container, `${name}.weights`, Int8Array);
  if (weights.length !== (at.rows - at.firstRow) * OUTPUTS) throw badModel(`"${name}" has too few weights`);
  return {
    firstRow: at.firstRow,
    weights,
    scales: floats(container, `${name}.scales`, GROUPS.length * OUTPUTS),
    biases: floats(container, `${name}.biases`, OUTPUTS),
    sharpness: floats(container, `${name}.sharpness`, TASKS.length),
    networks: splitNetworks(floats(container, `${name}.networks`, NETWORK_SIZE)),
  };
}

function floats(container: Container, name: string, length: number): Float32Array {
  const array = section(container, name, Float32Array);
  if (array.length !== length) throw badModel(`"${name}" has ${array.length} numbers, ${length} expected`);
  for (let i = 0; i < length; i++)
    if (!Number.isFinite(array[i])) throw badModel(`"${name}" has a number that is none`);
  return array;
}

function section<T extends Section>(container: Container, name: string, type: new (n: number) => T): T {
  const found = container.sections.get(name);
  if (found instanceof type) return found;
  throw badModel(`lacks "${name}"`);
}
