import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { boardExpected, boardInShort, daysExpected } from '#test/expected-board.js';
import { instantAfter } from '#test/instants.js';
import { startedOnce } from '#test/started.js';

interface Listed {
  due: string;
  kind: string;
  daysLeft: number;
  dossier: { provider: { name: string } };
}

const BEFORE = '2026-11-25T07:59:59Z';

/** What the real ledger must show over REST, before it was known and after. */
describe('the real ledger', () => {
  const served = startedOnce(() => startApi());
  let position: number;
  let after: string;
  beforeAll(async () => {
    const send = async () =>
      (await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' })).body;
    expect(await send()).toMatchObject({ providers: 10, dossiers: 11, replayed: 0 });
    ({ position } = await send());
    after = await instantAfter(served, position);
  });

  /** Empty as known before the import, the same now as right after it. */
  const list = async (path: string, query: string) => {
    const get = async (more: string) =>
      (await served.api.get(`/v1/${path}?limit=200&seen=${position}&${query}${more}`)).body.items;
    expect(await get(`&knownAt=${BEFORE}`)).toEqual([]);
    const now = await get('');
    const then = await get(`&knownAt=${after}`);
    expect(then.map((item: object) => ({ ...item, knownAt: null }))).toEqual(
      now.map((item: object) => ({ ...item, knownAt: null })),
    );
    return now;
  };

  it('is imported once, even if sent repeatedly', () => {
    expect(position).toBe(76);
  });

  it.each(daysExpected)('shows every dossier as it stood on %s', async (day) => {
    expect(boardInShort(await list('dossiers', `asOf=${day}`))).toEqual(boardExpected(day));
  });

  it('shows the delay of Bleu, and when it was stale', async () => {
    expect(await list('dossiers', 'provider=bleu&asOf=2026-11-25')).toMatchObject([
      {
        stage: { milestone: 'J1', occurred: '2025-11-17', confirmed: false },
        stale: false,
        targets: [
          { due: '2025', slipDays: 329 },
          { due: '2026-H1', slipDays: 148 },
        ],
      },
    ]);
    expect(await list('dossiers', 'stale=true&asOf=2026-09-01')).toMatchObject([
      { provider: { name: 'Bleu' }, lastHeard: '2025-11-17' },
    ]);
  });

  it('has the end of the Oodrive grant from a catalogue, but neither its number nor its start', async () => {
    const [{ grants }] = await list('dossiers', 'provider=oodrive&asOf=2026-11-25');
    expect(grants).toMatchObject([
      { decision: null, validUntil: '2028-01-25', runsUntil: '2028-01-25', confirmed: true },
    ]);
  });

  it('lists the deadlines of the next 180 days and the missed ones', async () => {
    const inShort = ({ dossier, kind, due, daysLeft }: Listed) => [dossier.provider.name, kind, due, daysLeft];
    const open = (await list('deadlines', 'asOf=2026-11-25')) as Listed[];
    // A renewal can be asked for until the grant ends, also after its date.
    const [late, coming] = [open.filter(({ daysLeft }) => daysLeft < 0), open.filter(({ daysLeft }) => daysLeft >= 0)];
    expect(late.map(inShort)[0]).toEqual(['3DS Outscale', 'renewal-window', '2025-06-08', -535]);
    expect([...new Set(late.map(({ kind }) => kind))]).toEqual(['renewal-window']);
    expect(coming.map(inShort).slice(0, 3)).toEqual([
      ['3DS Outscale', 'grant-end', '2026-11-30', 5],
      ['NumSpot', 'dependency-end', '2026-11-30', 5],
      ['OVHcloud', 'grant-end', '2026-12-29', 34],
    ]);
    const missed = (await list('deadlines', 'asOf=2026-11-25&state=missed&provider=bleu')) as Listed[];
    expect(missed.map(inShort)).toEqual([
      ['Bleu', 'target', '2025', -329],
      ['Bleu', 'target', '2026-H1', -148],
    ]);
  });

  it('assigns the label to granted dossiers only from its first date', async () => {
    const labelled = (items: { status: string; labels: string[] }[]) =>
      items.map(({ status, labels }) => [status === 'granted', labels.join()] as const);
    const today = labelled(await list('dossiers', 'asOf=2026-11-25'));
    expect(today.every(([granted, labels]) => labels === (granted ? 'cloud-de-confiance' : ''))).toBe(true);
    expect(today.filter(([granted]) => granted)).toHaveLength(10);
    expect(labelled(await list('dossiers', 'asOf=2021-05-01')).map(([, labels]) => labels)).toEqual(['', '', '']);
  });
});
