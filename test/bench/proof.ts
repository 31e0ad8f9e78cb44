import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#event-store/encoding.js';
import { integrate } from '#proof/ledger-log.js';
import { verifyCommand } from '../../apps/cli/verify-command.js';
import { appendFor, appendTo } from './appending.js';
import { fill, ledgerRows } from './generated-ledger.js';
import { KEY, Ledger } from './ledger.js';
import { type Contender, numberSetting, rates, say, settle } from './measure.js';
import { run } from './process.js';

const rounds = numberSetting('BENCH_ROUNDS', 7);
/** Long enough for a log that is kept every second. */
const ms = numberSetting('BENCH_MS', 3_000);
const size = { seed: 1, waves: 1, dossiers: 600, events: numberSetting('BENCH_EVENTS', 30_000) };

/** What the log costs those who check it and those who record, beside the same without it. */
export async function proof(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-bench-'));
  const file = join(folder, 'ledger.ndjson');
  const ledger = await Ledger.open();
  const { appUrl, app } = ledger.database;
  const log = run('test/bench/beside.js', ['log'], { DATABASE_URL: appUrl, JALON_PROOF_FOLDER: folder });
  try {
    await fill(ledger.events, ledgerRows(size));
    await settle(ledger.database);
    await integrate(app);
    const { body } = await fetch(`${ledger.url}/v1/ledger.ndjson`, { headers: { authorization: `Bearer ${KEY}` } });
    await writeFile(file, body ?? '');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await sayRatio('at least 0.3', {
      verify: async () => (await verifyCommand().parseAsync([file], { from: 'user' }), lines.length),
      'parsing, canonicalising and hashing': () => {
        for (const line of lines) hash('sha256', canonicalJson(JSON.parse(line)));
        return Promise.resolve(lines.length);
      },
    });
    await log.hear();
    const turn =
      (isOn: boolean): Contender =>
      () =>
        log.hear({ isOn }).then(() => 0);
    for (const callers of [1, 16, 64]) {
      const append: Contender = (time) => appendFor(appendTo(app), callers, time);
      await sayRatio('at least 0.95', {
        [`appends by ${callers}, with the log`]: append,
        off: turn(false),
        'without it': append,
        on: turn(true),
      });
    }
  } finally {
    await log.stop();
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function sayRatio(aim: string, contenders: Record<string, Contender>): Promise<void> {
  const [one = ['', 0], other = ['', 0]] = Object.entries(await rates(contenders, rounds, ms)).filter(
    ([, rate]) => rate > 0,
  );
  for (const [name, rate] of [one, other]) say(name, rate, '/s');
  console.log(`  ratio ${(one[1] / other[1]).toFixed(3)}, aim: ${aim}`);
}
