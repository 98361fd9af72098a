import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { z } from "zod";
import { badModel, type Container, pack, type Section, unpack } from "./container.ts";
import { CUES, GROUPS, numberingOf } from "./features.ts";
import type { Lexicon, Phrases } from "./lexicon.ts";
import type { Model } from "./model.ts";
import { joinNetworks, NETWORK_SIZE, splitNetworks } from "./network.ts";
import type { Part } from "./quantise.ts";
import { type Head, MOST_IDFS } from "./rowtable.ts";
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
  phrases: z.int().min(0).max(300_000),
});

/** Octets that the phrases may unpack to. */
const MOST_TEXT = 16 * 1024 * 1024;
const LONGEST_PHRASE = 200;

const LABELS = TASKS.map(({ labels }) => [...labels]);

/** The model as one file; the lexicon goes with it, so that the two cannot fall apart. */
export function saveModel(model: Model): Uint8Array {
  const { lexicon, space } = model;
  const { texts, concepts, languages } = lexicon.phrases;
  const words = { ...lexicon, phrases: texts.length };
  const header: z.infer<typeof headerSchema> = {
    engine: "linear",
    labels: LABELS,
    languages: [...model.languages],
    groupStarts: [...space.groupStarts],
    trained: model.trained,
  };
  const sections = new Map<string, Section>([
    ["lexicon", new TextEncoder().encode(JSON.stringify(words))],
    ["phrases.texts", squeezed(new TextEncoder().encode(texts.join("\n")))],
    ["phrases.concepts", concepts],
    ["phrases.languages", squeezed(languages)],
    ["ids", space.ids],
    ["idf", space.idf],
    ...headSections("full", model.full),
    ...headSections("bare", model.bare),
  ]);
  return pack(header, sections);
}

/** Brotli: the same octets from every build of Node, unlike deflate, and a third of the text. */
function squeezed(octets: Uint8Array): Uint8Array {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return new Uint8Array(brotliCompressSync(octets, { params }));
}

function unsqueezed(container: Container, name: string): Uint8Array {
  const octets = section(container, name, Uint8Array);
  try {
    return new Uint8Array(brotliDecompressSync(octets, { maxOutputLength: MOST_TEXT }));
  } catch (error) {
    throw badModel(`"${name}" cannot be unpacked`, { cause: error });
  }
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
  const lexicon = readLexicon(container);
  const ids = section(container, "ids", Uint32Array);
  const idf = floats(container, "idf", ids.length);
  if (new Set(idf).size > MOST_IDFS) throw badModel(`tells more than ${MOST_IDFS} frequencies apart`);
  const { groupStarts } = header;
  const firstCue = groupStarts[CUES] ?? 0;
  checkSpace(ids, groupStarts, lexicon.names.length);
  const model = {
    languages: header.languages,
    lexicon,
    space: { ids, idf, groupStarts },
    full: readHead(container, "full", { firstRow: 0, endRow: firstCue }),
    bare: readHead(container, "bare", { firstRow: firstCue, endRow: ids.length }),
    trained: header.trained,
  };
  return { model, version: container.version };
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw badModel(`its ${what} is wrong: ${z.prettifyError(result.error)}`);
}

function readLexicon(container: Container): Lexicon {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(section(container, "lexicon", Uint8Array)));
  } catch (error) {
    throw badModel("its lexicon is not JSON", { cause: error });
  }
  const { names, languages, phrases } = parse(lexiconSchema, json, "lexicon");
  const read: Phrases = {
    texts: phrases === 0 ? [] : new TextDecoder().decode(unsqueezed(container, "phrases.texts")).split("\n"),
    concepts: section(container, "phrases.concepts", Uint16Array),
    languages: unsqueezed(container, "phrases.languages"),
  };
  const whole = [read.texts, read.concepts, read.languages].every(({ length }) => length === phrases);
  const known = read.concepts.every((concept) => concept < names.length);
  const spoken = read.languages.every((language) => language < languages.length);
  const short = read.texts.every((text) => text.length <= LONGEST_PHRASE);
  if (!whole || !known || !spoken || !short) throw badModel("its lexicon is inconsistent");
  return { names, languages, phrases: read };
}

function checkSpace(ids: Uint32Array, groupStarts: readonly number[], concepts: number): void {
  const rising = groupStarts.every((start, group) => start >= (groupStarts[group - 1] ?? 0));
  const small = groupStarts.every((start, group) => start - (groupStarts[group - 1] ?? 0) < 0x10000);
  if (!rising || !small || groupStarts[0] !== 0 || groupStarts.at(-1) !== ids.length) {
    throw badModel("its groups of features do not fit together");
  }
  const { firstCharacter, firstConcept, firstPair, firstRole, firstSequence, end } = numberingOf(concepts);
  const borders = [0, firstCharacter, firstConcept, firstPair, firstRole, firstSequence, end];
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

function readHead(container: Container, name: string, { firstRow, endRow }: Part): Head {
  const weights = section(container, `${name}.weights`, Int8Array);
  if (weights.length !== (endRow - firstRow) * OUTPUTS) throw badModel(`"${name}" has too few weights`);
  return {
    firstRow,
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
