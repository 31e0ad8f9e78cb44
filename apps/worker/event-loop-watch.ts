import { Worker } from 'node:worker_threads';
import { REPORT_MS, REPORTS_MISSED } from '#programs/supervision.js';

/**
 * Ends this process once its event loop has stood still for half a minute: it then answers nobody, not even SIGTERM, and has
 * lost its claims and transactions. Whatever supervises it starts it again. A thread of its own counts the reports that fail to
 * come, by none of the clocks: a machine that slept has missed none. `jalon start` receives the reports, and counts as well.
 */
export function endWhenStill(): void {
  const reports = new Int32Array(new SharedArrayBuffer(4));
  const report = (): void => {
    Atomics.add(reports, 0, 1);
    if (process.connected) process.send?.('running', () => undefined);
  };
  report();
  setInterval(report, REPORT_MS).unref();
  new Worker(WATCH, { eval: true, workerData: { reports, REPORT_MS, REPORTS_MISSED } }).unref();
}

/** Cannot use the log, which is written by the thread that stands still. */
const WATCH = `
const { writeSync } = require('node:fs');
const { reports, REPORT_MS, REPORTS_MISSED } = require('node:worker_threads').workerData;
let [last, missed] = [0, 0];
setInterval(() => {
  const now = Atomics.load(reports, 0);
  missed = now === last ? missed + 1 : 0;
  last = now;
  if (missed < REPORTS_MISSED) return;
  const msg = 'The event loop stands still, the worker ends';
  try {
    writeSync(1, JSON.stringify({ level: 60, time: Date.now(), pid: process.pid, msg }) + '\\n');
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}, REPORT_MS);
`;
