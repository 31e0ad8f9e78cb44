import { setFlagsFromString } from 'node:v8';
import type { INestApplicationContext } from '@nestjs/common';
import { adviceOn } from '#database/advice.js';
import { Clock } from '#database/clock.js';
import { untilReachable } from '#database/reachable.js';
import { become, isRoot, NoSystemAccount, systemAccount } from '#database/embedded/system-account.js';
import { retiredSettings } from '#programs/program-settings.js';
import { RELEASE } from '#settings/in-package.js';
import { BadSettings } from '#settings/settings.js';
import { startTracing } from '#tracing/start-tracing.js';
import { Scheduler } from './scheduler.js';
import { openLog } from './log.js';
import { workerSettings } from './settings.js';
import { endWhenStill } from './event-loop-watch.js';
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
  if (isRoot()) become(await systemAccount('jalon-app'));
  await untilReachable(settings.DATABASE_URL, (err) => {
    log.warn({ err }, 'Waiting for the database');
  });
  worker = await startWorker({ settings, clock, log, onFailure: fail });
  log.info({ queues: settings.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis' }, 'Worker started');
}

main().catch((error: unknown) => {
  const isExplained = error instanceof BadSettings || error instanceof NoSystemAccount;
  console.error(isExplained ? error.message : (adviceOn(error) ?? error));
  process.exit(1);
});
