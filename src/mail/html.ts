import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";

export interface HtmlLimits {
  /** Characters of HTML that are read. */
  readonly read: number;
  /** Characters of text that are made. */
  readonly written: number;
}

const LIMITS: HtmlLimits = { read: 4_000_000, written: 200_000 };

/** Nothing inside is for the reader. */
const DROPPED = new Set([
  "script",
  "style",
  "head",
  "title",
  "template",
  "noscript",
  "object",
  "svg",
  "select",
]);
/** A line of their own. */
const BLOCKS = new Set(
  "address article aside body center dd details div dl dt fieldset figure footer form header html li main nav ol section summary table tbody tfoot thead tr ul".split(
    " ",
  ),
);
/** An empty line around them. */
const PARAGRAPHS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"]);
const MAX_QUOTE_DEPTH = 20;

/**
 * HTML to plain text: what a reader would see, line by line. Quotes (blockquote) become lines with "> ", links keep
 * their text, scripts and styles are gone. Works on tags alone, without a tree, so that neither depth nor unclosed or
 * crossed tags cost more than their length; stops at the limits.
 */
export function htmlToText(html: string, limits: HtmlLimits = LIMITS): string {
  const input = html.length > limits.read ? html.slice(0, limits.read) : html;
  const writer = new Writer(limits.written);
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    callbacks(input, writer, () => tokenizer.pause()),
  );
  tokenizer.write(input);
  if (tokenizer.running) tokenizer.end();
  return writer.text();
}

function callbacks(input: string, writer: Writer, stop: () => void): TokenizerCallbacks {
  let tag = "";
  const nothing = (): void => undefined;
  const opened = (): void => {
    writer.open(tag);
    if (writer.full) stop();
  };
  return {
    onopentagname: (start, end) => {
      tag = input.slice(start, Math.min(end, start + 20)).toLowerCase();
    },
    onopentagend: opened,
    onselfclosingtag: () => {
      opened();
      // <div/> opens in HTML; only in foreign content does it close.
      if (DROPPED.has(tag)) writer.close(tag);
    },
    onclosetag: (start, end) => writer.close(input.slice(start, Math.min(end, start + 20)).toLowerCase()),
    ontext: (start, end) => {
      writer.add(input.slice(start, end));
      if (writer.full) stop();
    },
    ontextentity: (codepoint) => writer.add(String.fromCodePoint(codepoint)),
    oncdata: (start, end, offset) => writer.add(input.slice(start, end - offset)),
    onattribdata: nothing,
    onattribentity: nothing,
    onattribend: nothing,
    onattribname: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onprocessinginstruction: nothing,
  };
}

/** A no-break space is mostly a mail client's way to write two spaces. */
const SPACE = /[ \t\r\n\f\u00a0]+/g;

/** Collects text into lines; knows only how deep in quotes, dropped and preformatted content it is. */
class Writer {
  private readonly limit: number;
  private readonly lines: string[] = [];
  private pieces: string[] = [];
  private written = 0;
  private quotes = 0;
  private dropped: string | null = null;
  private preformatted = 0;
  /** Empty lines wanted before the next text. */
  private gap = 0;
  /** A space is wanted before the next word of this line. */
  private space = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  get full(): boolean {
    return this.written >= this.limit;
  }

  open(tag: string): void {
    if (this.dropped !== null) {
      // A body begins although its head was never closed.
      if (tag === "body" && this.dropped === "head") this.dropped = null;
      return;
    }
    if (tag === "br") this.breakLine();
    else if (tag === "hr") this.endLine(0);
    else if (tag === "td" || tag === "th") this.space = this.pieces.length > 0;
    else if (PARAGRAPHS.has(tag)) this.endLine(1);
    else if (BLOCKS.has(tag)) this.endLine(0);
    if (tag === "blockquote") this.quotes = Math.min(this.quotes + 1, MAX_QUOTE_DEPTH);
    if (tag === "pre") this.preformatted++;
    if (tag === "li") {
      this.word("-");
      this.space = true;
    }
    if (DROPPED.has(tag)) this.dropped = tag;
  }

  close(tag: string): void {
    if (this.dropped !== null) {
      if (tag === this.dropped) this.dropped = null;
      return;
    }
    if (PARAGRAPHS.has(tag)) this.endLine(1);
    else if (BLOCKS.has(tag)) this.endLine(0);
    if (tag === "blockquote") this.quotes = Math.max(0, this.quotes - 1);
    if (tag === "pre") this.preformatted = Math.max(0, this.preformatted - 1);
  }

  add(text: string): void {
    if (this.dropped !== null || this.full || text === "") return;
    if (this.preformatted > 0) {
      const [first = "", ...rest] = text.split("\n");
      this.word(first);
      for (const line of rest) {
        this.breakLine();
        this.word(line);
      }
      return;
    }
    const collapsed = text.replace(SPACE, " ");
    if (collapsed.startsWith(" ") && this.pieces.length > 0) this.space = true;
    this.word(collapsed.trim() === "" ? "" : collapsed.replace(/^ | $/g, ""));
    if (collapsed.endsWith(" ") && this.pieces.length > 0) this.space = true;
  }

  private word(text: string): void {
    if (text === "") return;
    if (this.pieces.length === 0) this.fillGap();
    if (this.space && this.pieces.length > 0) this.pieces.push(" ");
    this.space = false;
    this.pieces.push(text);
    this.written += text.length + 1;
  }

  private fillGap(): void {
    if (this.gap > 0 && this.lines.length > 0) this.push("");
    this.gap = 0;
  }

  /** Ends the line if it holds anything; `gap` empty lines are wanted after it. */
  private endLine(gap: number): void {
    if (this.pieces.length > 0) this.flush();
    this.gap = Math.max(this.gap, gap);
  }

  private breakLine(): void {
    if (this.pieces.length > 0) {
      this.flush();
      return;
    }
    // A second <br> in a row is an empty line.
    if (this.lines.length > 0) this.push("");
    this.gap = 0;
  }

  private flush(): void {
    this.push(this.pieces.join(""));
    this.pieces = [];
    this.space = false;
  }

  private push(line: string): void {
    this.lines.push(`${"> ".repeat(this.quotes)}${line}`.trimEnd());
    this.written += 1 + this.quotes * 2;
  }

  text(): string {
    if (this.pieces.length > 0) this.flush();
    return this.lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim()
      .slice(0, this.limit);
  }
}
