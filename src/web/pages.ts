import { RATINGS } from "../policy/link.ts";
import type { Token } from "../policy/token.ts";
import { confirmPages, decisionPages } from "./action.ts";
import { cardPage } from "./card.ts";
import { type Front, type Guest, guestOf } from "./front.ts";
import { askOptOut, takeOptOut } from "./optout.ts";
import type { Form, Page, PageKind } from "./page.ts";
import { askRating, giveRating } from "./rating.ts";

export function pageKinds(front: Front): readonly PageKind[] {
  return [
    ratingPages(front),
    optOutPages(front),
    cardPages(front),
    decisionPages(front),
    confirmPages(front),
  ];
}

/** What becomes of a link when its ticket is gone. */
const GONE: Page = { status: 200, page: null };

/** Looks the link's ticket up for `show`. */
const forGuest =
  <Rest extends readonly unknown[]>(
    front: Front,
    show: (admitted: { readonly guest: Guest; readonly token: Token }, ...rest: Rest) => Promise<Page>,
  ) =>
  async (token: Token, ...rest: Rest): Promise<Page> => {
    const guest = await guestOf(front, token.ticket);
    return guest === null ? GONE : show({ guest, token }, ...rest);
  };

function ratingPages(front: Front): PageKind {
  const asked = (guest: Guest, token: Token, status: Page["status"]): Page => ({
    status,
    page: askRating(front, guest, RATINGS.find((one) => one === token.value) ?? null),
  });
  return {
    purpose: "rate",
    show: forGuest(front, async ({ guest, token }) => asked(guest, token, 200)),
    take: forGuest(front, async ({ guest, token }, form: Form) => {
      const rating = RATINGS.find((one) => one === form.rating);
      const comment = typeof form.comment === "string" ? form.comment : "";
      return rating === undefined ? asked(guest, token, 400) : giveRating(front, guest, { rating, comment });
    }),
  };
}

function optOutPages(front: Front): PageKind {
  return {
    purpose: "opt-out",
    show: forGuest(front, async ({ guest }) => ({ status: 200, page: askOptOut(front, guest) })),
    take: forGuest(front, async ({ guest }, form: Form) => {
      // RFC 8058 section 3.1: a mail program's one click is a POST with this field.
      const wish = form["List-Unsubscribe"] === "One-Click" ? "stop" : form.wish;
      return wish === "stop" || wish === "resume"
        ? { status: 200, page: await takeOptOut(front, guest, wish) }
        : { status: 400, page: askOptOut(front, guest) };
    }),
  };
}

function cardPages(front: Front): PageKind {
  return {
    purpose: "card",
    show: forGuest(front, async ({ guest, token }) => ({
      status: 200,
      page: await cardPage(front, guest, token.expires),
    })),
    take: null,
  };
}
