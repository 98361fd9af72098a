import { html, raw } from "hono/html";
import type { Rating } from "../policy/event.ts";
import { RATINGS } from "../policy/link.ts";
import { CHANGE_DAYS } from "../policy/rating.ts";
import { cleanLine, cleanText } from "../smtp/literal.ts";
import { strippedSubject } from "../smtp/subject.ts";
import { takeRating } from "../triage/rating.ts";
import { dateWords } from "./dates.ts";
import { companyOf, type Front, type Guest } from "./front.ts";
import { filled, layout, type Markup } from "./layout.ts";

/** Longer comments are cut; the form says so by its own limit. */
const COMMENT = 4_000;
const DAY = 86_400_000;

export interface RatingPage {
  readonly status: 200 | 409;
  readonly page: Markup;
}

/** What GET shows: the answer of the link, chosen but not sent. Nothing is stored: programs follow links too. */
export function askRating(front: Front, guest: Guest, chosen: Rating | null): Markup {
  const { language } = guest.face;
  const words = front.words[language].rating;
  const choices = RATINGS.map(
    (rating) => html`<label class="choice"><input type="radio" name="rating" value="${rating}" required${raw(
      rating === chosen ? " checked" : "",
    )}> <span>${words[rating]}</span></label>
`,
  );
  return sheet(
    guest,
    words.title,
    html`<h1>${words.title}</h1>
<p class="soft">${about(front, guest)}</p>
<form method="post">
<fieldset><legend>${words.question}</legend>
${choices}</fieldset>
<label for="comment">${words.comment}</label>
<textarea id="comment" name="comment" maxlength="${COMMENT}" dir="auto"></textarea>
<button type="submit">${words.send}</button>
</form>`,
  );
}

/** What POST does, and what the customer sees of it. */
export async function giveRating(
  front: Front,
  guest: Guest,
  given: { readonly rating: Rating; readonly comment: string },
): Promise<RatingPage> {
  const { ticket: ticketId, mailbox } = guest;
  const at = front.now();
  const comment = cleanText(given.comment, COMMENT);
  const outcome = await takeRating(front.store, mailbox, { ticketId, rating: given.rating, comment, at });
  const ratedAt = outcome?.ratedAt ?? at;
  if (outcome?.fate === "late") return { status: 409, page: alreadyRated(front, guest, ratedAt) };
  if (outcome?.fate === "stored") front.log.info({ ticket: ticketId, rating: given.rating }, "rated");
  return { status: 200, page: thanks(front, guest, { rating: given.rating, ratedAt }) };
}

function thanks(front: Front, guest: Guest, given: { rating: Rating; ratedAt: Date }): Markup {
  const words = front.words[guest.face.language].rating;
  const title = { good: words.doneGood, partly: words.donePartly, not: words.doneNot }[given.rating];
  const until = new Date(given.ratedAt.getTime() + CHANGE_DAYS * DAY);
  const body = html`<h1>${title}</h1>
<p class="soft">${filled(words.change, { until: day(guest, until) })}</p>`;
  return sheet(guest, words.title, body);
}

/** For links whose answer was given longer ago. */
function alreadyRated(front: Front, guest: Guest, ratedAt: Date): Markup {
  const words = front.words[guest.face.language].rating;
  const values = { date: day(guest, ratedAt), address: guest.mailbox.address };
  const body = html`<h1>${words.already}</h1>
<p>${filled(words.alreadyText, values)}</p>`;
  return sheet(guest, words.already, body);
}

function about(front: Front, { face, ticket }: Guest): Markup {
  const words = front.words[face.language].rating;
  const subject = cleanLine(strippedSubject(face.subject), 120);
  const values = { subject, ticket: `#${ticket}` };
  return filled(subject === "" ? words.aboutNumber : words.about, values);
}

const day = (guest: Guest, date: Date): string =>
  dateWords(date, guest.face.language, guest.mailbox.businessHours);

const sheet = (guest: Guest, title: string, body: Markup): Markup =>
  layout({ title, language: guest.face.language, body, footer: companyOf(guest.mailbox) });
