import { readFileSync } from "node:fs";
import { PermanentError } from "../errors.ts";

/** A file's text, without a byte order mark. Throws PermanentError("no-file"). */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (cause) {
    throw new PermanentError("no-file", `${path} cannot be read`, { cause });
  }
}
