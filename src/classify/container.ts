import { createHash } from "node:crypto";
import { z } from "zod";
import { PermanentError } from "../errors.ts";

/**
 * A model file: the magic, a format number, the length of a JSON header, SHA-256 of all that and of what follows,
 * then the header and the sections it lists, each at a multiple of eight octets. Numbers are little-endian.
 */
const MAGIC = "foyermdl";
const FORMAT = 3;
const PREAMBLE = 16;
const DIGEST = 32;
const BODY = PREAMBLE + DIGEST;
const LARGEST_HEADER = 64 * 1024;
const LARGEST_FILE = 64 * 1024 * 1024;
const MOST_SECTIONS = 100;

const SECTION_TYPES = {
  i8: Int8Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  f32: Float32Array,
};
type SectionType = keyof typeof SECTION_TYPES;
export type Section = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;

export interface Container {
  /** The header's own fields, as they were given to `pack`; to be validated by whoever asked. */
  readonly header: unknown;
  readonly sections: ReadonlyMap<string, Section>;
  /** Format number and the beginning of the checksum. */
  readonly version: string;
}

export function badModel(what: string, options?: ErrorOptions): PermanentError {
  return new PermanentError("bad-model", `model file: ${what}`, options);
}

export function pack(header: unknown, sections: ReadonlyMap<string, Section>): Uint8Array {
  const listed = [...sections].map(([name, array]) => ({ name, type: typeOf(array), length: array.length }));
  const json = new TextEncoder().encode(JSON.stringify({ header, sections: listed }));
  let size = aligned(BODY + json.length);
  for (const array of sections.values()) size = aligned(size + array.byteLength);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, FORMAT, true);
  view.setUint32(12, json.length, true);
  file.set(json, BODY);
  let at = aligned(BODY + json.length);
  for (const array of sections.values()) {
    file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  file.set(digestOf(file), PREAMBLE);
  return file;
}

/**
 * Throws PermanentError("bad-model") for anything but a whole, unaltered file of this format. The sections may share
 * the memory of `file`, which is not to be altered afterwards.
 */
export function unpack(file: Uint8Array): Container {
  if (file.length < BODY) throw badModel(`only ${file.length} octets long`);
  if (file.length > LARGEST_FILE) throw badModel(`${file.length} octets are more than any model has`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (new TextDecoder("latin1").decode(file.subarray(0, 8)) !== MAGIC) throw badModel("is no model of foyer");
  const format = view.getUint32(8, true);
  if (format !== FORMAT)
    throw badModel(`has format ${format}, this foyer reads format ${FORMAT}; train anew`);
  const digest = digestOf(file);
  if (Buffer.compare(digest, file.subarray(PREAMBLE, BODY)) !== 0) {
    throw badModel("is damaged or cut short (its checksum does not fit)");
  }
  const headerLength = view.getUint32(12, true);
  if (headerLength > LARGEST_HEADER || BODY + headerLength > file.length) {
    throw badModel(`claims a header of ${headerLength} octets`);
  }
  const { header, sections } = readHeader(file.subarray(BODY, BODY + headerLength));
  return {
    header,
    sections: readSections(file, aligned(BODY + headerLength), sections),
    version: `${FORMAT}.${digest.toString("hex").slice(0, 12)}`,
  };
}

const directorySchema = z.strictObject({
  header: z.unknown(),
  sections: z
    .array(
      z.strictObject({
        name: z.string().max(100),
        type: z.enum(["i8", "u8", "u16", "u32", "f32"]),
        length: z.int().min(0),
      }),
    )
    .max(MOST_SECTIONS),
});
type Directory = z.infer<typeof directorySchema>;

function readHeader(octets: Uint8Array): Directory {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(octets));
  } catch (error) {
    throw badModel("its header is not JSON", { cause: error });
  }
  const result = directorySchema.safeParse(json);
  if (!result.success) throw badModel(`its header is wrong: ${z.prettifyError(result.error)}`);
  return result.data;
}

function readSections(file: Uint8Array, from: number, listed: Directory["sections"]): Map<string, Section> {
  const sections = new Map<string, Section>();
  let at = from;
  for (const { name, type, length } of listed) {
    const size = length * SECTION_TYPES[type].BYTES_PER_ELEMENT;
    if (size > file.length - at) throw badModel(`section "${name}" is longer than the file`);
    // In place where the buffer lets it be aligned (that of a file read whole does), else copied.
    const inPlace = (file.byteOffset + at) % 8 === 0;
    const octets = inPlace ? file : new Uint8Array(file.subarray(at, at + size));
    const offset = inPlace ? file.byteOffset + at : 0;
    sections.set(name, new SECTION_TYPES[type](octets.buffer as ArrayBuffer, offset, length));
    at = aligned(at + size);
  }
  if (at !== file.length) throw badModel(`${file.length - at} octets follow the last section`);
  return sections;
}

function typeOf(array: Section): SectionType {
  const found = (Object.keys(SECTION_TYPES) as SectionType[]).find(
    (type) => array instanceof SECTION_TYPES[type],
  );
  if (!found) throw badModel("cannot hold such a section");
  return found;
}

function aligned(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

function digestOf(file: Uint8Array): Buffer {
  return createHash("sha256").update(file.subarray(0, PREAMBLE)).update(file.subarray(BODY)).digest();
}
