import type { Fault } from "../config.ts";
import { isGettext } from "./gettext.ts";
import { VARIABLES, type ValueOf, type Variable, type VariableName } from "./variables.ts";

/** Names and values as in process.env. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and collects what is wrong with them. */
export class Reader {
  readonly #environment: Environment;
  readonly #prefix: string | null;
  readonly #faults: Map<string, Fault>;

  /** @param prefix "SUPPORT_" for one of several mailboxes, "" for the only one, null outside any mailbox */
  constructor(environment: Environment, prefix: string | null, faults: Map<string, Fault> = new Map()) {
    this.#environment = environment;
    this.#prefix = prefix;
    this.#faults = faults;
  }

  /** A reader of another mailbox's variables that collects into the same list. */
  of(prefix: string): Reader {
    return new Reader(this.#environment, prefix, this.#faults);
  }

  get faults(): readonly Fault[] {
    return [...this.#faults.values()];
  }

  /** The full name under which a variable stands, or should stand, in this environment. */
  nameOf(name: VariableName): string {
    const own = `${this.#prefix ?? ""}${name}`;
    if (VARIABLES[name].scope === "own" || this.#text(own) !== null) return own;
    return this.#text(name) === null ? own : name;
  }

  /** True where a variable is set, rightly or wrongly. */
  has(name: VariableName): boolean {
    return this.#text(this.nameOf(name)) !== null;
  }

  /** The value or its standard; null where neither is there or the value is at fault (noted). */
  read<N extends VariableName>(name: N): ValueOf<N> | null {
    // The compiler cannot tie an entry of the table to its key; the table's own type does.
    const variable = VARIABLES[name] as Variable<unknown> as Variable<ValueOf<N>>;
    const text = this.#text(this.nameOf(name)) ?? variable.standard;
    if (text === null) return null;
    const parsed = variable.value.safeParse(text);
    if (parsed.success) return parsed.data;
    this.fault(name, parsed.error.issues[0]?.message ?? "is wrong");
    return null;
  }

  /** As `read`; a missing one is a fault. */
  require<N extends VariableName>(name: N): ValueOf<N> | null {
    if (!this.has(name) && VARIABLES[name].standard === null) this.fault(name, "is missing");
    return this.read(name);
  }

  /** Notes what is wrong with a variable; the first fault of each stands. */
  fault(name: VariableName, problem: string): void {
    const full = this.nameOf(name);
    if (!this.#faults.has(full))
      this.#faults.set(full, { variable: full, problem, example: VARIABLES[name].example });
  }

  #text(name: string): string | null {
    const text = this.#environment[name]?.trim() ?? "";
    // GNU gettext's LANGUAGE ("de_DE:de") stands in many people's environment and is not meant for foyer.
    return text === "" || (name === "LANGUAGE" && isGettext(text)) ? null : text;
  }
}
