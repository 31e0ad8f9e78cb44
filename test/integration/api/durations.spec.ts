import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#domain/date/day.js';
import { startApi, type TestApi } from '#test/api.js';
import { consoleOf, sectionOf } from '#test/console.js';

const COLUMNS =
  'provider,service,scheme,type,occurred,source_kind,source_publisher,milestone,register,listing,valid_from,level';

/** What the marketplace lists of one service on a day. */
const listed = (service: string, listing: string, { on = '2026-04-01', from = '', level = 'moderate' } = {}) =>
  `Cloud,${service},fedramp,RegisterObserved,${on},catalogue,FedRAMP,,FedRAMP Marketplace,${listing},${from},${level}`;

const assessed = (service: string, day: string) =>
  `Cloud,${service},fedramp,MilestoneReached,${day},catalogue,FedRAMP,assessment,,,,`;

/** Began on the first of January 2024 or 2025; the days after which they were certified. */
const certified = Array.from({ length: 24 }, (_, index) => ({
  service: `Certified ${index}`,
  start: index % 2 === 0 ? '2024-01-01' : '2025-01-01',
  days: 18 * (index + 1),
}));

const ledger = [
  COLUMNS,
  ...certified.flatMap(({ service, start, days }) => [
    assessed(service, start),
    listed(service, 'granted', { from: addDays(start, days), level: days > 360 ? 'high' : 'moderate' }),
  ]),
  ...Array.from({ length: 10 }, (_, index) => [
    assessed(`Pending ${index}`, '2025-01-01'),
    listed(`Pending ${index}`, 'in-progress', { level: 'high' }),
  ]).flat(),
  assessed('Refused', '2025-01-01'),
  'Cloud,Refused,fedramp,ApplicationRefused,2025-03-22,decision,FedRAMP,,,,,',
  assessed('Gone', '2025-01-01'),
  listed('Gone', 'in-progress', { on: '2025-02-01' }),
  listed('Gone', 'absent', { on: '2025-03-22', level: '' }),
].join('\n');

let server: TestApi;
let seen: number;
beforeAll(async () => {
  server = await startApi();
  const { status, body } = await server.api.post('/v1/imports', ledger, { 'content-type': 'text/csv' });
  expect([status, body]).toEqual([200, expect.objectContaining({ position: expect.any(Number) })]);
  seen = body.position;
});
afterAll(() => server.close());

const get = (query = '', path = 'fedramp/durations') =>
  server.api.get(`/v1/schemes/${path}?seen=${seen}&asOf=2026-04-01&from=assessment&${query}`);

