import type { LayerFile } from "../imap/parse-worker.ts";
import type { Desk } from "./desk.ts";

/** What the mailbox taught, as it is in use now; the database says which version that is, for all workers. */
export interface LayerInUse {
  file: LayerFile | null;
  /** A version that does not fit the base model, so that it is told once. */
  unfit: string | null;
}

/** Takes up another version where the database names one: after a retraining, or a person's choice. */
export async function refreshLayer({ store, mailbox, layer, log, ...desk }: Desk): Promise<void> {
  const { version } = await store.modelChoice(mailbox.id);
  if (version === (layer.file?.version ?? null) || (version !== null && version === layer.unfit)) return;
  const found = version === null ? null : await store.modelFile(mailbox.id, version);
  const fits = found !== null && found.base === desk.classifierVersion;
  layer.file = fits && version !== null ? { version, octets: shared(found.file) } : null;
  layer.unfit = fits ? null : version;
  if (version !== null && !fits) log.warn({ version }, "model does not fit");
  else log.info({ version: version ?? "base" }, "model in use");
}

/** In memory that threads share. */
function shared(octets: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(octets.length));
  copy.set(octets);
  return copy;
}

/** The version of the judgements: that of the base, and of what the mailbox taught. */
export function versionOf({ classifierVersion, layer }: Desk): string {
  return layer.file === null ? classifierVersion : `${classifierVersion}+${layer.file.version}`;
}
