import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluateFile } from "../../src/cli/evaluate.ts";
import { printEvaluation } from "../../src/cli/evaluation-table.ts";

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "foyer-eval-"));
  file = join(directory, "mails.jsonl");
  const lines = (await readFile("data/train/en.jsonl", "utf8")).split("\n").slice(0, 60);
  await writeFile(file, lines.join("\n"));
});
afterAll(() => rm(directory, { recursive: true }));

test("figures for every task, the natural baseline beside ours, and a table for people", async () => {
  const evaluation = await evaluateFile({ file, baseline: "natural" });
  expect(evaluation.figures.messages).toBe(60);
  expect(evaluation.figures.tasks.topic.macroF1.value).toBeGreaterThan(0.8);
  expect(evaluation.baseline?.classifier).toMatch(/^natural-/);
  const table = printEvaluation(evaluation);
  expect(table).toContain("urgent called normal or low");
  expect(table).toContain("root");
  expect(JSON.parse(JSON.stringify(evaluation)).figures.messages).toBe(60);
});

test("predictions are one JSON line a mail, with a root cause for each", async () => {
  const predictionsPath = join(directory, "out.jsonl");
  await evaluateFile({ file, predictionsPath });
  const lines = (await readFile(predictionsPath, "utf8")).trim().split("\n");
  expect(lines).toHaveLength(60);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    id: "en-0001",
    urgency: "urgent",
    kind: expect.any(String),
    tone: "neutral",
    topic: "outage",
    root_cause: expect.any(String),
    confidence: {
      urgency: expect.any(Number),
      kind: expect.any(Number),
      tone: expect.any(Number),
      topic: expect.any(Number),
      root_cause: expect.any(Number),
    },
  });
});

test("a line that cannot be read is named", async () => {
  const bad = join(directory, "bad.jsonl");
  await writeFile(bad, "{}\n");
  await expect(evaluateFile({ file: bad })).rejects.toThrow("bad.jsonl:1");
});

test("a missing model is said plainly", async () => {
  await expect(evaluateFile({ file, model: join(directory, "none.foyer") })).rejects.toThrow(
    "cannot read the model",
  );
});
