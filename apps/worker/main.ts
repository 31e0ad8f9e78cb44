import { setFlagsFromString } from 'node:v8';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { BadSettings } from '#settings/read-settings.js';
import { Background } from './background.js';
import { openLog } from './log.js';
import { workerSettings } from './settings.js';
import { startWorker } from './worker.module.js';

/** Longer than all that is waited for (see `Background`): whatever hangs then is cut off. */
const LAST_MS = 28_000;
/** Connections are closed at once, save for one on which a statement is still under way. */
const GOODBYE_MS = 1_000;
/** Two signals this close are one Ctrl-C: a terminal sends it to npm and to us, and npm passes its own on. */
const SAME_SIGNAL_MS = 500;

// Catching up with a long ledger leaves much garbage at once: it is collected before the heap has doubled, not once it is four times as large.
setFlagsFromString('--heap-growing-percent=100');

/**
 * The worker process. It ends on SIGTERM and SIGINT, a second one cuts it short, and when whoever started it is gone (its
 * IPC channel closes).
 */
async function main(): Promise<void> {
  const settings = workerSettings(process.env);
  const clock = Clock.fromEnvironment(process.env);
  const log = openLog(settings.LOG_LEVEL);
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'The worker cannot go on');
    process.exit(1);
  };
  let worker: INestApplicationContext | undefined = undefined;
  let endingSince: number | undefined = undefined;
  const end = (): void => {
    if (!worker) process.exit(0); // nothing is under way yet
    if (endingSince !== undefined) return;
    endingSince = performance.now();
    setTimeout(() => process.exit(1), LAST_MS).unref();
    worker.close().then(() => process.exit(0), fail);
    void worker.get(Background).ended.then(() => setTimeout(() => process.exit(0), GOODBYE_MS).unref());
  };
  const asked = (): void => {
    if (endingSince !== undefined && performance.now() - endingSince > SAME_SIGNAL_MS) process.exit(130);
    end();
  };
  process.on('SIGTERM', asked).on('SIGINT', asked).on('disconnect', end);

  worker = await startWorker({ settings, clock, log, onFailure: fail });
  log.info({ queues: settings.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis' }, 'The worker is running');
}

main().catch((error: unknown) => {
  console.error(error instanceof BadSettings ? error.message : error);
  process.exit(1);
});
