import { cpus, loadavg } from 'node:os';
import { startTestServer } from '#test/test-server.js';
import { fanOut } from './fan-out.js';
import { ill } from './ill.js';
import { killed } from './killed.js';
import { Receiver } from './receiver-process.js';
import { settings } from './settings.js';
import { throughput } from './throughput.js';

/**
 * What telling endpoints costs: all events to all endpoints while workers are killed, the same beside a bare HTTP client, what
 * an endpoint that is ill does to the others, and the fan-out alone; on one server that really syncs, with the processes that
 * users run.
 */
const wants = (part: string): boolean => settings.only === '' || settings.only === part;

process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
const receiver = await Receiver.open(settings.endpoints);
try {
  console.log(`seed ${settings.seed}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''} before it began`);
  if (wants('killed')) await killed(receiver);
  if (wants('throughput')) await throughput(receiver);
  if (wants('ill')) await ill();
  if (wants('fan-out')) await fanOut();
} finally {
  await receiver.close();
  await endServer();
}
