import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { built } from '#test/built.js';
import { Dice } from '#test/dice.js';
import { until } from '#test/until.js';
import type { Working } from '#test/working.js';

/** A worker that can be killed as the kernel kills. */
export interface KillableWorker {
  process: ChildProcess;
  /** Resolves once it says that it runs, or has ended. */
  running: Promise<void>;
  /** Resolves once it has ended, by itself or not. */
  ended: Promise<void>;
  /** What it complained of, in its own log. */
  errors: string[];
  /** Whether it has said that it runs. */
  runs(): boolean;
  isOver(): boolean;
  /** Takes the processor away from it, and gives it back: the kernel goes on answering for it. */
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
}

/** Starts one on the database, clock and receiver of a test, and does not wait for it. */
export function startKillableWorker(jalon: Working, env: Record<string, string> = {}): KillableWorker {
  const child = spawn(process.execPath, [built('apps/worker/main.ts')], {
    env: { ...surroundings(jalon), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr!.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  let [runs, over] = [false, false];
  const ended = once(child, 'close').then(() => {
    over = true;
  });
  return {
    process: child,
    running: Promise.race([ended, saysThatItRuns(child, errors).then(() => void (runs = true))]),
    ended,
    errors,
    runs: () => runs,
    isOver: () => over,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const surroundings = ({ settings, clock }: Working): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: settings.DATABASE_URL,
  JALON_SECRET: settings.JALON_SECRET,
  JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
  JALON_CLOCK_OFFSET: String(Math.round(clock.now().getTime() - Date.now())),
});

const saysThatItRuns = (child: ChildProcess, errors: string[]): Promise<void> =>
  new Promise((resolve) => {
    let rest = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.includes('Worker started')) resolve();
        if (/"level":[56]0/.test(line)) errors.push(line);
      }
    });
  });

/** How long workers go on at most once something of theirs is unanswered. */
const LONGEST_WORK_MS = 400;
const USUAL_START_MS = 600;

/** How workers died. */
export interface Killings {
  /** Before they said that they run. */
  starting: number;
  working: number;
  /** Of those, while the far end had something of theirs that it had not answered. */
  sending: number;
}

/**
 * Starts workers and kills each, every other one after a time by chance while it starts, the others while something that was
 * sent is unanswered; two at a time, so that one dies while the other goes on, and the last one alone, while it sends.
 */
export async function killWorkers(
  times: number,
  start: () => KillableWorker,
  { chance, isSending }: { chance: Chance; isSending: () => boolean },
): Promise<Killings> {
  const killings = { starting: 0, working: 0, sending: 0 };
  const deaths = Array.from({ length: times - 1 }, (_, nth) => ({ soon: nth % 2 === 0, part: chance() })).values();
  let startMs = USUAL_START_MS;
  const kill = async (worker: KillableWorker): Promise<void> => {
    if (worker.isOver()) throw new Error(`a worker ended by itself:\n${worker.errors.join('\n')}`);
    killings[worker.runs() ? 'working' : 'starting'] += 1;
    if (worker.runs() && isSending()) killings.sending += 1;
    await worker.kill();
  };
  const lane = async (): Promise<void> => {
    for (const { soon, part } of deaths) {
      const startedAt = performance.now();
      const worker = start();
      const running = worker.running.then(() => {
        startMs = performance.now() - startedAt;
      });
      if (soon) await sleep(part * startMs);
      else {
        await running;
        await until(isSending);
        await sleep(part * LONGEST_WORK_MS);
        await until(isSending);
      }
      await kill(worker);
    }
  };
  await Promise.all([lane(), lane()]);
  const last = start();
  await last.running;
  await until(isSending);
  await kill(last);
  return killings;
}

/** Of everything random in the tests of faults. `FAULTS_SEED=<seed>` repeats the instants of a run. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to 1, the same ones for the same seed. */
export type Chance = () => number;

/** Runs something by chance, and says how to repeat it when it fails. */
export async function byChance(run: (chance: Chance) => Promise<void>): Promise<void> {
  try {
    const dice = Dice.of(SEED);
    await run(() => dice.next());
  } catch (error) {
    process.stdout.write(`FAULTS_SEED=${SEED}\n`);
    throw error;
  }
}
