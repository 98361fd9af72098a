import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Language } from "../mail/message.ts";

/** Markup whose texts are escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `
:root { color-scheme: light dark; --page: #f3f4f6; --sheet: #fff; --ink: #1f2328; --soft: #57606a; --line: #d0d7de;
  --key: #1a5fb4; --on-key: #fff; --tint: #e8f0fb; --bad: #9a3412; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1115; --sheet: #181b21; --ink: #e6e8ec; --soft: #a3abb8; --line: #3a404b; --key: #8ab4f8;
    --on-key: #10131a; --tint: #1f2a3d; --bad: #fdba74; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: clamp(12px, 4vw, 48px) clamp(12px, 4vw, 24px); background: var(--page); color: var(--ink);
  font: 17px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', Tahoma, sans-serif;
  overflow-wrap: anywhere; }
:lang(fa) { line-height: 1.9; }
main { max-width: 36rem; margin: 0 auto; padding: clamp(20px, 5vw, 36px); background: var(--sheet);
  border: 1px solid var(--line); border-radius: 14px; }
main.wide { max-width: 56rem; }
h1 { margin: 0 0 12px; font-size: 1.5rem; line-height: 1.3; }
h2 { margin: 32px 0 10px; font-size: 1.1rem; line-height: 1.3; }
p { margin: 0 0 16px; }
.soft, footer { color: var(--soft); font-size: .94rem; }
footer { max-width: 36rem; margin: 16px auto 0; text-align: center; }
fieldset { margin: 0 0 20px; padding: 0; border: 0; }
legend { margin: 0 0 10px; padding: 0; }
.choice { display: flex; align-items: center; gap: 12px; margin: 0 0 8px; padding: 12px 14px; min-height: 50px;
  border: 1px solid var(--line); border-radius: 10px; cursor: pointer; }
.choice:has(:checked) { border-color: var(--key); background: var(--tint); box-shadow: inset 0 0 0 1px var(--key); }
.choice input { width: 20px; height: 20px; margin: 0; flex: none; accent-color: var(--key); }
textarea { display: block; width: 100%; min-height: 7rem; margin: 6px 0 20px; padding: 10px 12px; resize: vertical;
  font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 10px; }
.line { display: block; width: 100%; min-height: 48px; margin: 6px 0 20px; padding: 10px 12px; font: inherit; color: inherit;
  background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
button { min-height: 48px; padding: 10px 22px; font: inherit; font-weight: 600; color: var(--on-key);
  background: var(--key); border: 0; border-radius: 10px; cursor: pointer; }
button.second { color: var(--key); background: none; border: 1px solid var(--line); font-weight: 400; }
:focus-visible { outline: 3px solid var(--key); outline-offset: 2px; }
dl { display: grid; grid-template-columns: fit-content(38%) 1fr; gap: 6px 16px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
ul { margin: 0; padding-inline-start: 22px; }
li { margin: 0 0 6px; }
article { margin: 0 0 12px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 10px; }
article p { margin: 6px 0 0; white-space: pre-line; }
.warn { color: var(--bad); font-weight: 600; }
@media (max-width: 34rem) { form button { width: 100%; } }
@media print { body { background: #fff; } main { border: 0; } }
`;

/** Nothing but these pages' own style and forms; in particular no script, no frame, nothing from elsewhere. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

export interface Sheet {
  readonly title: string;
  readonly language: Language;
  readonly body: Markup;
  /** Under the sheet; "" for none. */
  readonly footer: string;
  readonly wide?: boolean;
}

export function layout({ title, language, body, footer, wide = false }: Sheet): Markup {
  return html`<!doctype html>
<html lang="${language}" dir="${language === "fa" ? "rtl" : "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main${raw(wide ? ' class="wide"' : "")}>
${body}
</main>
${footer === "" ? "" : html`<footer><bdi>${footer}</bdi></footer>`}
</body>
</html>
`;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A phrase with {names} in it; what stands in for them is escaped and isolated (UAX 9), so that neither disturbs the
 * other. A number such as #1042 has no direction of its own, and would be turned round in Persian.
 */
export function filled(phrase: string, values: Readonly<Record<string, string>>): Markup {
  const pieces = phrase.split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const value = values[piece] ?? "";
    return RIGHT_TO_LEFT.test(value) ? html`<bdi>${value}</bdi>` : html`<bdi dir="ltr">${value}</bdi>`;
  });
  return html`${pieces}`;
}
