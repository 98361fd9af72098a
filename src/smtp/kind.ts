import type { z } from "zod";
import { PermanentError } from "../errors.ts";
import type { Picture } from "./plot.ts";
import type { Setting } from "./scope.ts";

interface Made<Values, Variable extends string> {
  readonly values: z.ZodType<Values>;
  /** What its texts may name. A slip of the pen is found when they are read, not when a customer waits. */
  readonly variables: readonly Variable[];
  readonly scope: (values: Values, setting: Setting) => Readonly<Record<Variable, unknown>>;
  /** What its HTML may show by `cid:`. */
  readonly pictures?: (values: Values, rightToLeft: boolean) => readonly Picture[];
  /** Its texts beside plain: by manner, unless `variant` says which. */
  readonly variants?: readonly string[];
  readonly variant?: (values: Values) => string | null;
  /** What none of its texts may leave unsaid. */
  readonly needed: readonly Variable[];
  /** The small print: `footer` says that it confirms an arrival. */
  readonly footer?: "footer" | "footer.note";
}

/** A kind of mail; see Made. */
export interface TemplateKind {
  readonly variables: ReadonlySet<string>;
  /** Texts that each language has, plain first. */
  readonly variants: readonly string[];
  readonly needed: readonly string[];
  readonly footer: string | null;
  /** Values from the outbox, checked. Throws PermanentError("bad-values"). */
  readonly read: (values: unknown) => {
    /** Which text; null: that of the manner. */
    readonly variant: string | null;
    /** What the template sees. */
    readonly scope: (setting: Setting) => object;
    readonly pictures: (rightToLeft: boolean) => readonly Picture[];
  };
}

/** A kind of mail from what it is made of: the types of values, scope and variables must agree. */
export function kind<Values, const Variable extends string>(
  name: string,
  made: Made<Values, Variable>,
): TemplateKind {
  return {
    variables: new Set(made.variables),
    variants: ["plain", ...(made.variants ?? [])],
    needed: made.needed,
    footer: made.footer ?? null,
    read: (values) => {
      const checked = made.values.safeParse(values);
      if (!checked.success) {
        const paths = checked.error.issues.map(({ path }) => path.join(".")).join(", ");
        throw new PermanentError("bad-values", `values do not fit the template ${name}: ${paths}`);
      }
      return {
        variant: made.variant?.(checked.data) ?? null,
        scope: (setting) => made.scope(checked.data, setting),
        pictures: (rightToLeft) => made.pictures?.(checked.data, rightToLeft) ?? [],
      };
    },
  };
}
