import { Worker } from 'node:worker_threads';
import { TURN_MS, TURNS_MISSED } from '#programs/turns.js';

/**
 * Ends this process once its event loop has stood still for half a minute: it then answers nobody, not even SIGTERM, and has
 * lost its claims and transactions. Whatever supervises it starts it again. A thread of its own counts the turns that fail to
 * come, by none of the clocks: a machine that slept has missed none. `jalon start` is told of each turn, and counts as well.
 */
export function endWhenStill(): void {
  const turns = new Int32Array(new SharedArrayBuffer(4));
  const turn = (): void => {
    Atomics.add(turns, 0, 1);
    if (process.connected) process.send?.('turn', () => undefined);
  };
  turn();
  setInterval(turn, TURN_MS).unref();
  new Worker(WATCH, { eval: true, workerData: { turns, TURN_MS, TURNS_MISSED } }).unref();
}

/** Cannot use the log, which is written by the thread that stands still. */
const WATCH = `
const { writeSync } = require('node:fs');
const { turns, TURN_MS, TURNS_MISSED } = require('node:worker_threads').workerData;
let [last, missed] = [0, 0];
setInterval(() => {
  const now = Atomics.load(turns, 0);
  missed = now === last ? missed + 1 : 0;
  last = now;
  if (missed < TURNS_MISSED) return;
  const msg = 'The event loop stands still, the worker ends';
  try {
    writeSync(1, JSON.stringify({ level: 60, time: Date.now(), pid: process.pid, msg }) + '\\n');
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}, TURN_MS);
`;
