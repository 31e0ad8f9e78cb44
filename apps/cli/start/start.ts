import { setClockOffset } from '#database/clock-offset.js';
import { openDatabase } from '#database/connection.js';
import { migrateToLatest } from '#database/migrator.js';
import type { Environment } from '#settings/read-settings.js';
import { appRole } from '../database-urls.js';
import { inPackage } from '../package-root.js';
import { clockOffset } from './clock-setting.js';
import { dashboardPortFor } from './dashboard-port.js';
import type { Ending } from './ending.js';
import { firstAdminKey } from './first-admin-key.js';
import { LogLines } from './log-lines.js';
import { greet } from './greeting.js';
import { addressOf, requireFreePort } from './listening.js';
import { provideDatabase } from './provide-database.js';
import { untilReady } from './readiness.js';
import { loadSampleOnce } from './sample.js';
import type { StartSettings } from './start-settings.js';
import { Supervised } from './supervised.js';

/**
 * Brings up everything, each step on top of the one before: database, schema, admin key, api and worker, sample ledger.
 * Every step may have been done by an earlier start, or been interrupted by a crash; doing it again is right.
 */
export async function start(settings: StartSettings, env: Environment, ending: Ending): Promise<void> {
  const offset = clockOffset(env);
  const port = await requireFreePort(settings.HOST, settings.PORT);
  const database = await provideDatabase(settings, ending);
  ending.signal.throwIfAborted();
  await migrateToLatest(database.ownerUrl, appRole(database));
  await runClock(database.ownerUrl, offset);
  const madeKey = await firstAdminKey(database.appUrl, settings.JALON_ADMIN_KEY);
  ending.signal.throwIfAborted();

  const address = addressOf(settings.HOST, port);
  const childEnv = {
    ...env,
    HOST: settings.HOST,
    PORT: String(port),
    PUBLIC_URL: settings.PUBLIC_URL ?? address,
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: undefined,
    PUBLIC_READ: (settings.PUBLIC_READ ?? database.embedded) ? 'on' : 'off',
    JALON_SECRET: database.secret,
    DASHBOARD_PORT: String(settings.DASHBOARD_PORT ?? dashboardPortFor(port)),
    JALON_CLOCK: undefined,
    JALON_CLOCK_OFFSET: offset === 0 ? undefined : String(offset),
  };
  const lines = new LogLines(process.stdout);
  const children = ['api', 'worker'].map(
    (name) => new Supervised(name, inPackage(`dist/apps/${name}/main.js`), childEnv, lines),
  );
  for (const child of children) {
    child.start((failure) => {
      ending.fail(failure);
    });
    ending.add(
      () => child.stop(),
      () => {
        child.kill();
      },
    );
  }
  await untilReady(address, ending.signal);
  for (const child of children) child.hasStarted();
  if (database.embedded) await loadSampleOnce(settings, database.appUrl, address, ending.signal);
  greet({ address, madeKey, openToRead: childEnv.PUBLIC_READ === 'on' });
}

async function runClock(ownerUrl: string, offset: number): Promise<void> {
  const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon start' });
  try {
    await setClockOffset(db, offset);
  } finally {
    await db.destroy();
  }
}
