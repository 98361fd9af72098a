import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, Secret } from "../config.ts";
import { PermanentError } from "../errors.ts";

function kept(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new PermanentError("secret-unreadable", `${path} cannot be read`, { cause: error });
  }
}

/** Written whole under another name first: a crash or a second process never leaves or sees half a secret. */
function make(path: string): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    // EEXIST: another process was first, and its secret stands.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * The key of Message-IDs and links: SECRET, or the one kept in `<dataDir>/secret` (mode 0600), made at the first call.
 * @throws PermanentError("secret-unreadable") where the file cannot be read or holds too little
 */
export function loadSecret(config: Pick<Config, "secret" | "dataDir">): Secret {
  if (config.secret !== null) return config.secret;
  const path = join(config.dataDir, "secret");
  if (kept(path) === null) {
    mkdirSync(config.dataDir, { recursive: true });
    make(path);
  }
  const text = kept(path) ?? "";
  if (text.length < 32)
    throw new PermanentError("secret-unreadable", `${path} holds no secret of 32 characters`);
  return new Secret(text);
}
