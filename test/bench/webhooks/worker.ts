import type { TestDatabase } from '#test/database.js';
import { run, type Running } from '../process.js';
import { SECRET } from './ledger.js';

/** A worker as users run it. */
export const startWorker = ({ appUrl }: TestDatabase): Running =>
  run('apps/worker/main.js', [], {
    DATABASE_URL: appUrl,
    JALON_SECRET: SECRET,
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    LOG_LEVEL: 'info',
  });

/** Resolves once it says that it runs, or has ended. */
export const runs = (worker: Running): Promise<void> => worker.says('Worker started');
