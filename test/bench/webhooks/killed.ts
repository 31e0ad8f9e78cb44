import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import type { Running } from '../process.js';
import { say } from '../report.js';
import { assertEachOnce } from './each-once.js';
import { openLedger, record } from './ledger.js';
import type { Receiver } from './receiver-process.js';
import { allSettled } from './settled.js';
import { settings } from './settings.js';
import { runs, startWorker } from './worker.js';

const { seed, events, endpoints, kills, lifeMs } = settings;
/** So many of them die while they start. */
const SOON = 0.25;
const SLOWEST_ANSWER_MS = 20;
const LONGEST_FAN_OUT_MS = 20_000;

/** All that is owed, by two workers at a time which are killed after a while by chance. */
export async function killed(receiver: Receiver): Promise<void> {
  const owed = events * endpoints;
  console.log(
    `\n${events.toLocaleString('en')} events to ${endpoints} endpoints, ${kills} workers killed, seed ${seed}`,
  );
  await receiver.forget(SLOWEST_ANSWER_MS);
  const ledger = await openLedger(Array.from({ length: endpoints }, (_, nth) => receiver.url(nth)));
  try {
    const start = performance.now();
    await record(ledger, events, seed);
    const died = await killWorkers(ledger.database, receiver, owed);
    const last = startWorker(ledger.database);
    await Promise.race([allSettled(ledger.database, receiver, owed), last.said()]);
    const ms = performance.now() - start;
    await last.stop();
    say('workers killed', died.all, '', `${died.sending} of them in the middle of sending`);
    await assertEachOnce(ledger.database, receiver, owed);
    say('from the first event to the last row', ms / 1000, 's');
  } finally {
    await ledger.database.close();
  }
}

/** Until it runs and something comes, by whichever of the two; or until something else takes all of its time. */
async function atWork(worker: Running, receiver: Receiver): Promise<void> {
  await runs(worker);
  const { messages } = await receiver.count();
  const start = performance.now();
  while ((await receiver.count()).messages === messages && performance.now() - start < LONGEST_FAN_OUT_MS)
    await sleep(20);
}

/** Until so many are dead, or nothing is left to send. */
async function killWorkers(
  database: TestDatabase,
  receiver: Receiver,
  owed: number,
): Promise<{ all: number; sending: number }> {
  const died = { all: 0, sending: 0 };
  const dice = Dice.of(seed, 0);
  const lives = Array.from({ length: kills }, () => ({
    soon: dice.chance(SOON),
    ms: dice.between(0, lifeMs),
  })).values();
  const lane = async (): Promise<void> => {
    for (const { soon, ms } of lives) {
      const worker = startWorker(database);
      if (!soon) await atWork(worker, receiver);
      await sleep(soon ? ms / 3 : ms);
      const { messages, open } = await receiver.count();
      await worker.kill();
      died.all += 1;
      if (open > 0) died.sending += 1;
      if (messages >= owed) return;
    }
  };
  await Promise.all([lane(), lane()]);
  return died;
}
