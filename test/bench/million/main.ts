import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer } from '#test/test-server.js';
import { countRows, ledgerRows, someOf, type LedgerSize } from '../generator/ledger-rows.js';
import { writeCsv } from '../generator/write-csv.js';
import { bareRate } from './bare-rate.js';
import { fill } from './fill.js';
import { latencies } from './latency.js';
import { Ledger } from './ledger.js';
import { say } from '../report.js';
import { settle } from '../settle.js';
import { sayLatencies } from './say-latencies.js';
import { settings } from './settings.js';

/**
 * What a large ledger costs, beside a small one of the same shape and beside bare inserts: all in one run, on one server
 * that really syncs. The file that is imported is made by `generator`, the processes are those that users run.
 */
const { seed, calls, slice, denseDossiers } = settings;
const large: LedgerSize = settings;
const small: LedgerSize = { ...large, events: 10_000, dossiers: 200 };
/** Events of a dossier and its share of the provider, each recorded by itself. */
const DENSITIES = [10, 40, 160];
const MEMORY = 'aim: at most 400';

process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
const home = await mkdtemp(join(tmpdir(), 'jalon-bench-'));
const opened: Ledger[] = [];
try {
  console.log(`${large.events} events over ${large.dossiers} dossiers (waves: ${large.waves}), seed ${seed}`);
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''} before it began\n`);
  const little = await prepared(small);
  await little.ledger.import(little.file);
  for (const name of ['board', 'agenda'] as const) await little.ledger.project(name);
  const much = await prepared(large, slice || Infinity);
  await measured(much);
  for (const each of DENSITIES) await measureDense(each);
  for (const ledger of opened) await settle(ledger.database);
  sayLatencies(await latencies([little.ledger, much.ledger], calls, seed));
  console.log();
  say('api, at its highest', await much.ledger.api.peakMb(), 'MB', MEMORY);
  say('  dossiers read, one after the other', await much.ledger.readDossiers(10_000), '');
  say('  api, at its highest after them', await much.ledger.api.peakMb(), 'MB', MEMORY);
} finally {
  for (const ledger of opened) await ledger.close();
  await endServer();
  await rm(home, { recursive: true, force: true });
}

interface Prepared {
  ledger: Ledger;
  /** The last rows, or all. */
  file: string;
  rows: number;
}

/** A ledger without the rows of the file, all of them or the last `last`. */
async function prepared(size: LedgerSize, last = Infinity): Promise<Prepared> {
  const ledger = await Ledger.open();
  opened.push(ledger);
  const all = countRows(size);
  const before = Math.max(0, all - last);
  if (before > 0) await fill(ledger.events, someOf(ledgerRows(size), 0, before));
  const file = join(home, `${size.events}.csv`);
  return { ledger, file, rows: await writeCsv(file, someOf(ledgerRows(size), before, all)) };
}

async function measured({ ledger, file, rows }: Prepared): Promise<void> {
  say('file to import', (await stat(file)).size / 2 ** 20, 'MB', `${rows} rows`);
  say('bare multi-row insert', await bareRate(), 'rows/s');
  const { seconds, pace, cliMb } = await ledger.import(file);
  say('jalon import', rows / seconds, 'rows/s', 'aim: at least 5,000');
  say('  its first tenth', pace.first, 'events/s');
  say('  its last tenth', pace.last, 'events/s');
  say('  cli, at its highest', cliMb, 'MB', MEMORY);
  say('  api, at its highest', await ledger.api.peakMb(), 'MB', MEMORY);
  say('bare multi-row insert', await bareRate(), 'rows/s');
  for (const name of ['board', 'agenda'] as const) {
    const { events, seconds, mb } = await ledger.project(name);
    const aim = name === 'board' ? 'aim: at least 10,000' : '';
    say(`${name}, from the first event to the last`, events / seconds, 'events/s', aim);
    say('  follower, at its highest', mb, 'MB', MEMORY);
    say('bare multi-row insert', await bareRate(), 'rows/s');
  }
}

/** What an event costs a projection, by how many there are of each dossier: the same, if the cost is linear. */
async function measureDense(each: number): Promise<void> {
  const ledger = await Ledger.open();
  opened.push(ledger);
  const size = { seed, waves: each, dossiers: denseDossiers, events: denseDossiers * each };
  await fill(ledger.events, ledgerRows(size), denseDossiers);
  for (const name of ['board', 'agenda'] as const) {
    const { events, seconds } = await ledger.project(name);
    say(`${name}, ${each} events a dossier`, (seconds * 1_000_000) / events, 'µs an event', 'aim: the same for each');
  }
}
