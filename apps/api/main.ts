import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { ApiKeys } from '#access/api-keys.js';
import { Clock } from '#database/clock.js';
import { BadSettings } from '#settings/settings.js';
import { createApi } from './application.js';
import { outageOf } from '#database/errors.js';
import { apiSettings } from './settings.js';

// An import or a long list leaves much garbage at once: it is collected before the heap has grown by half, not by four.
setFlagsFromString('--heap-growing-percent=50');

/** The API as a process: it starts, or says in one line why not and ends with 1. */
async function main(): Promise<void> {
  const settings = apiSettings(process.env);
  const app = await createApi(settings, Clock.fromEnvironment(process.env));
  let stopping: Promise<void> | undefined;
  // Requests under way are answered. The supervisor's death closes the channel to it: nobody is left to stop us later.
  const stop = (): void => {
    stopping ??= app.close().then(() => process.exit(0), die);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.once('disconnect', stop);
  if (settings.JALON_ADMIN_KEY) await app.get(ApiKeys).ensureAdmin(settings.JALON_ADMIN_KEY);
  // Not by `app.listen`, which logs an error of its own beside ours.
  await app.init();
  await app.getHttpAdapter().getInstance().listen({ port: settings.PORT, host: settings.HOST });
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

main().catch(die);
