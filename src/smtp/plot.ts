/** A picture of a mail: its name in `cid:` links (letters, digits, hyphens), and the drawing. */
export interface Picture {
  readonly name: string;
  /** SVG without text: words stand beside it in the mail, in any script, and can be read aloud. */
  readonly svg: string;
}

/** A number of now and the same of the period before. */
interface Pair {
  readonly now: number;
  readonly before: number;
}

/** Legible on white and on black: mail programs choose the ground. */
const NOW = "#3b82d6";
const BEFORE = "#8a94a3";
const BEFORE_OPACITY = 0.5;

/** In CSS pixels; drawn at twice that. */
const WIDTH = 560;
const HEIGHT = 92;
const WIDEST = 26;

/** Bars of now beside those of before, a pair to a column; the columns are those of a table of that many beneath it. */
export function bars(name: string, pairs: readonly Pair[], rightToLeft: boolean): Picture {
  const column = WIDTH / Math.max(1, pairs.length);
  const width = Math.min(WIDEST, column / 3);
  const most = Math.max(1, ...pairs.flatMap(({ now, before }) => [now, before]));
  const shapes = pairs.flatMap(({ now, before }, index) => {
    const middle = (rightToLeft ? pairs.length - index - 0.5 : index + 0.5) * column;
    const side = rightToLeft ? -1 : 1;
    const left = (at: number): number => middle + (at * side * (width + 4)) / 2 - width / 2;
    return [
      bar({ x: left(-1), width, height: (HEIGHT - 8) * (before / most), ground: HEIGHT - 2 }, false),
      bar({ x: left(1), width, height: (HEIGHT - 8) * (now / most), ground: HEIGHT - 2 }, true),
    ];
  });
  const ground = `<rect x="0" y="${HEIGHT - 2}" width="${WIDTH}" height="1" fill="${BEFORE}" fill-opacity="${BEFORE_OPACITY}"/>`;
  return { name, svg: drawing(WIDTH, HEIGHT, [...shapes, ground]) };
}

const SPARK_BAR = 7;
const SPARK_STEP = 9;
const SPARK_HEIGHT = 18;

/** How a count went, the last one marked; small enough to stand in a line. */
export function spark(name: string, history: readonly number[], rightToLeft: boolean): Picture {
  const most = Math.max(1, ...history);
  const ordered = rightToLeft ? history.toReversed() : history;
  const last = rightToLeft ? 0 : history.length - 1;
  const shapes = ordered.map((count, index) =>
    bar(
      {
        x: index * SPARK_STEP,
        width: SPARK_BAR,
        height: (SPARK_HEIGHT - 2) * (count / most),
        ground: SPARK_HEIGHT,
      },
      index === last,
    ),
  );
  return { name, svg: drawing(Math.max(1, history.length) * SPARK_STEP, SPARK_HEIGHT, shapes) };
}

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly ground: number;
}

/** Of nothing a line remains, so that one sees that there is a place. */
function bar({ x, width, height, ground }: Bar, now: boolean): string {
  const high = Math.max(1.5, height);
  const fill = now ? `fill="${NOW}"` : `fill="${BEFORE}" fill-opacity="${BEFORE_OPACITY}"`;
  return `<rect x="${round(x)}" y="${round(ground - high)}" width="${round(width)}" height="${round(high)}" rx="${high > 4 ? 2 : 0}" ${fill}/>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

const drawing = (width: number, height: number, shapes: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes.join("")}</svg>`;
