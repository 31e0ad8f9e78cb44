import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#event-store/encoding.js';
import { integrate } from '#proof/ledger-log.js';
import { verifyCommand } from '../../apps/cli/verify-command.js';
import { appendFor, appendTo, CALLERS } from './appending.js';
import { fill, ledgerRows } from './generated-ledger.js';
import { KEY, Ledger } from './ledger.js';
import { median, numberSetting as number, say, settle } from './measure.js';
import { run } from './process.js';

const rounds = number('BENCH_ROUNDS', 7);
/** Long enough for a log that is kept every second. */
const ms = number('BENCH_MS', 3_000);
const size = { seed: 1, waves: 1, dossiers: 600, events: number('BENCH_EVENTS', 30_000) };

/** What the log costs those who record, and those who check it; each beside the same without it, by turns. */
export async function proof(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-bench-'));
  const ledger = await Ledger.open();
  try {
    await fill(ledger.events, ledgerRows(size));
    await settle(ledger.database);
    const start = performance.now();
    await integrate(ledger.database.app);
    say('events added to the log', (size.events / (performance.now() - start)) * 1000, 'events/s');
    await verifying(ledger, join(folder, 'ledger.ndjson'));
    await recording(ledger, folder);
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function verifying(ledger: Ledger, file: string): Promise<void> {
  const { body } = await fetch(`${ledger.url}/v1/ledger.ndjson`, { headers: { authorization: `Bearer ${KEY}` } });
  if (!body) throw new Error('no export');
  await writeFile(file, body);
  const verify = () => verifyCommand().parseAsync([file], { from: 'user' });
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const bare = (): void => {
    for (const line of lines) hash('sha256', canonicalJson(JSON.parse(line)));
  };
  await inTurn('verify', 'parsing, canonicalising and hashing', 'at least 0.3', async (isVerifying) => {
    const start = performance.now();
    await (isVerifying ? verify() : bare());
    return (size.events / (performance.now() - start)) * 1000;
  });
}

async function recording(ledger: Ledger, folder: string): Promise<void> {
  const log = run('test/bench/beside.js', ['log'], {
    DATABASE_URL: ledger.database.appUrl,
    JALON_PROOF_FOLDER: folder,
  });
  await log.hear();
  const append = appendTo(ledger.database.app);
  for (const callers of CALLERS)
    await inTurn(`appends, log on, ${callers} callers`, 'log off', 'at least 0.95', async (isOn) => {
      await log.hear({ isOn });
      const start = performance.now();
      return ((await appendFor(append, callers, ms)) / (performance.now() - start)) * 1000;
    });
  await log.stop();
}

/** Measures one and the other in each round, each first in every other one, and says the median rates and ratio. */
async function inTurn(
  one: string,
  other: string,
  aim: string,
  rateOf: (isOne: boolean) => Promise<number>,
): Promise<void> {
  const measured: { one: number; other: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const found = { one: NaN, other: NaN };
    for (const which of round % 2 === 0 ? (['one', 'other'] as const) : (['other', 'one'] as const))
      found[which] = await rateOf(which === 'one');
    if (round > 0) measured.push(found); // the first one warms up
  }
  say(one, median(measured.map((each) => each.one)), '/s');
  say(`  ${other}`, median(measured.map((each) => each.other)), '/s');
  const ratios = measured.map((each) => each.one / each.other);
  console.log(
    `  ratio ${median(ratios).toFixed(3)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}), aim: ${aim}`,
  );
}
