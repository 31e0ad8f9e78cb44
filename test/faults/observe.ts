import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#test/until.js';
import { sum } from '../bench/measure.js';
import { type Fault, injectFaults } from './faults.js';
import type { Course, Sample } from './run.js';
import { now } from './history.js';
import type { WriterTask } from './operations.js';
import { TaskProcess } from './processes.js';
import type { ReaderTask } from './reader.js';
import { type FaultSettings, KEY, type System } from './system.js';

const LANES = 6;
/** Of the events. */
const SHARES = { 'rest-1': 0.3, 'rest-2': 0.3, ledger: 0.4 } as const;
/** Events a second, however far the faults are: a system that has not recovered yet is not given all the load of the run. */
const TRICKLE = 5;
const SAMPLE_MS = 100;
const QUIET_MS = 500;
const REPORT_MS = 15_000;
/** How long something may take that does not depend on a fault. */
export const PATIENCE_MS = 120_000;
/** So many times the control acknowledges too early in a run. */
const EARLY = 400;

interface Observed extends Course {
  /** The files of each. */
  writers: string[];
  readers: string[];
}

/** Lets writers and readers work until enough is acknowledged and read, while faults are injected. */
export async function observe(
  system: System,
  settings: FaultSettings,
  folder: string,
  say: (line: string) => void,
): Promise<Observed> {
  const begin = now();
  const acknowledged: Record<string, number> = {};
  const writers = writerTasks(system, settings, folder).map((task) => ({
    task,
    child: new TaskProcess('writer.ts', task, (counts) => (acknowledged[task.name] = counts['acknowledged'] ?? 0)),
  }));
  let connections = 0;
  const fileOf = join(folder, 'reader');
  const reading: ReaderTask = { apis: system.urls, key: KEY, after: system.since, readers: settings.readers, fileOf };
  const reader = new TaskProcess('reader.ts', reading, (counts) => (connections = counts['connections'] ?? 0));
  const children = [reader, ...writers.map(({ child }) => child)];
  const failed = Promise.race(children.map((child) => child.failed));
  const total = (): number => sum(Object.values(acknowledged));

  const sampling = sample(system);
  const faultCount = settings.kills + settings.others;
  let nth = 0;
  const pacing = setInterval(() => {
    const elapsed = (now() - begin) / (settings.minutes * 60_000);
    const inTime = Math.min(elapsed, (nth + 1) / (faultCount + 1));
    // Some are refused: once the faults are over, writers send until enough are acknowledged.
    const due = nth === faultCount && elapsed >= 1 ? 2 * settings.events : settings.events * inTime;
    const allowed = due + (TRICKLE * (now() - begin)) / 1000;
    for (const { task, child } of writers) child.tell({ allowed: allowed * SHARES[task.name as keyof typeof SHARES] });
  }, SAMPLE_MS);
  const reporting = setInterval(() => {
    say(`${seconds(now() - begin)}: ${total()} events acknowledged, ${nth} faults`);
  }, REPORT_MS);
  try {
    const injecting = injectFaults(system, settings, (fault, count) => {
      nth = count;
      say(`${seconds(fault.at - begin)}: ${fault.kind}, ${fault.target}: whole after ${seconds(fault.wholeMs)}`);
    });
    const writing = async (): Promise<Fault[]> => {
      const faults = await injecting;
      await until(() => total() >= settings.events);
      return faults;
    };
    const faults = await Promise.race([writing(), failed]);
    await Promise.all(writers.map(({ child }) => child.finish({ stop: 1 }, PATIENCE_MS)));
    const end = now();
    say(`${seconds(end - begin)}: writers have finished; waiting for readers, projections and webhooks`);
    const head = await quietHead(system);
    await system.whole(PATIENCE_MS);
    await reader.finish({ head }, PATIENCE_MS);
    await settled(system);
    const readers = [...Array.from({ length: settings.readers }, (_, index) => `stream-${index + 1}`), 'pages'];
    return {
      writers: writers.map(({ task }) => task.file),
      readers: readers.map((name) => `${fileOf}-${name}`),
      ...{ faults, begin, end, connections, samples: sampling.stop() },
      deaths: sum([...system.apis, ...system.workers].map(({ program }) => program.deaths)),
    };
  } finally {
    clearInterval(reporting);
    clearInterval(pacing);
    sampling.stop();
    for (const child of children) child.kill();
  }
}

function writerTasks(system: System, settings: FaultSettings, folder: string): WriterTask[] {
  const { patienceMs } = settings;
  const rest = { apis: system.urls, key: KEY, patienceMs };
  return Object.keys(SHARES).map((name, nth) => ({
    ...{ name, subjects: system.subjects, lanes: LANES },
    seed: settings.seed * 10 + nth,
    to: name === 'ledger' ? { database: system.writers.url, patienceMs } : rest,
    earlyEveryMs: nth === 0 ? (settings.minutes * 60_000) / EARLY : 0,
    file: join(folder, `writer-${name}.jsonl`),
  }));
}

/** How far the ledger and its slowest projection are, several times a second. */
function sample(system: System): { stop(): Sample[] } {
  const samples: Sample[] = [];
  let isOver = false;
  const run = async (): Promise<void> => {
    while (!isOver) {
      try {
        const [head, reached] = await Promise.all([system.events.head(), system.checkpoints()]);
        samples.push({ at: now(), head, reached: Math.min(...reached) });
      } catch {
        // PostgreSQL is away.
      }
      await sleep(SAMPLE_MS);
    }
  };
  void run();
  return {
    stop() {
      isOver = true;
      return samples;
    },
  };
}

/** The head once nothing has been recorded for a while: requests that their clients gave up may still be under way. */
async function quietHead({ events }: System): Promise<number> {
  let head = 0;
  await until(async () => {
    const before = head;
    await sleep(QUIET_MS);
    head = await events.head();
    return head === before;
  });
  return head;
}

/** Waits until no message is owed to any endpoint. */
async function settled({ database }: System): Promise<void> {
  const start = now();
  await until(async () => {
    const owed = await database.app
      .selectFrom('delivery')
      .select('id')
      .where('state', 'in', ['planned', 'claimed'])
      .limit(1)
      .execute();
    if (owed.length > 0 && now() - start > PATIENCE_MS) throw new Error('Webhooks are still owed');
    return owed.length === 0;
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
