import { seededRandom } from "./random.ts";

/** One answer beside the right one, as label numbers. */
export interface Answer {
  readonly right: number;
  readonly said: number;
  readonly confidence: number;
}

export interface Interval {
  readonly value: number;
  /** 95 % bootstrap interval. */
  readonly low: number;
  readonly high: number;
}

/** Rows: the right label; columns: what was said. */
export function confusion(answers: readonly Answer[], labels: number): number[][] {
  const counts = Array.from({ length: labels }, () => new Array<number>(labels).fill(0));
  for (const { right, said } of answers) {
    const row = counts[right];
    if (row) row[said] = (row[said] ?? 0) + 1;
  }
  return counts;
}

export function accuracy(answers: readonly Answer[]): number {
  return answers.length === 0
    ? 0
    : answers.filter(({ right, said }) => right === said).length / answers.length;
}

/** Mean of the labels' F1; labels that neither occur nor are said count as 0 only where they ought to occur. */
export function macroF1(answers: readonly Answer[], labels: number): number {
  const hits = new Float64Array(labels);
  const misses = new Float64Array(labels);
  const present = new Set<number>();
  for (const { right, said } of answers) {
    present.add(right);
    if (right === said) hits[right] = (hits[right] ?? 0) + 1;
    else {
      misses[right] = (misses[right] ?? 0) + 1;
      misses[said] = (misses[said] ?? 0) + 1;
    }
  }
  let sum = 0;
  for (const label of present) {
    const twice = 2 * (hits[label] ?? 0);
    sum += twice === 0 ? 0 : twice / (twice + (misses[label] ?? 0));
  }
  return present.size === 0 ? 0 : sum / present.size;
}

/** Expected calibration error over ten bins of equal width. */
export function calibrationError(answers: readonly Answer[]): number {
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (const { right, said, confidence } of answers) {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (!bin) continue;
    bin.confidence += confidence;
    bin.right += right === said ? 1 : 0;
  }
  const gap = bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
  return answers.length === 0 ? 0 : gap / answers.length;
}

/** Largest share of messages, the surest first, of which `target` are right, and the confidence it takes. */
export function coverageAt(
  answers: readonly Answer[],
  target: number,
): { coverage: number; threshold: number } {
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let best = { coverage: 0, threshold: 1 };
  for (const [i, answer] of sorted.entries()) {
    right += answer.right === answer.said ? 1 : 0;
    const atBorder = sorted[i + 1]?.confidence !== answer.confidence;
    if (atBorder && right / (i + 1) >= target) {
      best = { coverage: (i + 1) / answers.length, threshold: answer.confidence };
    }
  }
  return best;
}

/** A figure with its 95 % interval by resampling the answers with replacement. */
export function bootstrap(
  answers: readonly Answer[],
  figure: (answers: readonly Answer[]) => number,
): Interval {
  const random = seededRandom(1);
  const samples: number[] = [];
  for (let round = 0; round < 400; round++) {
    const sample = answers.flatMap(() => answers[Math.floor(random() * answers.length)] ?? []);
    samples.push(figure(sample));
  }
  samples.sort((a, b) => a - b);
  return { value: figure(answers), low: samples[10] ?? 0, high: samples[389] ?? 0 };
}
