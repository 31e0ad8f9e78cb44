import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '#test/dice.js';
import { receiveTask } from './processes.js';
import { now, type Operation } from './history.js';
import { posting, type WriterTask } from './operations.js';

/**
 * A process of several writers. Each sends one operation at a time and repeats it, with the same idempotency key, file or
 * ids, until it is answered; some give up instead. Every operation that ends is a line of the file.
 */
const GIVE_UP = 0.05;
const PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 500;
const EARLY_AT_ONCE = 2;
const REPORT_MS = 200;

let stopping = false;
/** Events that all lanes may have sent by now. */
let allowed = 0;
const task = (await receiveTask((message) => {
  allowed = message['allowed'] ?? allowed;
  stopping ||= 'stop' in message;
})) as WriterTask;
const { name, seed, subjects, lanes, earlyEveryMs } = task;
const way = 'apis' in task.to ? posting(task.to) : (await import('./appending.js')).appending(task.to);
const file = createWriteStream(task.file);
let sent = 0;
const counts = { acknowledged: 0 };
const reporting = setInterval(() => process.send?.(counts), REPORT_MS);

const note = (operation: Operation): void => {
  file.write(`${JSON.stringify(operation)}\n`);
};

async function lane(writer: string, dice: Dice): Promise<void> {
  for (let nth = 1; ; nth += 1) {
    while (!stopping && sent >= allowed) await sleep(10);
    if (stopping) return;
    const id = `${writer}-${nth}`;
    const { how, marks, attempt } = way.plan(id, dice, subjects);
    sent += marks.length;
    const isImpatient = dice.chance(GIVE_UP);
    const from = now();
    let [attempts, pauseMs] = [1, PAUSE_MS];
    let last = await attempt();
    while (last.outcome === 'lost' && !isImpatient) {
      await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      attempts += 1;
      last = await attempt();
    }
    const operation = { id, writer, how, marks, from, to: now(), attempts, replayed: false };
    if (last.outcome === 'lost') note({ ...operation, outcome: 'unknown' });
    else note({ ...operation, ...last });
    if (last.outcome === 'acknowledged') counts.acknowledged += marks.length;
  }
}

/** The broken control: says that events are on record before they are sent, and does not send them again. */
async function earlyLane(writer: string, dice: Dice): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  for (let nth = 1; !stopping; nth += 1) {
    await sleep(earlyEveryMs);
    if (underWay.size >= EARLY_AT_ONCE) continue;
    const id = `${writer}-${nth}`;
    const { how, marks, attempt } = way.plan(id, dice, subjects);
    const at = now();
    const told = { outcome: 'acknowledged', attempts: 1, replayed: false, early: true } as const;
    note({ ...{ id, writer, how, marks, from: at, to: at }, ...told });
    const sending: Promise<unknown> = attempt().finally(() => underWay.delete(sending));
    underWay.add(sending);
  }
  await Promise.all(underWay);
}

const writing = Array.from({ length: lanes }, (_, nth) => lane(`${name}.${nth + 1}`, Dice.of(seed, nth)));
if (earlyEveryMs > 0) writing.push(earlyLane(`${name}.early`, Dice.of(seed, lanes)));
await Promise.all(writing);
clearInterval(reporting);
await new Promise<void>((resolve) => file.end(resolve));
await way.close();
process.exit(0);
