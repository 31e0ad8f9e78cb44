import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { INestApplicationContext } from '@nestjs/common';
import { adviceOn } from '#database/errors.js';
import { Clock } from '#database/clock.js';
import { untilReachable } from '#database/connection.js';
import { NoSystemAccount } from '#database/embedded/home-folder.js';
import { LogSigner } from '#proof/signing.js';
import { readyToGiveUpRoot } from '#programs/give-up-root.js';
import { retiredSettings } from '#programs/program-settings.js';
import { REPORT_MS, REPORTS_MISSED } from '#programs/supervision.js';
import { RELEASE } from '#settings/in-package.js';
import { BadSettings } from '#settings/settings.js';
import { startTracing } from '#tracing/start-tracing.js';
import { Scheduler } from './scheduler.js';
import { openLog, workerSettings } from './settings.js';
import { startWorker } from './worker.module.js';

/** Longer than all shutdown timeouts (see `Scheduler`); forces the exit. */
const LAST_MS = 28_000;
/** Connections close at once unless a statement is still running. */
const GOODBYE_MS = 1_000;
/** A terminal sends Ctrl-C to npm and to this process, and npm forwards it: two signals this close together are one. */
const SAME_SIGNAL_MS = 500;

// Catching up with a long ledger produces much garbage: collect it before the heap has doubled instead of quadrupled.
setFlagsFromString('--heap-growing-percent=100');

/**
 * The worker process. Stops on SIGTERM and SIGINT, or when its parent is gone (the IPC channel closes); a second
 * signal forces the exit.
 */
async function main(): Promise<void> {
  const settings = workerSettings(process.env);
  const clock = Clock.fromEnvironment(process.env);
  const log = openLog(settings.LOG_LEVEL);
  for (const name of retiredSettings(process.env)) log.warn({}, `${name} is no longer a setting: see CHANGELOG.md`);
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'Fatal error, the worker stops');
    process.exit(1);
  };
  const stopTracing = await startTracing({ name: 'jalon-worker', version: RELEASE }, process.env, (message) => {
    log.warn({}, message);
  });
  let worker: INestApplicationContext | undefined = undefined;
  let endingSince: number | undefined = undefined;
  const end = (): void => {
    if (!worker) process.exit(0); // nothing is under way yet
    if (endingSince !== undefined) return;
    endingSince = performance.now();
    setTimeout(() => process.exit(1), LAST_MS).unref();
    worker
      .close()
      .then(stopTracing)
      .then(() => process.exit(0), fail);
    void worker.get(Scheduler).ended.then(() => setTimeout(() => process.exit(0), GOODBYE_MS).unref());
  };
  const asked = (): void => {
    if (endingSince !== undefined && performance.now() - endingSince > SAME_SIGNAL_MS) process.exit(130);
    end();
  };
  process.on('SIGTERM', asked).on('SIGINT', asked).on('disconnect', end);

  endWhenStill();
  const { JALON_PROOF_FOLDER: folder, PUBLIC_URL: address } = settings;
  const signer = folder === undefined ? undefined : await LogSigner.open(folder, `${new URL(address).host}/log`);
  const giveUpRoot = await readyToGiveUpRoot((message) => {
    log.warn({}, message);
  });
  giveUpRoot();
  await untilReachable(settings.DATABASE_URL, (err) => {
    log.warn({ err }, 'Waiting for the database');
  });
  worker = await startWorker({ settings, clock, log, onFailure: fail, signer });
  log.info({ queues: settings.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis' }, 'Worker started');
}

/**
 * Ends this process once its event loop has stood still for half a minute: it then answers nobody, not even SIGTERM, and has
 * lost its claims and transactions. Whatever supervises it starts it again. A thread of its own counts the reports that fail to
 * come, by none of the clocks: a machine that slept has missed none. `jalon start` receives the reports, and counts as well.
 */
function endWhenStill(): void {
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

main().catch((error: unknown) => {
  const isExplained = error instanceof BadSettings || error instanceof NoSystemAccount;
  console.error(isExplained ? error.message : (adviceOn(error) ?? error));
  process.exit(1);
});
