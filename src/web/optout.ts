import { html } from "hono/html";
import { companyOf, type Front, type Guest } from "./front.ts";
import { filled, layout, type Markup } from "./layout.ts";

/** What GET shows: a question and one button. */
export function askOptOut(front: Front, guest: Guest): Markup {
  const words = front.words[guest.face.language].optOut;
  const values = { company: companyOf(guest.mailbox), address: guest.face.address ?? "" };
  const body = html`<h1>${words.title}</h1>
<p>${filled(words.text, values)}</p>
<form method="post"><button type="submit" name="wish" value="stop">${words.stop}</button></form>`;
  return sheet(guest, words.title, body);
}

/** Stops or resumes automatic mail to the ticket's customer. Once erased, there is nobody left to write to. */
export async function takeOptOut(front: Front, guest: Guest, wish: "stop" | "resume"): Promise<Markup> {
  const { address, language } = guest.face;
  if (address !== null) await front.store.setOptOut(address, wish === "stop");
  front.log.info({ ticket: guest.ticket }, wish === "stop" ? "opted out" : "opted in again");
  const words = front.words[language].optOut;
  const title = wish === "stop" ? words.done : words.undone;
  const body =
    wish === "stop"
      ? html`<h1>${title}</h1>
<p>${words.doneText}</p>
<form method="post"><button class="second" type="submit" name="wish" value="resume">${words.undo}</button></form>`
      : html`<h1>${title}</h1>
<p>${words.doneText}</p>`;
  return sheet(guest, title, body);
}

const sheet = (guest: Guest, title: string, body: Markup): Markup =>
  layout({ title, language: guest.face.language, body, footer: companyOf(guest.mailbox) });
