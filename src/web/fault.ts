import { html } from "hono/html";
import type { Language } from "../mail/message.ts";
import { LANGUAGES } from "../mail/message.ts";
import type { Front } from "./front.ts";
import { filled, layout, type Markup } from "./layout.ts";
import type { Fault } from "./words.ts";

export interface FaultPage {
  readonly fault: Fault;
  readonly status: 400 | 403 | 404 | 405 | 410 | 413 | 429 | 503;
  /** Where the text names it: the mailbox to write to. */
  readonly address?: string;
  readonly language?: Language;
}

/** What has gone wrong and what to do about it, without saying anything of any ticket. */
export function faultPage(front: Front, shown: FaultPage, accepted: string | undefined): Markup {
  const language = shown.language ?? preferred(accepted, front.mailboxes[0]?.language ?? "en");
  const words = front.words[language].faults;
  const title = words[shown.fault];
  const text = words[`${shown.fault}Text`];
  const body = html`<h1>${title}</h1>
<p>${filled(text, { address: shown.address ?? front.mailboxes[0]?.address ?? "" })}</p>`;
  return layout({ title, language, body, footer: "" });
}

/** The first language of Accept-Language (RFC 9110 section 12.5.4) that there are words in; order stands for quality. */
function preferred(accepted: string | undefined, otherwise: Language): Language {
  for (const range of (accepted ?? "").slice(0, 500).split(",")) {
    const [primary = ""] = range.trim().toLowerCase().split(/[-;]/);
    const known = LANGUAGES.find((language) => language === primary);
    if (known !== undefined) return known;
  }
  return otherwise;
}
