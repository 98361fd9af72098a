import type { Picture } from "./plot.ts";

/** A picture as a part of a mail. */
export interface Inline {
  readonly name: string;
  /** PNG. */
  readonly octets: Uint8Array;
}

/** Twice the size that it is shown in, for dense screens. Mail programs show no SVG. */
const SCALE = 2;

/** Draws pictures as PNG on a clear ground. The engine is loaded when there is something to draw. */
export async function rastered(pictures: readonly Picture[]): Promise<readonly Inline[]> {
  if (pictures.length === 0) return [];
  const { Resvg } = await import("@resvg/resvg-js");
  return pictures.map(({ name, svg }) => {
    const image = new Resvg(svg, { fitTo: { mode: "zoom", value: SCALE }, font: { loadSystemFonts: false } });
    return { name, octets: image.render().asPng() };
  });
}

/** HTML that shows its pictures by itself, for a browser. */
export function illustrated(html: string, pictures: readonly Inline[]): string {
  return pictures.reduce(
    (page, { name, octets }) =>
      page.replaceAll(
        `src="cid:${name}"`,
        `src="data:image/png;base64,${Buffer.from(octets).toString("base64")}"`,
      ),
    html,
  );
}
