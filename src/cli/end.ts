import { PermanentError, TemporaryError } from "../errors.ts";

/** Prints a failure as one line that a person can act on, and sets the exit code. */
export function endWith(error: unknown): void {
  if (error instanceof Error && error.name === "ConfigError") {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  // What was asked cannot be done so: the same as an option that does not exist.
  process.exitCode = error instanceof PermanentError && error.code === "arguments" ? 2 : 1;
  if (error instanceof PermanentError || error instanceof TemporaryError) {
    process.stderr.write(`foyer: ${printable(error.message)}\n`);
    return;
  }
  process.stderr.write(
    `foyer: unexpected failure: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}

/** What is quoted from a file or a server must not work on the terminal. */
const printable = (text: string): string => text.slice(0, 2000).replaceAll(/(?!\n)[\p{Cc}\p{Cf}]+/gu, " ");
