import { z } from "zod";
import { badModel, type Container, pack, type Section, unpack } from "./container.ts";
import type { Layer, OwnTopic, Spared } from "./judgement.ts";
import { outputIndex } from "./layer.ts";
import { LAYER_ROWS } from "./layer-features.ts";
import { OUTPUTS, TASKS, type TaskName } from "./tasks.ts";
import { isOwnTopic, MOST_OWN_TOPICS } from "./topicname.ts";

const TASK_NAMES = TASKS.map(({ name }) => name);

const headerSchema = z.strictObject({
  engine: z.literal("layer"),
  base: z.string().max(100),
  ownTopics: z
    .array(z.custom<OwnTopic>((name) => typeof name === "string" && isOwnTopic(name)))
    .max(MOST_OWN_TOPICS),
  outputs: z
    .array(
      z.strictObject({
        task: z.custom<TaskName>((name) => TASK_NAMES.some((known) => known === name)),
        label: z.string().max(50),
      }),
    )
    .max(OUTPUTS + MOST_OWN_TOPICS),
});

/** The layer as one file. */
export function saveLayer({ base, ownTopics, outputs, spared }: Layer): Uint8Array {
  const header: z.infer<typeof headerSchema> = {
    engine: "layer",
    base,
    ownTopics: [...ownTopics],
    outputs: outputs.map(({ task, label }) => ({ task, label })),
  };
  const sections = new Map<string, Section>([["scales", Float32Array.from(outputs, ({ scale }) => scale)]]);
  const wordLists = spared.flatMap(({ words, harm }) => [words, harm]);
  sections.set(
    "spared.lengths",
    Uint16Array.from(wordLists, ({ length }) => length),
  );
  sections.set("spared.words", Uint16Array.from(wordLists.flatMap((list) => [...list])));
  for (const [index, { weights }] of outputs.entries()) sections.set(`weights.${index}`, weights);
  return pack(header, sections);
}

/** Reads what `saveLayer` wrote. Throws PermanentError("bad-model") that says what is wrong with it. */
export function loadLayer(file: Uint8Array): { readonly layer: Layer; readonly version: string } {
  const { header, sections, version } = unpack(file);
  const parsed = headerSchema.safeParse(header);
  if (!parsed.success) throw badModel(`its header is wrong: ${z.prettifyError(parsed.error)}`);
  const { base, ownTopics, outputs } = parsed.data;
  const scales = sections.get("scales");
  if (!(scales instanceof Float32Array) || scales.length !== outputs.length) throw badModel('lacks "scales"');
  const read = outputs.map(({ task, label }, index) => {
    const weights = sections.get(`weights.${index}`);
    if (!(weights instanceof Int8Array) || weights.length !== LAYER_ROWS)
      throw badModel(`lacks the weights of ${label}`);
    const known =
      outputIndex(task, label) >= 0 || (task === "topic" && ownTopics.some((one) => one === label));
    const scale = scales[index] ?? Number.NaN;
    if (!known || !Number.isFinite(scale)) throw badModel(`has an output "${label}" that is none`);
    return { task, label, weights, scale };
  });
  const layer = { base, ownTopics, outputs: read, spared: readSpared(sections) };
  return { layer, version: `layer-${version}` };
}

function readSpared(sections: Container["sections"]): Spared[] {
  const lengths = sections.get("spared.lengths");
  const words = sections.get("spared.words");
  if (!(lengths instanceof Uint16Array) || !(words instanceof Uint16Array)) throw badModel('lacks "spared"');
  const spared: Spared[] = [];
  let at = 0;
  const take = (length: number) => {
    at += length;
    return words.slice(at - length, at);
  };
  for (let i = 0; i + 1 < lengths.length; i += 2)
    spared.push({ words: take(lengths[i] ?? 0), harm: take(lengths[i + 1] ?? 0) });
  if (at !== words.length || lengths.length % 2 !== 0) throw badModel('"spared" is inconsistent');
  return spared;
}
