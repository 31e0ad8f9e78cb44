import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFaults } from './run.js';
import { longSettings } from './system.js';

/**
 * `npm run faults`: writers in three processes, readers, webhook endpoints and projections, while api, worker and PostgreSQL
 * are killed, frozen and cut off. Exits with 1 when a guarantee of docs/event-store.md is broken, and keeps the records then.
 */
const settings = longSettings(process.env);
const { seed, events, kills, others, minutes } = settings;
console.log(`FAULTS_SEED=${seed}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)} before it began`);
console.log(`${events} events, ${kills} kills and ${others} other faults in about ${minutes} minutes`);

const folder = await mkdtemp(join(tmpdir(), 'jalon-faults-'));
let isKept = process.env['FAULTS_KEEP'] === '1';
try {
  const { violations, missed, figures } = await runFaults(settings, folder, console.log);
  for (const [name, value] of Object.entries(figures))
    console.log(`${name.padEnd(58)} ${value.toLocaleString('en').padStart(9)}`);
  for (const { broken, says } of violations) console.log(`BROKEN ${broken}: ${says}`);
  for (const name of missed) console.log(`NOT CAUGHT: ${name}`);
  if (violations.length + missed.length > 0) process.exitCode = 1;
  else console.log('No guarantee is broken; every broken control was caught.');
} catch (error) {
  console.log(error);
  process.exitCode = 1;
}
isKept ||= process.exitCode === 1;
if (isKept) console.log(`Records and logs are in ${folder}; FAULTS_SEED=${seed} repeats the faults`);
else await rm(folder, { recursive: true, force: true });
process.exit();
