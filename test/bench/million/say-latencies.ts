import type { Latency } from './latency.js';

export function sayLatencies(found: readonly Latency[]): void {
  const heads = ['small: median', 'p95', 'items', 'large: median', 'p95', 'items', 'ratio', 'of p95'];
  console.log(`\n${'ms'.padEnd(42)} ${heads.map((head) => head.padStart(15)).join('')}   (aim: ratio at most 2)`);
  for (const { question, ledgers } of found) {
    const [small, large] = ledgers;
    if (!small || !large) continue;
    const figures = ledgers.flatMap(({ median, p95, items }) => [median.toFixed(1), p95.toFixed(1), items.toFixed(0)]);
    const ratios = [large.median / small.median, large.p95 / small.p95].map((ratio) => ratio.toFixed(2));
    console.log(`${question.padEnd(42)} ${[...figures, ...ratios].map((figure) => figure.padStart(15)).join('')}`);
  }
}
