import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#test/until.js';
import type { Chance } from './chance.js';
import type { KillableWorker } from './killable-worker.js';

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
