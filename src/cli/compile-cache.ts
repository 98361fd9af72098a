import { accessSync, constants, mkdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/*
 * Imported for its effect, before anything large: compiled code is kept, and the next start takes two thirds of the
 * time. In the user's own folder, not in that for temporary files: what lies there is run. Where it cannot be
 * written, nothing is kept. NODE_DISABLE_COMPILE_CACHE=1 switches it off.
 */
function cacheFolder(): string {
  const own = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  if (!isAbsolute(own)) throw new Error("no home folder");
  const folder = join(own, "foyer");
  for (const path of [own, folder]) makeFolder(path);
  accessSync(folder, constants.W_OK);
  return folder;
}

/** One level only: Node never ends making a deeper one where the file system takes no folders, such as /proc. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

try {
  enableCompileCache(cacheFolder());
} catch {
  // A user without a home folder, or one that is read-only.
}
