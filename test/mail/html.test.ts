import { describe, expect, test } from "vitest";
import { htmlToText } from "../../src/mail/html.ts";
import { replyText } from "../../src/mail/quote.ts";

describe("HTML as a reader sees it", () => {
  test.each([
    ["paragraphs", "<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"],
    ["divs of Gmail", "<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"],
    ["entities", "<p>Tom &amp; J&eacute;r&#337;&nbsp;me</p>", "Tom & Jérő me"],
    [
      "no scripts and styles",
      "<head><title>t</title><style>p{}</style></head><body><script>x<y</script>Hi</body>",
      "Hi",
    ],
    ["links keep their text", '<a href="https://evil.example">our page</a>', "our page"],
    ["a list", "<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"],
    [
      "a table",
      "<table><tr><td>Order</td><td>4711</td></tr><tr><td>Sum</td><td>9</td></tr></table>",
      "Order 4711\nSum 9",
    ],
    ["white space of the source", "<p>One\n   two\t three</p>", "One two three"],
    ["preformatted text", "<pre>a\n  b</pre>", "a\n  b"],
    ["a quote", "Yes<blockquote>Is it?</blockquote>", "Yes\n>\n> Is it?"],
    ["a comment", "a<!-- <p>b -->c", "ac"],
    ["a head that is never closed", "<head><body>Hi", "Hi"],
  ])("%s", (_name, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test("a Gmail reply is told from its quote", () => {
    const html =
      '<div dir="ltr">Still broken.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 3 Mar 2025 at 10:00, Shop &lt;<a href="mailto:s@shop.example">s@shop.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">Dear Ann</blockquote></div>';
    expect(replyText(htmlToText(html))).toBe("Still broken.");
  });

  test("an Outlook reply is told from its quote", () => {
    const html =
      '<p>Still broken.</p><div id="divRplyFwdMsg"><hr><b>From:</b> Shop &lt;s@shop.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> RE: x</div><p>Dear Ann</p>';
    expect(replyText(htmlToText(html))).toBe("Still broken.");
  });

  test.each([
    ["unclosed tags", "<div>".repeat(400_000)],
    ["crossed tags", "<b><i></b></i>".repeat(200_000)],
    ["closing tags without opening ones", "<div>".repeat(200_000) + "</p>".repeat(200_000)],
    ["angle brackets", "<".repeat(3_000_000)],
    ["ampersands", "&".repeat(3_000_000)],
    ["quotes", "<blockquote>".repeat(300_000)],
  ])("a long run of %s takes no longer than its length", (_name, html) => {
    const started = performance.now();
    expect(htmlToText(html).length).toBeLessThanOrEqual(200_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
