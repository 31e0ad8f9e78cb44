import { cpus, loadavg } from 'node:os';
import { startTestServer } from '#test/test-server.js';
import { median } from '../spread.js';
import { BoardLedger } from './board-ledger.js';
import { questions } from './questions.js';
import { settings } from './settings.js';

/**
 * What the officers' board costs with many dossiers beside the same with few, in one run on one server: the page as a browser gets it
 * from the process that users run, and the query behind it.
 */
const { few, dossiers, eventsEach, seed, calls, only } = settings;

interface Asked {
  ms: number;
  kb?: number;
}

process.env['JALON_TEST_FSYNC'] = 'on';
const endServer = await startTestServer();
const ledgers: BoardLedger[] = [];
try {
  console.log(`${few} and ${dossiers} dossiers, ${eventsEach} events each, seed ${seed}`);
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? ''} before it began`);
  for (const count of [few, dossiers]) ledgers.push(await BoardLedger.of(count));
  if (only !== 'page') await compare('the query alone', (ledger, query) => ledger.query(query));
  if (only !== 'query') await compare('the page', (ledger, query) => ledger.page(query));
} finally {
  for (const ledger of ledgers) await ledger.close();
  await endServer();
}

/** Asks all ledgers in turn, so that a noisy machine is as unfair to one as to another. */
async function compare(
  what: string,
  ask: (ledger: BoardLedger, query: Record<string, string>) => Promise<Asked>,
): Promise<void> {
  console.log(`\n${what.padEnd(34)}${['few: ms', 'many: ms', 'ratio', 'heaviest: kB'].map(wide).join('')}`);
  const ratios: number[] = [];
  for (const [question, queryOf] of questions) {
    const taken = ledgers.map((): Asked[] => []);
    for (let call = -3; call < calls; call++)
      for (const [index, ledger] of ledgers.entries()) {
        const asked = await ask(ledger, queryOf(call + 3));
        if (call >= 0) taken[index]?.push(asked); // those before warm up
      }
    const [small = NaN, large = NaN] = taken.map((some) => median(some.map(({ ms }) => ms)));
    const heaviest = Math.max(...taken.flat().map(({ kb = NaN }) => kb));
    ratios.push(large / small);
    const figures = [small.toFixed(1), large.toFixed(1), (large / small).toFixed(2), heaviest.toFixed(1)];
    console.log(`${question.padEnd(34)}${figures.map(wide).join('')}`);
  }
  console.log(`${'worst'.padEnd(34)}${wide('')}${wide('')}${wide(Math.max(...ratios).toFixed(2))}   (aim: at most 3)`);
}

function wide(text: string): string {
  return text.padStart(14);
}
