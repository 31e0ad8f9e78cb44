import { cpus, loadavg } from 'node:os';
import { startTestServer } from '#test/test-server.js';
import { median } from '../spread.js';
import { BoardLedger } from './board-ledger.js';
import { lists, providerPages, questions } from './questions.js';
import { searches } from './search.js';
import { settings } from './settings.js';

/**
 * What the officers' board and other lists cost with many dossiers beside the same with few, in one run on one server: the page
 * as a browser gets it from the process that users run, and the query behind the board; and the page of a provider that many
 * depend on beside one that nobody does.
 */
const { few, dossiers, eventsEach, seed, calls, dependents, only } = settings;

const WIDTH = 46;

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
  const wants = (part: string): boolean => only === '' || only === part;
  if (wants('query')) await compareBoards('the query alone', (ledger, query) => ledger.query(query));
  if (wants('page'))
    await compareBoards('the page', (ledger, query) => ledger.get(`/?${new URLSearchParams(query).toString()}`));
  if (wants('search')) {
    const searching = await ledgers.at(-1)?.searching();
    if (searching) {
      heading(`search in ${searching.rows} rows`, ['ilike: ms', 'search: ms', 'ratio', '']);
      for (const what of searches) await compared(what, [() => searching.ilike(what), () => searching.search(what)]);
    }
  }
  if (wants('lists')) {
    heading('lists', ['few: ms', 'many: ms', 'ratio', 'heaviest: kB']);
    for (const path of lists)
      await compared(
        path,
        ledgers.map((ledger) => () => ledger.get(path)),
      );
    const many = ledgers.at(-1);
    heading('providers', ['alone: ms', `${dependents}: ms`, 'ratio', 'heaviest: kB']);
    if (many)
      for (const [hub, alone] of providerPages) await compared(hub, [() => many.get(alone), () => many.get(hub)]);
  }
} finally {
  for (const ledger of ledgers) await ledger.close();
  await endServer();
}

async function compareBoards(
  what: string,
  ask: (ledger: BoardLedger, query: Record<string, string>) => Promise<Asked>,
): Promise<void> {
  heading(what, ['few: ms', 'many: ms', 'ratio', 'heaviest: kB']);
  const ratios: number[] = [];
  for (const [question, queryOf] of questions)
    ratios.push(
      await compared(
        question,
        ledgers.map((ledger) => (call) => ask(ledger, queryOf(call))),
      ),
    );
  console.log(
    `${'worst'.padEnd(WIDTH)}${wide('')}${wide('')}${wide(Math.max(...ratios).toFixed(2))}   (aim: at most 3)`,
  );
}

/** Asks both in turn, so that a noisy machine is as unfair to one as to the other. @returns the ratio of their medians */
async function compared(question: string, asks: readonly ((call: number) => Promise<Asked>)[]): Promise<number> {
  const taken = asks.map((): Asked[] => []);
  for (let call = -3; call < calls; call++)
    for (const [index, ask] of asks.entries()) {
      const asked = await ask(call + 3);
      if (call >= 0) taken[index]?.push(asked); // those before warm up
    }
  const [small = NaN, large = NaN] = taken.map((some) => median(some.map(({ ms }) => ms)));
  const heaviest = Math.max(...taken.flat().map(({ kb = NaN }) => kb));
  const figures = [small.toFixed(1), large.toFixed(1), (large / small).toFixed(2), heaviest.toFixed(1)];
  console.log(`${question.padEnd(WIDTH)}${figures.map(wide).join('')}`);
  return large / small;
}

function heading(what: string, columns: readonly string[]): void {
  console.log(`\n${what.padEnd(WIDTH)}${columns.map(wide).join('')}`);
}

function wide(text: string): string {
  return text.padStart(14);
}
