import type { TestDatabase } from '#test/database.js';

/** A setting of a bench: what the environment says, or what is usual. */
export const numberSetting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;

export const median = (values: readonly number[]): number => at(values, 0.5);
export const p95 = (values: readonly number[]): number => at(values, 0.95);
export const p99 = (values: readonly number[]): number => at(values, 0.99);
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

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

const whole = (value: number): string => Math.round(value).toLocaleString('en');

export function say(what: string, value: number, unit: string, aim = ''): void {
  console.log(`${what.padEnd(42)} ${whole(value).padStart(9)} ${unit.padEnd(9)} ${aim}`.trimEnd());
}

/** What autovacuum does within minutes. */
export async function settle(database: TestDatabase): Promise<void> {
  const server = await database.superuser();
  await server.query('vacuum analyze');
  await server.query('checkpoint');
  await server.end();
}
