import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startSample } from '#test/sample.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(startSample);

interface Dossier {
  id: string;
  provider: { name: string };
  service: { name: string } | null;
  status: string;
  confirmed: boolean;
  expiring: boolean;
  stale: boolean;
  grants: { decision: string | null; validFrom: string; validUntil: string | null }[];
  warnings: { code: string }[];
}

const on = async (day: string): Promise<Dossier[]> =>
  (await served.api.get(`/v1/dossiers?schemes=secnumcloud&limit=200&asOf=${day}`)).body.items;

const NONE = '–';
const orNone = (words: string[]): string => (words.length === 0 ? NONE : words.join(', '));
const flagged = ({ status, ...flags }: Dossier): string =>
  [status, ...(flags.confirmed ? ['c'] : []), ...(['expiring', 'stale'] as const).filter((flag) => flags[flag])].join(
    ' ',
  );
const decided = ({ decision, validFrom, validUntil }: Dossier['grants'][number]): string =>
  decision === null ? `unknown, from ${validFrom}` : `${decision}: ${validFrom} to ${validUntil}`;

const TOLD = '2026-11-25';

/** The table of `samples/README.md`, which was made by hand from the catalogue, the ledger and docs/status.md. */
describe('the sample', () => {
  let head: string[] = [];
  let rows: string[][] = [];
  beforeAll(async () => {
    const page = await readFile(join(import.meta.dirname, '../../samples/README.md'), 'utf8');
    const lines = page.split('\n').filter((line) => line.startsWith('| '));
    const cells = lines.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    const start = cells.findIndex(([first]) => first === 'dossier');
    head = cells[start] ?? [];
    rows = cells.slice(start + 1).filter((row) => row.length === head.length && !row[0]?.startsWith('---'));
  });

  it('shows every dossier as its table says', async () => {
    const days = head.filter((cell) => /^\d{4}-/.test(cell));
    const boards = new Map<string, Dossier[]>();
    for (const day of days) boards.set(day, await on(day));
    const shown = (boards.get(TOLD) ?? []).map((dossier) => [
      `${dossier.provider.name} / ${dossier.service?.name}`,
      orNone(dossier.grants.map(decided)),
      ...days.map((day) => {
        const then = boards.get(day)?.find(({ id }) => id === dossier.id);
        return then ? flagged(then) : NONE;
      }),
      orNone(dossier.warnings.map(({ code }) => code)),
    ]);
    expect(days).toContain(TOLD);
    expect(shown).toEqual(rows);
  });

  it('has the 17 services of the catalogue on its day', async () => {
    const { body } = await served.api.get('/v1/registers/anssi-catalogue');
    expect(body.readings).toMatchObject([{ day: '2026-01-27', entries: 17 }]);
    expect((await on('2026-01-27')).filter(({ status }) => status === 'granted')).toHaveLength(17);
  });
});
