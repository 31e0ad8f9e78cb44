import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.js';
import type { KillableWorker } from './killable-worker.js';

/** Workers die while they start in so many of all cases. */
const SOON = 0.5;
/** How long the others work at most, in times of what their start took: the same on a slow machine. */
const WORK = 2;
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
 * Starts workers and kills each after a time by chance, some while they start, most while they work, two at a time: one
 * dies while the other goes on.
 */
export async function killWorkers(
  times: number,
  start: () => KillableWorker,
  { chance, isSending }: { chance: Chance; isSending: () => boolean },
): Promise<Killings> {
  const killings = { starting: 0, working: 0, sending: 0 };
  const deaths = Array.from({ length: times }, () => ({ soon: chance() < SOON, part: chance() })).values();
  let startMs = USUAL_START_MS;
  const lane = async (): Promise<void> => {
    for (const { soon, part } of deaths) {
      const startedAt = performance.now();
      const worker = start();
      const running = worker.running.then(() => {
        startMs = performance.now() - startedAt;
      });
      if (soon) await sleep(part * startMs);
      else await running.then(() => sleep(part * WORK * startMs));
      if (worker.isOver()) throw new Error(`a worker ended by itself:\n${worker.errors.join('\n')}`);
      killings[worker.runs() ? 'working' : 'starting'] += 1;
      if (worker.runs() && isSending()) killings.sending += 1;
      await worker.kill();
    }
  };
  await Promise.all([lane(), lane()]);
  return killings;
}
