import { say } from '../report.js';
import { run, type Running } from '../process.js';
import { assertEachOnce } from './each-once.js';
import { openLedger, record } from './ledger.js';
import { watchMemory, type Memory } from './memory.js';
import type { Receiver } from './receiver-process.js';
import { allSettled } from './settled.js';
import { settings } from './settings.js';
import { startWorker } from './worker.js';

const { seed, events, endpoints, bare } = settings;
/** As many as the worker has under way, of all endpoints. */
const ABREAST = 8 * endpoints;
const WARM_UP = 20;

interface Measured {
  perSecond: number;
  meanBytes: number;
  memory: Memory;
}

/** One worker from rows that nobody has planned to rows that say `sent`, between two runs of a bare client. */
export async function throughput(receiver: Receiver): Promise<void> {
  const client = run('test/bench/webhooks/bare-client.js', [], {});
  try {
    await client.hear();
    const { meanBytes } = await measured(receiver, WARM_UP, false);
    const bareRate = (abreast: number): Promise<number> => rateOf(client, receiver, { bytes: meanBytes, abreast });
    await bareRate(ABREAST); // warms up
    const before = [await bareRate(ABREAST), await bareRate(1)] as const;
    console.log(`\n${events.toLocaleString('en')} events to ${endpoints} endpoints, one worker`);
    const { perSecond, memory } = await measured(receiver, events, true);
    const after = [await bareRate(ABREAST), await bareRate(1)] as const;
    say('deliveries', perSecond, 'a second', `bodies of ${meanBytes.toFixed(0)} bytes`);
    for (const [index, how] of [`bare client, ${ABREAST} at a time`, 'bare client, one at a time'].entries()) {
      const [first = NaN, second = NaN] = [before[index], after[index]];
      say(`${how}, before`, first, 'a second', `${Math.round(second).toLocaleString('en')} after`);
      ratio('  deliveries / that', perSecond / ((first + second) / 2), 'aim: at least 0.5');
    }
    say('worker, mean of the first third', memory.first, 'MB');
    say('  of the last third', memory.last, 'MB');
    say('  at its highest', memory.peak, 'MB');
    ratio('last third / first third', memory.last / memory.first, 'aim: about 1');
  } finally {
    await client.stop();
  }
}

async function measured(receiver: Receiver, count: number, isChecked: boolean): Promise<Measured> {
  await receiver.forget();
  const ledger = await openLedger(Array.from({ length: endpoints }, (_, nth) => receiver.url(nth)));
  try {
    await record(ledger, count, seed);
    const worker = startWorker(ledger.database);
    const memory = watchMemory(worker, receiver);
    await Promise.race([allSettled(ledger.database, receiver, count * endpoints), worker.said()]);
    const { perSecond, meanBytes } = await receiver.report();
    const held = await memory();
    await worker.stop();
    if (isChecked) await assertEachOnce(ledger.database, receiver, count * endpoints);
    return { perSecond, meanBytes, memory: held };
  } finally {
    await ledger.database.close();
  }
}

async function rateOf(client: Running, receiver: Receiver, how: { bytes: number; abreast: number }): Promise<number> {
  await receiver.forget();
  await client.hear({ ports: receiver.ports, requests: bare, ...how });
  const { perSecond } = await receiver.report();
  await receiver.forget();
  return perSecond;
}

const ratio = (what: string, value: number, aim: string): void => {
  console.log(`${what.padEnd(42)} ${value.toFixed(2).padStart(9)} ${''.padEnd(9)} ${aim}`);
};
