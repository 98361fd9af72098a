// Draws the confusion matrices of an evaluation: foyer eval FILE --json | node scripts/confusion.ts docs/confusion.svg
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Figures } from "../src/classify/evaluate.ts";
import type { TASKS } from "../src/classify/tasks.ts";

const CELL = 38;
const LABELS = 120;
const GAP = 40;
const COLUMNS = [
  ["urgency", "kind", "tone", "rootCause"],
  ["topic"],
] as const satisfies readonly (readonly (typeof TASKS)[number]["name"][])[];

interface Place {
  readonly x: number;
  readonly y: number;
}

function write(content: string, { x, y }: Place, more = ""): string {
  return `<text x="${x}" y="${y}" ${more}>${content}</text>`;
}

/** One task: a row for each right label, a column for each label said, darker the larger its share of the row. */
function matrix(figures: Figures, name: keyof Figures["tasks"], { x, y }: Place): string {
  const { labels, confusion, macroF1 } = figures.tasks[name];
  const parts = [
    write(`${name}: macro-F1 ${macroF1.value.toFixed(3).slice(1)}`, { x, y: y + 14 }, 'font-weight="bold"'),
  ];
  const top = y + LABELS;
  for (const [row, counts] of confusion.entries()) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const middle = top + row * CELL + CELL / 2 + 4;
    parts.push(write(labels[row] ?? "", { x: x + LABELS - 6, y: middle }, 'text-anchor="end"'));
    const turned = { x: x + LABELS + row * CELL + CELL / 2 + 4, y: top - 6 };
    parts.push(write(labels[row] ?? "", turned, `transform="rotate(-60 ${turned.x} ${turned.y})"`));
    for (const [column, count] of counts.entries()) {
      const share = total === 0 ? 0 : count / total;
      const fill = row === column ? `rgba(30, 110, 70, ${share})` : `rgba(190, 50, 30, ${share})`;
      const at = { x: x + LABELS + column * CELL, y: top + row * CELL };
      parts.push(
        `<rect x="${at.x}" y="${at.y}" width="${CELL}" height="${CELL}" fill="${fill}" stroke="#ccc"/>`,
      );
      if (count === 0) continue;
      const colour = share > 0.5 ? "#fff" : "#222";
      const centre = { x: at.x + CELL / 2, y: middle };
      parts.push(write(String(count), centre, `text-anchor="middle" fill="${colour}"`));
    }
  }
  return parts.join("\n");
}

const { figures }: { figures: Figures } = JSON.parse(await text(process.stdin));
const sizeOf = (name: keyof Figures["tasks"]) => LABELS + figures.tasks[name].labels.length * CELL + GAP;
const parts: string[] = [];
let [x, height] = [GAP, 0];
for (const names of COLUMNS) {
  let y = GAP;
  for (const name of names) {
    parts.push(matrix(figures, name, { x, y }));
    y += sizeOf(name);
  }
  height = Math.max(height, y);
  x += Math.max(...names.map(sizeOf));
}
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${x}" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join("\n")}
${write("Rows: the right label; columns: what was said.", { x: GAP, y: 22 }, 'fill="#555"')}
</svg>
`;
writeFileSync(process.argv[2] ?? "docs/confusion.svg", svg);
