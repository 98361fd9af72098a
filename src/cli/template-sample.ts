import type { Manner } from "../policy/decision.ts";
import type { TemplateName } from "../policy/template.ts";

/** One mail to look at. */
export interface Sample {
  readonly name: TemplateName;
  readonly manner: Manner;
  /** What is special about it, in a few English words. */
  readonly variant: string;
  readonly values: unknown;
}
