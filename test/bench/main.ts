import { cpus, loadavg } from 'node:os';
import { startTestServer } from '#test/test-server.js';
import { appendRates, type Rates } from './appending.js';
import { httpRates, type Compared } from './http/http.js';
import { numberSetting } from './number-setting.js';

/**
 * What the ledger and its API cost, beside what does less: on one server that really syncs, in one run and by turns. Prints
 * its figures as tables; docs/event-store.md has the main ones.
 */
const rounds = numberSetting('BENCH_ROUNDS', 7);
const ms = numberSetting('BENCH_MS', 500);

process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
try {
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''} before it began\n`);
  const appends = await appendRates(rounds, ms);
  const http = await httpRates(rounds, ms);

  line('per second', '1 caller', '16 callers', '64 callers');
  line('---', '---', '---', '---');
  line('plain table, one row per transaction', whole(appends.one), '', '');
  line('plain table, 64 rows per statement', whole(appends.many), '', '');
  line('`EventStore`', ...each(appends.ours));
  line('message-db style', ...each(appends.messageDb));
  for (const [name, { api, bare }] of Object.entries(pairsOf(http))) {
    line(`${name}, API`, whole(api[1]), whole(api[16]), '');
    line(`${name}, bare route`, whole(bare[1]), whole(bare[16]), '');
  }
  line('recording an event, one API process', '', '', whole(http.processes.one));
  line('recording an event, two API processes', '', '', whole(http.processes.two));

  const { append, insertion } = appends.msOfOne;
  const times = `${append.toFixed(3)} ms, ${insertion.toFixed(3)} ms`;
  console.log();
  line('ratio', 'result', 'aim');
  line('---', '---', '---');
  line('64 callers / one row per transaction', ratio(appends.ours[64], appends.one), 'at least 10');
  line('64 callers / 64 rows per statement', ratio(appends.ours[64], appends.many), 'at least 0.6');
  line(`time of a lone append / a plain insert (${times})`, ratio(append, insertion), 'at most 1.3');
  line('`EventStore` / message-db style, 1, 16, 64 callers', ratios(appends.ours, appends.messageDb), '');
  for (const [name, { api, bare }] of Object.entries(pairsOf(http)))
    line(`${name}: API / bare route, 1, 16 callers`, ratios(api, bare), '');
  line('two API processes / one, 64 callers', ratio(http.processes.two, http.processes.one), 'at least 1');
} finally {
  await endServer();
}

function pairsOf({ post, dossier, list }: Record<'post' | 'dossier' | 'list', Compared>): Record<string, Compared> {
  return { 'recording an event': post, 'a dossier': dossier, 'a list of 50 dossiers': list };
}

function line(...cells: string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function whole(rate: number): string {
  return Math.round(rate).toLocaleString('en');
}

function each(rates: Rates): string[] {
  return Object.values(rates).map(whole);
}

function ratio(rate: number, other: number): string {
  return (rate / other).toPrecision(3);
}

function ratios(rates: Readonly<Record<number, number>>, others: Readonly<Record<number, number>>): string {
  return Object.entries(rates)
    .map(([callers, rate]) => ratio(rate, others[Number(callers)] ?? NaN))
    .join(', ');
}
