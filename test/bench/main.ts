import { cpus, loadavg } from 'node:os';
import { startTestServer } from '#test/test-server.js';
import { appendRates, type Rates } from './appending.js';
import { httpRates, type Compared } from './http.js';
import { board } from './board.js';
import { million } from './million.js';
import { firing } from './firing.js';
import { planning } from './planning.js';
import { proof } from './proof.js';
import { webhooks } from './webhooks.js';
import { numberSetting } from './measure.js';

/**
 * Every bench runs on one server that really syncs, in one run and by turns, with the processes that users run. Without a
 * name: what the ledger and its API cost, beside what does less; prints tables, of which docs/event-store.md has the main figures.
 */
const rounds = numberSetting('BENCH_ROUNDS', 7);
const ms = numberSetting('BENCH_MS', 500);

async function beside(): Promise<void> {
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
  for (const [name, { api, bare }] of Object.entries(http.besideWriter))
    line(
      `${name} beside a writer of 50 events a second: API / bare route, 1, 16 callers`,
      ratios(api, bare),
      'at least 0.2',
    );
  line('a dossier, 16 callers: 99 of 100 within', `${http.p99OfDossier.toFixed(1)} ms`, 'at most 20 ms');
  line('two API processes / one, 64 callers', ratio(http.processes.two, http.processes.one), 'at least 1');
}

/** To plan them in a large portfolio beside a small one, and to fire them beside a queue that does nothing. */
async function reminders(): Promise<void> {
  const only = process.env['BENCH_ONLY'] ?? '';
  if (only !== 'firing') await planning();
  console.log();
  if (only !== 'planning') await firing();
}

const benches: Record<string, () => Promise<void>> = { beside, board, million, proof, reminders, webhooks };

process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
try {
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''} before it began\n`);
  await benches[process.argv[2] ?? 'beside']?.();
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
