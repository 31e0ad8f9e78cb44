import { cpus, loadavg } from 'node:os';
import { startTestServer } from '#test/test-server.js';
import { firing } from './firing.js';
import { planning } from './planning.js';
import { settings } from './settings.js';

/**
 * What reminders cost: to plan them in a large portfolio beside a small one, and to fire them beside a queue that does
 * nothing; all in one run, on one server that really syncs, with the processes that users run.
 */
process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
try {
  console.log(
    `seed ${settings.seed}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''} before it began\n`,
  );
  if (settings.only !== 'firing') await planning();
  console.log();
  if (settings.only !== 'planning') await firing();
} finally {
  await endServer();
}
