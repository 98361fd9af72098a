import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { isGettext } from "../config/gettext.ts";
import type { Environment } from "../config/reader.ts";

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/**
 * The environment as foyer sees it: `.env` of the directory, overridden by `own`; HOLIDAYS that name a file are
 * replaced by what the file holds. A file that cannot be read stays as it is, for loadConfig to find fault with.
 */
export function readEnvironment(
  directory: string = process.cwd(),
  own: Environment = process.env,
): Environment {
  const file = textOf(resolve(directory, ".env"));
  // Editors on Windows put a byte order mark before the first name.
  const merged: Record<string, string | undefined> =
    file === null ? {} : { ...parseEnv(file.replace(/^\uFEFF/, "")) };
  for (const [name, text] of Object.entries(own)) {
    const foreign = name === "LANGUAGE" && isGettext(text ?? "");
    if (text !== undefined && text !== "" && !foreign) merged[name] = text;
  }
  for (const [name, text] of Object.entries(merged)) {
    if (!/(^|_)HOLIDAYS$/.test(name) || text === undefined || /^[\d\s,;-]*$/.test(text)) continue;
    const dates = textOf(resolve(directory, text.trim()));
    if (dates !== null) merged[name] = dates.replace(/^\uFEFF/, "");
  }
  return merged;
}
