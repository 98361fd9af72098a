import { PermanentError, TemporaryError } from "../errors.ts";

/** Prints a failure as one line that a person can act on, and sets the exit code. */
export function endWith(error: unknown): void {
  if (error instanceof Error && error.name === "ConfigError") {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = 1;
  if (error instanceof PermanentError || error instanceof TemporaryError) {
    process.stderr.write(`foyer: ${error.message}\n`);
    return;
  }
  process.stderr.write(
    `foyer: unexpected failure: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