describe('the durations of a scheme', () => {
  it('count pending dossiers, and those that ended as never completing the step', async () => {
    const { body } = await get();
    expect(body).toMatchObject({
      ...{ scheme: 'fedramp', asOf: '2026-04-01', knownAt: null, level: null, year: null, note: null },
      ...{ from: 'assessment', to: 'certification', n: 36, completed: 24, pending: 10, ended: 2, few: false },
      ...{ atLatest: 0, imprecise: 0, unconfirmed: 0, outOfOrder: 0 },
    });
    // All are observed for longer than the slowest one took to be certified, so that the shares are plain ones.
    expect(body.curve).toHaveLength(24);
    expect(body.curve[17]).toMatchObject({ days: 324, atRisk: 19, reached: 1, waiting: 0.5 });
    expect(body.curve.at(-1)).toMatchObject({ days: 432, waiting: 0.3333 });
    expect(body.quartiles).toMatchObject({ lower: { days: 162 }, median: { days: 324 }, upper: { days: null } });
    expect(body.forecast).toMatchObject({ after: 0, within: 365, n: 36, completed: 24, share: 0.5556, note: null });
    const { lower, upper } = body.forecast;
    expect([lower, upper]).toEqual([expect.closeTo(0.403, 2), expect.closeTo(0.721, 2)]);
  });

  it('are given by level and by year of the start', async () => {
    const { body } = await get('level=moderate');
    expect([body.n, body.completed, body.ended]).toEqual([21, 20, 1]);
    expect(body.levels.map(({ level, n, few }: Group) => [level, n, few])).toEqual([
      ['high', 14, true],
      ['moderate', 21, false],
      [null, 1, true],
    ]);
    expect(body.years.map(({ year, n }: Group) => [year, n])).toEqual([
      [2024, 10],
      [2025, 11],
    ]);
    expect((await get('year=2024')).body).toMatchObject({ n: 12, pending: 0, year: 2024 });
  });

  it('include a forecast for dossiers that have been pending for some days, never from fewer than 10', async () => {
    // The refused and the delisted one have not been pending since the day after 80.
    expect((await get('after=80')).body.forecast).toMatchObject({ after: 80, n: 32, completed: 20, share: 0.625 });
    expect((await get('after=81')).body.forecast).toMatchObject({ after: 81, n: 30, completed: 20, share: 0.6667 });
    expect((await get('after=101')).body.forecast).toMatchObject({
      ...{ n: 29, completed: 19, few: false, share: null },
      note: 'No dossier has been observed for long enough.',
    });
    expect((await get('after=400')).body.forecast).toMatchObject({
      ...{ n: 12, completed: 2, few: true, share: null, lower: null, upper: null },
      note: 'Only 2 dossiers have completed this stage: an estimate needs at least 10.',
    });
    expect((await get('level=high')).body).toMatchObject({ completed: 4, few: true, quartiles: null, curve: [] });
  });

  it('depend on asOf and knownAt', async () => {
    const then = await server.api.get(`/v1/schemes/fedramp/durations?seen=${seen}&asOf=2025-03-01&from=assessment`);
    expect(then.body).toMatchObject({ n: 36, ended: 0 });
    const unknown = await get('knownAt=2020-01-01T00:00:00Z');
    expect(unknown.body).toMatchObject({ n: 0, completed: 0, few: true, levels: [], years: [] });
    expect(unknown.body.note).toBe('No dossier has completed this stage: an estimate needs at least 10.');
  });

  it('are there as CSV', async () => {
    const { status, body } = await get('', 'fedramp/durations.csv');
    const [header, first, ...rest] = String(body).trimEnd().split('\r\n');
    expect([status, header, first, rest.length]).toEqual([
      ...[200, 'days,at_risk,reached,waiting,lower,upper', '18,36,1,0.9722,0.8187,0.996', 23],
    ]);
  });

  it('reject milestones that the scheme does not have or that are in the wrong order', async () => {
    for (const [query, field] of [
      ['from=J0', 'from'],
      ['from=certification', 'from'],
      ['to=listing&from=assessment', 'from'],
      ['to=last', 'to'],
    ] as const) {
      const { status, body } = await server.api.get(`/v1/schemes/fedramp/durations?${query}`);
      expect([status, body.code, body.problems[0].field]).toEqual([422, 'unknown-milestone', field]);
    }
    for (const query of ['year=20', 'after=-1', 'after=1.5', 'level=', 'limit=5']) {
      const { status, body } = await server.api.get(`/v1/schemes/fedramp/durations?${query}`);
      expect([status, body.problems[0].field]).toEqual([400, query.split('=')[0]]);
    }
    expect((await server.api.get('/v1/schemes/nothing/durations')).body.code).toBe('unknown-scheme');
  });
});

interface Group {
  level?: string | null;
  year?: number;
  n: number;
  few: boolean;
}

describe('the page of a scheme', () => {
  const officer = () => consoleOf(server);

  it('shows the time of each step, and of one step the forecast, the curve and its figures', async () => {
    const reader = officer();
    await reader.signIn();
    const { html } = await reader.get('/schemes/fedramp?asOf=2026-04-01&from=assessment');
    const section = sectionOf(html, 'times');
    expect(section).toContain('independent assessment → certification 24 10 2 162');
    expect(section).toContain(
      'Of 36 dossiers that reached this stage, an estimated 56% completed it within a year (95% confidence interval: ',
    );
    expect(html).toMatch(/<path class="survival" d="M0 0H18V0.0278H36V/);
    expect(section).toMatch(/432 13 1 33% /);
    const after = await reader.get('/schemes/fedramp?asOf=2026-04-01&from=assessment&after=81&level=moderate');
    expect(sectionOf(after.html, 'times')).toContain('still at this stage after 81 days');
  });

  it('shows no estimate from fewer than 10, and reports milestones in the wrong order', async () => {
    const reader = consoleOf(server, 'fr');
    await reader.signIn();
    const few = await reader.get('/schemes/fedramp?asOf=2026-04-01&from=assessment&level=high');
    expect(sectionOf(few.html, 'times')).toContain('4 dossiers seulement ont franchi cette étape');
    expect(few.html).not.toContain('class="survival"');
    const wrong = await reader.get('/schemes/fedramp?from=certification');
    expect([wrong.status, sectionOf(wrong.html, 'times')]).toEqual([422, expect.stringContaining('certification')]);
    expect(wrong.html).toContain('id="f-from-error"');
  });
});
