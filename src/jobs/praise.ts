import { replyText } from "../mail/quote.ts";
import { type ChatNote, chatBody, withoutContacts } from "../policy/chat.ts";
import { saysSomething } from "../policy/kudos.ts";
import { cleanText } from "../smtp/literal.ts";
import type { Templates } from "../smtp/template.ts";
import type { Desk } from "../triage/desk.ts";

export type PraiseDesk = Pick<Desk, "config" | "mailbox" | "store" | "lease" | "now">;

const DAY = 86_400_000;
/** Messages looked at, mere thanks among them. */
const LOOKED_AT = 200;
const LONGEST = 300;

/** Tells the chat of praise that has come, each once. Returns how many. */
export async function tellPraise(desk: PraiseDesk, templates: Templates): Promise<number> {
  const { config, mailbox, store, now } = desk;
  const { chat } = config.hooks;
  if (chat === null) return 0;
  const since = new Date(now().getTime() - DAY);
  let told = 0;
  for (const { ticketId, text } of await store.freshPraise(mailbox.id, since, LOOKED_AT)) {
    const said = replyText(text);
    if (!saysSomething(said.trim())) continue;
    const words = templates.words.get(config.language) ?? templates.words.get("en");
    const note: ChatNote = {
      event: "praise",
      title: `${words?.trends.praise ?? ""} (#${ticketId})`,
      lines: [],
      quote: withoutContacts(cleanText(said, LONGEST)),
      ticket: ticketId,
    };
    const body = chatBody(chat.format, note);
    const hook = {
      target: "chat",
      body,
      once: `praise-${ticketId}`,
      dueAt: now(),
      ticketIds: [ticketId],
    } as const;
    if (await store.queueHook(desk.lease(), hook)) told++;
  }
  return told;
}
