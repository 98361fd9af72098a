/*
 * What is posted to a team's chat. Whatever customers wrote is text there, and nothing else: it calls nobody, links
 * nowhere and formats nothing.
 */

/** A message to the chat, as plain text. */
export interface ChatNote {
  /** For programs of one's own. */
  readonly event: "praise" | "spike" | "silence";
  readonly title: string;
  readonly lines: readonly string[];
  /** A customer's words; "" for none. */
  readonly quote: string;
  readonly ticket: number | null;
}

const TITLE = 150;
const LINE = 300;
const QUOTE = 500;

/** The JSON of a note as the chat takes it. */
export function chatBody(format: "slack" | "mattermost" | "json", note: ChatNote): object {
  const short = {
    ...note,
    title: cut(note.title, TITLE),
    lines: note.lines.slice(0, 10).map((line) => cut(line, LINE)),
    quote: cut(note.quote, QUOTE),
  };
  if (format === "json") return short;
  return format === "slack" ? slack(short) : mattermost(short);
}

/**
 * Blocks of plain text, in which Slack reads neither marks nor mentions; `text` is for notifications, where <!channel>
 * would call everybody. https://docs.slack.dev/messaging/formatting-message-text
 */
function slack({ title, lines, quote }: ChatNote): object {
  const texts = [title, lines.join("\n"), quote === "" ? "" : `“${quote}”`].filter((text) => text !== "");
  return {
    text: title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: texts.map((text) => ({
      type: "section",
      text: { type: "plain_text", text, emoji: false },
    })),
  };
}

/** Markdown, in which only the marks here are ours. */
function mattermost({ title, lines, quote }: ChatNote): object {
  const quoted = quote.split("\n").map((line) => `> ${literal(line)}`);
  const text = [`**${literal(title)}**`, ...lines.map(literal), ...(quote === "" ? [] : quoted)].join("\n");
  return { text };
}

const SILENT = "\u200b";

/** Marks escaped; mentions, channels, emoji and addresses broken by a space of no width, for they know no escape. */
function literal(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!~|<>]/g, "\\$&")
    .replace(/[@:&]/g, `$&${SILENT}`)
    .replace(/\bwww(?=\\\.)/gi, `www${SILENT}`);
}

/**
 * A customer's words for the eyes of a whole team: addresses, links and long numbers, by which a person could be found,
 * are left out.
 */
export function withoutContacts(words: string): string {
  return words
    .replace(/[^\s<>()]+@[^\s<>()]+/gu, "…")
    .replace(/(?:https?:\/\/|www\.)\S+/giu, "…")
    .replace(/\p{Nd}(?:[\s()./-]?\p{Nd}){4,}/gu, "…");
}

function cut(text: string, longest: number): string {
  const characters = [...text.toWellFormed()];
  return characters.length <= longest
    ? text.toWellFormed()
    : `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}
