import { html } from "hono/html";
import { withAnswer } from "./agreed.ts";
import { dateWords } from "./dates.ts";
import { companyOf, type Front, type Guest } from "./front.ts";
import { filled, layout, type Markup } from "./layout.ts";
import { cardSections, type Section } from "./sections.ts";

/** The card, in the mailbox's language; null where the ticket is gone. */
export async function cardPage(front: Front, guest: Guest, expires: Date): Promise<Markup | null> {
  const found = await front.store.card(guest.ticket);
  if (found === null) return null;
  const facts = withAnswer(found, front.answers, guest.mailbox);
  const { language, businessHours } = guest.mailbox;
  const words = front.words[language];
  const { timeZone } = businessHours;
  const sections = cardSections(facts, { words, language, timeZone });
  const until = dateWords(expires, language, { timeZone, clock: true });
  const title = words.card.title.replace("{ticket}", `#${guest.ticket}`);
  const body = html`<h1>${filled(words.card.title, { ticket: `#${guest.ticket}` })}</h1>
<p class="soft">${filled(words.card.expires, { until })}</p>
${sections.map(section)}`;
  return layout({ title, language, body, footer: companyOf(guest.mailbox), wide: true });
}

function section({ heading, rows, warnings, points, letters }: Section): Markup {
  return html`<section>
<h2>${heading}</h2>
${warnings.map((warning) => html`<p class="warn">${warning}</p>`)}
${rows.length === 0 ? "" : html`<dl>${rows.map(([label, value]) => html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>`)}</dl>`}
${points.length === 0 ? "" : html`<ul>${points.map((point) => html`<li><bdi>${point}</bdi></li>`)}</ul>`}
${letters.map(({ head, text }) => html`<article><div class="soft"><bdi>${head}</bdi></div><p dir="auto">${text}</p></article>`)}
</section>`;
}
