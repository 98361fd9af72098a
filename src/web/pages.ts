import { RATINGS } from "../policy/link.ts";
import type { TokenPurpose } from "../policy/token.ts";
import { cardPage } from "./card.ts";
import type { Admission } from "./door.ts";
import type { Front } from "./front.ts";
import type { Markup } from "./layout.ts";
import { askOptOut, takeOptOut } from "./optout.ts";
import { askRating, giveRating } from "./rating.ts";

export interface Page {
  readonly status: 200 | 400 | 409;
  /** null: what it shows is gone. */
  readonly page: Markup | null;
}

/** Fields of a form as they came. */
type Form = Readonly<Record<string, unknown>>;

/** What one kind of link leads to. */
export interface PageKind {
  readonly purpose: TokenPurpose;
  readonly show: (admission: Admission) => Page | Promise<Page>;
  /** null where there is nothing to do but look. */
  readonly take: ((admission: Admission, form: Form) => Promise<Page>) | null;
}

export function pageKinds(front: Front): readonly PageKind[] {
  const asked = ({ guest, token }: Admission, status: Page["status"]): Page => ({
    status,
    page: askRating(front, guest, RATINGS.find((one) => one === token.value) ?? null),
  });
  const rate: PageKind = {
    purpose: "rate",
    show: (admission) => asked(admission, 200),
    take: async (admission, form) => {
      const rating = RATINGS.find((one) => one === form.rating);
      const comment = typeof form.comment === "string" ? form.comment : "";
      return rating === undefined
        ? asked(admission, 400)
        : giveRating(front, admission.guest, { rating, comment });
    },
  };
  const optOut: PageKind = {
    purpose: "opt-out",
    show: ({ guest }) => ({ status: 200, page: askOptOut(front, guest) }),
    take: async ({ guest }, form) => {
      // RFC 8058 section 3.1: a mail program's one click is a POST with this field.
      const wish = form["List-Unsubscribe"] === "One-Click" ? "stop" : form.wish;
      return wish === "stop" || wish === "resume"
        ? { status: 200, page: await takeOptOut(front, guest, wish) }
        : { status: 400, page: askOptOut(front, guest) };
    },
  };
  const card: PageKind = {
    purpose: "card",
    show: async ({ guest, token }) => ({ status: 200, page: await cardPage(front, guest, token.expires) }),
    take: null,
  };
  return [rate, optOut, card];
}
