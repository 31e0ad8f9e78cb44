import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { ADMIN_KEY_REVOKED, ApiKeys } from '#access/api-keys.js';
import { Clock } from '#database/clock.js';
import { become, isRoot, systemAccount } from '#database/embedded/system-account.js';
import { mailParser } from '#delivery/bounce-report.js';
import { BadSettings } from '#settings/settings.js';
import { createApi } from './application.js';
import { printDocument } from './openapi/print.js';
import { outageOf } from '#database/errors.js';
import { apiSettings } from './settings.js';

// Imports and long lists produce much garbage at once: collect it once the heap has grown by half, not fourfold.
setFlagsFromString('--heap-growing-percent=50');

/** Starts the API process. If that fails, prints the reason on one line and exits with 1. */
async function main(): Promise<void> {
  const settings = apiSettings(process.env);
  const app = await createApi(settings, Clock.fromEnvironment(process.env));
  let stopping: Promise<void> | undefined;
  // Pending requests are completed. `disconnect`: the supervisor died and can no longer stop this process.
  const stop = (): void => {
    stopping ??= app.close().then(() => process.exit(0), die);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.once('disconnect', stop);
  const { JALON_ADMIN_KEY: adminKey } = settings;
  if (adminKey && !(await app.get(ApiKeys).ensureAdmin(adminKey)))
    app.getHttpAdapter().getInstance().log.warn(ADMIN_KEY_REVOKED);
  const account = isRoot() ? await systemAccount('jalon-app') : undefined;
  if (account) await mailParser(); // the account may not be able to read the program
  // Not `app.listen`, which logs errors a second time.
  await app.init();
  await app.getHttpAdapter().getInstance().listen({ port: settings.PORT, host: settings.HOST });
  // In the same turn: ports below 1024 can be used, and no request is handled with the rights of root.
  if (account) become(account);
}

function die(error: unknown): never {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  if (error instanceof BadSettings) return error.lines.join('\n');
  if (outageOf(error) === 'unreachable') return 'the database cannot be reached: see DATABASE_URL';
  const { code, message, port } = error as { code?: string; message?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${String(port)} is taken by another program: set PORT to another one`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine';
  if (code === 'EACCES') return `port ${String(port)} is not open to this user: set PORT to one above 1023`;
  if (code === '42P01') return 'the database has no tables yet: run jalon migrate';
  return message ?? String(error);
}

(process.argv[2] === 'openapi' ? printDocument() : main()).catch(die);
