import { median, p95, sum } from '../spread.js';
import type { Ledger } from './ledger.js';
import { questionsOf } from './questions.js';

export interface Latency {
  question: string;
  /** Median and 95th percentile in ms, and how many items an answer held on average; of the small ledger, then of the large one. */
  ledgers: { median: number; p95: number; items: number }[];
}

/** A question that has taken so long is not asked again, once there are enough answers for a median. */
const enoughMs = 15_000;
const enoughCalls = 20;

interface Call {
  ms: number;
  items: number;
}

/** Asks all questions of all ledgers in turn, so that a noisy machine is as unfair to one as to another. */
export async function latencies(ledgers: readonly Ledger[], calls: number, seed: number): Promise<Latency[]> {
  const asked = await Promise.all(
    ledgers.map(async (ledger) => ({ ledger, questions: await questionsOf(ledger, seed) })),
  );
  const names = [...(asked[0]?.questions.keys() ?? [])];
  const taken = new Map(names.map((name) => [name, ledgers.map((): Call[] => [])]));
  for (let call = -5; call < calls; call++)
    for (const name of names.filter((one) => !isEnough(taken.get(one) ?? [])))
      for (const [index, { ledger, questions }] of asked.entries()) {
        const path = questions.get(name)?.(Math.max(0, call)) ?? '';
        const measured = await timed(ledger, path);
        if (call >= 0) taken.get(name)?.[index]?.push(measured); // those before warm up
      }
  return names.map((question) => ({ question, ledgers: (taken.get(question) ?? []).map(summary) }));
}

const isEnough = (taken: readonly Call[][]): boolean =>
  taken.every((calls) => calls.length >= enoughCalls) && sum(taken.flat().map(({ ms }) => ms)) > enoughMs;

async function timed({ client }: Ledger, path: string): Promise<Call> {
  const start = performance.now();
  const { status, body } = await client.get(path);
  const ms = performance.now() - start;
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return { ms, items: Array.isArray(body.items) ? body.items.length : 1 };
}

function summary(calls: readonly Call[]) {
  const times = calls.map(({ ms }) => ms);
  return { median: median(times), p95: p95(times), items: sum(calls.map(({ items }) => items)) / calls.length };
}
