import { setFlagsFromString } from 'node:v8';
import type { INestApplicationContext } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { BadSettings } from '#settings/read-settings.js';
import { openLog } from './log/log.js';
import { workerSettings } from './settings.js';
import { startWorker } from './start-worker.js';

const LAST_MS = 8_000;

// Catching up with a long ledger leaves much garbage at once: it is collected before the heap has grown by half, not by four.
setFlagsFromString('--heap-growing-percent=50');

/** The worker process. It ends on SIGTERM and SIGINT, and when whoever started it is gone (its IPC channel closes). */
async function main(): Promise<void> {
  const settings = workerSettings(process.env);
  const clock = Clock.fromEnvironment(process.env);
  const log = openLog(settings.LOG_LEVEL);
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'The worker cannot go on');
    process.exit(1);
  };
  let worker: INestApplicationContext | undefined = undefined;
  let ending = false;
  const end = (): void => {
    if (!worker) process.exit(0); // nothing is under way yet
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), LAST_MS).unref();
    worker.close().then(() => process.exit(0), fail);
  };
  for (const occasion of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(occasion, end);

  worker = await startWorker({ settings, clock, log, onFailure: fail });
  log.info({ queues: settings.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis' }, 'The worker is running');
}

main().catch((error: unknown) => {
  console.error(error instanceof BadSettings ? error.message : error);
  process.exit(1);
});
