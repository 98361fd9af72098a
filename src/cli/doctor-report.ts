interface Finding {
  readonly check: string;
  /** `warn`: works, and could work better. */
  readonly state: "ok" | "warn" | "FAIL";
  /** What was found; on failure what to do. */
  readonly text: string;
}

/** Tells a finding. */
export type Report = (finding: Finding) => void;

/** Tells what `look` found, or why it failed and what to do about that. */
export async function attempt(
  report: Report,
  check: string,
  look: () => Promise<string>,
  advice: (error: unknown) => string = () => "",
): Promise<void> {
  try {
    report({ check, state: "ok", text: await look() });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const todo = advice(error);
    report({ check, state: "FAIL", text: todo === "" ? cause : `${cause}; ${todo}` });
  }
}
