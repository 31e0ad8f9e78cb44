import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { Logger } from '@nestjs/common';
import { ADMIN_KEY_REVOKED, ApiKeys } from '#access/api-keys.js';
import { adviceOn } from '#database/errors.js';
import { Clock } from '#database/clock.js';
import { untilReachable } from '#database/connection.js';
import { RELEASE } from '#settings/in-package.js';
import { readyToGiveUpRoot } from '#programs/give-up-root.js';
import { retiredSettings } from '#programs/program-settings.js';
import { AWAITS_SAMPLE, SAMPLE_LOADED } from '#programs/supervision.js';
import { BadSettings } from '#settings/settings.js';
import { startTracing } from '#tracing/start-tracing.js';
import { createApi } from './application.js';
import { Readiness } from './operations/operations.controller.js';
import { openApiDocuments } from './openapi/document.js';
import { apiSettings } from './settings.js';

// Imports and long lists produce much garbage at once: collect it once the heap has grown by a quarter, not fourfold.
setFlagsFromString('--heap-growing-percent=25');

/** Starts the API process. If that fails, prints the reason on one line and exits with 1. */
async function main(): Promise<void> {
  const settings = apiSettings(process.env);
  const stopTracing = await startTracing({ name: 'jalon-api', version: RELEASE }, process.env, (message) => {
    new Logger('Tracing').warn(message);
  });
  const app = await createApi(settings, Clock.fromEnvironment(process.env));
  let stopping: Promise<void> | undefined;
  // Pending requests are completed. `disconnect`: the supervisor died and can no longer stop this process.
  const stop = (): void => {
    stopping ??= app
      .close()
      .then(stopTracing)
      .then(() => process.exit(0), die);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.once('disconnect', stop);
  if (process.argv.includes(AWAITS_SAMPLE)) awaitSample(app.get(Readiness));
  const { JALON_ADMIN_KEY: adminKey, DATABASE_URL: databaseUrl } = settings;
  const { log } = app.getHttpAdapter().getInstance();
  for (const name of retiredSettings(process.env)) log.warn(`${name} is no longer a setting: see CHANGELOG.md`);
  await untilReachable(databaseUrl, (err) => {
    log.warn({ err }, 'Waiting for the database');
  });
  if (adminKey && !(await app.get(ApiKeys).ensureAdmin(adminKey))) log.warn(ADMIN_KEY_REVOKED);
  const giveUpRoot = await readyToGiveUpRoot((message) => {
    log.warn(message);
  });
  // Not `app.listen`, which logs errors a second time.
  await app.init();
  await app.getHttpAdapter().getInstance().listen({ port: settings.PORT, host: settings.HOST }).catch(notListening);
  // In the same turn: ports below 1024 can be used, and no request is handled with the rights of root.
  giveUpRoot();
}

/** Prints the OpenAPI documents of this release, made from its routes. Nothing is connected to. */
async function printDocuments(): Promise<void> {
  const settings = apiSettings({
    DATABASE_URL: 'postgres://localhost/none',
    JALON_SECRET: 'openapi_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    LOG_LEVEL: 'silent',
  });
  const app = await createApi(settings, new Clock());
  process.stdout.write(JSON.stringify(openApiDocuments(app)));
  await app.close();
}

function awaitSample(readiness: Readiness): void {
  readiness.awaitsSample = true;
  process.on('message', (message) => {
    if (message === SAMPLE_LOADED) readiness.awaitsSample = false;
  });
}

function die(error: unknown): never {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
}

function notListening(error: NodeJS.ErrnoException & { port?: number }): never {
  const port = `Port ${error.port ?? ''}`;
  if (error.code === 'EADDRINUSE') throw new BadSettings([`${port} is in use. Stop the other program or set PORT.`]);
  if (error.code === 'EACCES') throw new BadSettings([`${port} is not open to this user. Set PORT to one above 1023.`]);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    throw new BadSettings(['HOST is not an address of this machine.']);
  throw error;
}

function reasonOf(error: unknown): string {
  if (error instanceof BadSettings) return error.lines.join('\n');
  return adviceOn(error) ?? (error as Error | undefined)?.message ?? String(error);
}

(process.argv[2] === 'openapi' ? printDocuments() : main()).catch(die);
