import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { milestone, openDossier } from '#test/recording.js';

const nothing = { n: 0, few: true, days: null, imprecise: 0, possible: null, unconfirmed: 0, outOfOrder: 0 };

describe('how long the steps of SecNumCloud take', () => {
  let served: TestApi;
  let imported: number;
  beforeAll(async () => {
    served = await startApi();
    const answer = await served.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' });
    imported = answer.body.position;
  });
  afterAll(() => served.close());

  const read = async (query = '', seen = imported) =>
    (await served.api.get(`/v1/schemes/secnumcloud/statistics?seen=${seen}&${query}`)).body;

  it('is based on one case in the real ledger, and flagged as such', async () => {
    const body = await read();
    expect(body).toMatchObject({ scheme: 'secnumcloud', asOf: '2026-11-25', knownAt: null });
    const day214 = { min: 214, lowerQuartile: 214, median: 214, upperQuartile: 214, max: 214 };
    expect(body.steps).toEqual([
      {
        ...nothing,
        from: 'J0',
        to: 'J1',
        n: 1,
        days: day214,
        unconfirmed: 1,
        note: 'Only one dossier: not representative.',
      },
      {
        ...nothing,
        from: 'J1',
        to: 'J2',
        note: 'No dossier has completed this stage.',
      },
      {
        ...nothing,
        from: 'J2',
        to: 'J3',
        note: 'No dossier has completed this stage.',
      },
    ]);
    const french = await served.api.get('/v1/schemes/secnumcloud/statistics', { 'accept-language': 'fr' });
    expect(french.body.steps.map(({ note }: { note: string }) => note)).toEqual([
      'Un seul dossier\u202f: non représentatif.',
      'Aucun dossier n’a franchi cette étape.',
      'Aucun dossier n’a franchi cette étape.',
    ]);
    expect(body.whole).toMatchObject({ from: 'J0', to: 'J3', n: 0, days: null });
    expect(body.announced).toMatchObject({ from: 'announcement', to: 'J3', n: 0, few: true, days: null });
  });

  it('shows the progress of Bleu without a comparison', async () => {
    const { open } = await read();
    expect(open).toEqual([
      {
        id: expect.any(String),
        provider: expect.objectContaining({ name: 'Bleu' }),
        service: { name: 'Bleu cloud platform', kinds: ['IaaS', 'PaaS', 'CaaS'] },
        ...{ status: 'in-progress', confirmed: true },
        ...{ stage: 'J1', stageConfirmed: false },
        announced: expect.objectContaining({ since: '2021-05-27', days: 2008, n: 0, percentile: null }),
        step: {
          note: 'No dossier has completed this stage.',
          from: 'J1',
          to: 'J2',
          n: 0,
          few: true,
          since: '2025-11-17',
          days: 373,
          leastDays: 373,
          longerThan: 0,
          percentile: null,
        },
        whole: expect.objectContaining({ since: '2025-04-17', days: 587, n: 0, percentile: null }),
      },
    ]);
  });

  it('depends on asOf, and is empty before anything was known', async () => {
    const then = await read('asOf=2025-05-01');
    expect(then.steps[0]).toMatchObject({ n: 0, days: null });
    expect(
      then.open.map((one: { provider: { name: string }; stage: string }) => [one.provider.name, one.stage]),
    ).toEqual([
      ['Bleu', 'J0'],
      ['NumSpot', null],
    ]);
    const unknown = await read('knownAt=2020-01-01T00:00:00Z');
    expect(unknown).toMatchObject({
      knownAt: '2020-01-01T00:00:00.000Z',
      steps: [{ n: 0 }, { n: 0 }, { n: 0 }],
      open: [],
    });
  });

  it('returns 404 for an unknown scheme', async () => {
    const answer = await served.api.get('/v1/schemes/nothing/statistics');
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-scheme' } });
  });

  it('refuses a cursor of another list and unknown parameters', async () => {
    for (const [query, field] of [
      ['cursor=abc', 'cursor'],
      ['asOf=2026-02-30', 'asOf'],
      ['from=2026-01-01', 'from'],
    ] as const) {
      const { status, body } = await served.api.get(`/v1/schemes/secnumcloud/statistics?${query}`);
      expect([status, body.problems[0].field]).toEqual([400, field]);
    }
  });

  it('includes ranks, partial dates, contradictions and pages of open dossiers', async () => {
    let position = imported;
    const with_ = async (name: string, ...dates: [string, string][]) => {
      const { record } = await openDossier(served.api, name);
      for (const [code, day] of dates) position = (await record(milestone(code, day))).body.position;
    };
    await with_('Swift', ['J0', '2025-01-01'], ['J1', '2025-04-11']);
    await with_('Vague', ['J0', '2024-09'], ['J1', '2025-03']);
    await with_('Backwards', ['J0', '2025-06-01'], ['J1', '2025-05-01']);
    await with_('Waiting', ['J0', '2026-08-01']);
    await with_('Waiting longer', ['J0', '2026-04-01']);

    const { steps, open } = await read('', position);
    expect(steps[0]).toMatchObject({
      n: 3,
      few: true,
      note: 'Only 3 dossiers: not representative.',
      days: { min: 100, median: 181, max: 214 },
      imprecise: 1,
      possible: { shortest: { min: 100, median: 152, max: 214 }, longest: { min: 100, median: 211, max: 214 } },
      outOfOrder: 1,
    });
    const waiting = open.filter(({ stage }: { stage: string }) => stage === 'J0');
    expect(
      waiting.map(({ provider, step }: { provider: { name: string }; step: object }) => ({
        name: provider.name,
        ...step,
      })),
    ).toMatchObject([
      { name: 'Waiting longer', days: 238, n: 3, longerThan: 3, percentile: 100 },
      { name: 'Waiting', days: 116, n: 3, longerThan: 1, percentile: 33 },
    ]);

    const paged: object[] = [];
    let next = `/v1/schemes/secnumcloud/statistics?seen=${position}&limit=2`;
    while (next !== '') {
      const { body, headers } = await served.api.get(next);
      expect(body.steps).toEqual(steps);
      paged.push(...body.open);
      next = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(paged).toEqual(open);
  });
});
