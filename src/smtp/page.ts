import type { Language } from "../mail/message.ts";
import { escapeHtml } from "./literal.ts";

const FONTS = `-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,'Noto Sans','Noto Sans Arabic',Tahoma,sans-serif`;

/** Programs that know dark mode take these; the others keep the inline colours. */
const DARK = `@media (prefers-color-scheme: dark) {
.page { background: #16181d !important; color: #e6e8ec !important; }
.small { color: #a3abb8 !important; border-color: #3a404b !important; }
.page a { color: #8ab4f8 !important; }
.page a.button { background: #1c2839 !important; border-color: #8ab4f8 !important; color: #d3e3fd !important; }
.page blockquote { border-color: #4a5261 !important; }
}`;

/** The HTML part: one column, inline styles, nothing remote. `body` and `footer` are HTML already. */
export function page(content: {
  readonly title: string;
  readonly body: string;
  readonly footer: string;
  readonly language: Language;
  readonly rightToLeft: boolean;
}): string {
  const dir = content.rightToLeft ? "rtl" : "ltr";
  const align = content.rightToLeft ? "right" : "left";
  // Some programs drop <html> and <body>: language and direction stand on the inner element too.
  const small =
    content.footer === ""
      ? ""
      : `<div class="small" style="margin-top:28px;padding-top:14px;border-top:1px solid #d9dde3;font-size:13px;line-height:1.6;color:#5b6470">\n${content.footer}</div>\n`;
  return `<!doctype html>
<html lang="${content.language}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(content.title)}</title>
<style>
:root { color-scheme: light dark; }
${DARK}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#ffffff;color:#1f2328">
<div class="page" lang="${content.language}" dir="${dir}" style="max-width:600px;margin:0 auto;padding:24px 20px;background:#ffffff;color:#1f2328;font-family:${FONTS};font-size:16px;line-height:${content.rightToLeft ? "1.8" : "1.55"};text-align:${align};overflow-wrap:break-word;word-break:break-word">
${content.body}${small}</div>
</body>
</html>
`;
}
