import type { Token, TokenPurpose } from "../policy/token.ts";
import type { Markup } from "./layout.ts";

export interface Page {
  readonly status: 200 | 400 | 403 | 409 | 410;
  /** null: what it shows is gone. */
  readonly page: Markup | null;
}

/** Fields of a form as they came. */
export type Form = Readonly<Record<string, unknown>>;

/** What one kind of link leads to. */
export interface PageKind {
  readonly purpose: TokenPurpose;
  /** Whether it says itself what is to be done about a link that has expired; it must let nobody do anything by one. */
  readonly takesExpired?: boolean;
  readonly show: (token: Token) => Promise<Page>;
  /** null where there is nothing to do but look. */
  readonly take: ((token: Token, form: Form) => Promise<Page>) | null;
}
