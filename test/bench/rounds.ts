import { median } from './spread.js';

/** Does something for so many milliseconds. @returns how many times */
export type Contender = (ms: number) => Promise<number>;

/**
 * Times per second, by contender: the median of rounds in which each has its turn, so that a noisy machine is as unfair to one
 * as to the other. A first round warms up.
 */
export async function rates<K extends string>(
  contenders: Record<K, Contender>,
  rounds: number,
  ms: number,
): Promise<Record<K, number>> {
  const measured = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, run] of Object.entries<Contender>(contenders)) {
      const start = performance.now();
      const rate = (await run(ms)) / ((performance.now() - start) / 1000);
      if (round > 0) measured.get(name)?.push(rate);
    }
  return Object.fromEntries([...measured].map(([name, each]) => [name, median(each)])) as Record<K, number>;
}

/** `callers` repeat it until `ms` have passed, and at least once. @returns how often */
export async function repeated(work: () => Promise<unknown>, callers: number, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let count = 0;
  const caller = async (): Promise<void> => {
    do {
      await work();
      count += 1;
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return count;
}
