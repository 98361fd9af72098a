import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/*
 * Imported for its effect, before anything large: compiled code is kept, and a second start takes half the time.
 * In the user's own folder, not in that for temporary files: what lies there is run. Where it cannot be written,
 * nothing is kept. NODE_DISABLE_COMPILE_CACHE=1 switches it off.
 */
try {
  enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "foyer"));
} catch {
  // A user without a home folder.
}
