import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#domain/date/day.js';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { consoleOf, sectionOf } from '#test/console.js';
import { followed } from '#test/transferring.js';
import { saysHere } from '#test/jalon.js';
import { forecastsCommand } from '../../../apps/cli/query-command.js';
import { startedOnce } from '#test/started.js';

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

const server = startedOnce(() => startApi());
let seen: number;
beforeAll(async () => {
  const { status, body } = await server.api.post('/v1/imports', ledger, { 'content-type': 'text/csv' });
  expect([status, body]).toEqual([200, expect.objectContaining({ position: expect.any(Number) })]);
  seen = Number(await followed(server.api));
});

const get = (query = '', headers = {}) =>
  server.api.get(`/v1/schemes/fedramp/durations?seen=${seen}&asOf=2026-04-01&from=assessment&${query}`, headers);

describe('the durations of a scheme', () => {
  it('count pending dossiers, and those that ended as never completing the step', async () => {
    const { body } = await get();
    const found = {
      ...{
        from: 'assessment',
        to: 'certification',
        n: 36,
        completed: 24,
        pending: 10,
        ended: 2,
        few: false,
        note: null,
      },
      ...{ atLatest: 0, imprecise: 0, unconfirmed: 0, outOfOrder: 0, earlierStages: 0 },
    };
    expect(body).toMatchObject({
      scheme: 'fedramp',
      asOf: '2026-04-01',
      knownAt: null,
      level: null,
      year: null,
      ...found,
    });
    expect(body.steps).toContainEqual({ ...found, quartiles: body.quartiles });
    // All are observed for longer than the slowest one took to be certified, so that the shares are plain ones.
    expect(body.curve).toHaveLength(24);
    expect(body.curve[17]).toMatchObject({ days: 324, atRisk: 19, reached: 1, waiting: 0.5 });
    expect(body.curve.at(-1)).toMatchObject({ days: 432, waiting: 0.3333 });
    expect(body.quartiles).toMatchObject({ lower: { days: 162 }, median: { days: 324 }, upper: { days: null } });
  });

  it('are given of a level and of a year of the start', async () => {
    const { body } = await get('level=moderate');
    expect([body.level, body.n, body.completed, body.ended]).toEqual(['moderate', 21, 20, 1]);
    expect((await get('year=2024')).body).toMatchObject({ n: 12, pending: 0, year: 2024 });
    expect((await get('level=high')).body).toMatchObject({
      ...{ n: 14, completed: 4, few: true, note: 'Only 4 dossiers: not representative.' },
      quartiles: { lower: { days: 432 }, median: { days: null } },
    });
  });

  it('depend on asOf and knownAt', async () => {
    const then = await server.api.get(`/v1/schemes/fedramp/durations?seen=${seen}&asOf=2025-03-01&from=assessment`);
    expect(then.body).toMatchObject({ n: 36, ended: 0 });
    expect((await get('knownAt=2020-01-01T00:00:00Z')).body).toMatchObject({ n: 0, completed: 0, curve: [] });
  });

  it('come with a forecast of the pending dossiers, beside what came of earlier ones', async () => {
    const { body } = await get();
    const none = { lower: 0, upper: 0 };
    const now = { day: '2026-04-01', pending: 10, expected: 0, interval80: none, interval95: none };
    expect(body.forecast).toEqual({ ...now, record: null });
    expect(body.waiting).toContainEqual(expect.objectContaining({ since: '2025-01-01', days: 455, chance: 0 }));
    const few = (await get('level=high')).body;
    expect([few.forecast, few.waiting[0].chance]).toEqual([null, null]);
  });

  it('say which dossiers began before the scheme had its present stages', async () => {
    const { body: scheme } = await server.api.get('/v1/schemes/eucs');
    expect((await server.api.get('/v1/schemes/eucs/durations')).body).toMatchObject({ stagesSince: null });
    const { version: _, warnings: __, ...rules } = scheme;
    const milestones = [{ code: 'intake', name: { en: 'intake', fr: 'dépôt' }, gives: 'applied' }, ...rules.milestones];
    expect((await server.api.post('/v1/schemes', { ...rules, milestones })).status).toBe(201);
    expect((await server.api.get('/v1/schemes/eucs/durations')).body).toMatchObject({ stagesSince: '2026-11-25' });
  });

  it('are there as CSV', async () => {
    const { status, body } = await get('', { accept: 'text/csv' });
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
      ['to=announcement', 'to'],
    ] as const) {
      const { status, body } = await server.api.get(`/v1/schemes/fedramp/durations?${query}`);
      expect([status, body.code, body.problems[0].field]).toEqual([422, 'unknown-reference', field]);
    }
    for (const query of ['year=20', 'level=', 'asOf=2026-02-30', 'limit=5']) {
      const { status, body } = await server.api.get(`/v1/schemes/fedramp/durations?${query}`);
      expect([status, body.problems[0].field]).toEqual([400, query.split('=')[0]]);
    }
    expect((await server.api.get('/v1/schemes/nothing/durations')).body.code).toBe('not-found');
  });

  it('are flagged where they rest on one case, and show claims as claims, in the language of the request', async () => {
    const { position } = (await server.api.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' }))
      .body;
    const path = `/v1/schemes/secnumcloud/durations?seen=${position}&asOf=2026-11-25`;
    const { body } = await server.api.get(path);
    const only = { days: 214, lower: 214, upper: null };
    expect(body.steps[0]).toEqual({
      ...{ from: 'J0', to: 'J1', n: 1, completed: 1, pending: 0, ended: 0, few: true },
      note: 'Only one dossier: not representative.',
      quartiles: { lower: only, median: only, upper: only },
      ...{ atLatest: 0, imprecise: 0, unconfirmed: 1, outOfOrder: 0, earlierStages: 0 },
    });
    expect(body).toMatchObject({
      ...{ from: 'J0', to: 'J3', completed: 0, pending: 1, quartiles: null, unconfirmed: 1 },
      waiting: [
        { provider: { name: 'Bleu' }, since: '2025-04-17', days: 587, stage: { milestone: 'J1', confirmed: false } },
      ],
    });
    expect((await server.api.get(`${path}&from=announcement`)).body.waiting).toContainEqual(
      expect.objectContaining({ provider: expect.objectContaining({ name: 'Bleu' }), since: '2021-05-27', days: 2008 }),
    );
    const french = await server.api.get(path, { 'accept-language': 'fr' });
    expect(french.body.steps.map(({ note }: { note: string }) => note).slice(0, 2)).toEqual([
      'Un seul dossier\u202f: non représentatif.',
      'Aucun dossier n’a franchi cette étape.',
    ]);
  });
});

describe('jalon forecasts', () => {
  const forecasts = (...args: string[]) =>
    saysHere(forecastsCommand(), ['fedramp', '--as-of', '2026-04-01', '--url', server.url, '--key', key, ...args]);
  let key: string;
  beforeAll(async () => {
    key = await server.keyWith('read');
  });

  it('prints the forecast of a step, or what it lacks', async () => {
    expect((await forecasts('--from', 'assessment')).said.split('\n').slice(0, 2)).toEqual([
      'assessment → certification: of 10 dossiers pending on 2026-04-01, 0 are expected to complete it within a year (80 %: 0 to 0; 95 %: 0 to 0).',
      'No outcome of an earlier forecast is known.',
    ]);
    expect((await forecasts('--level', 'high')).said).toBe(
      'No forecast of listing → certification: it needs 10 completed dossiers, and there are 0.\n',
    );
  });
});

describe('the page of a scheme', () => {
  const officer = () => consoleOf(server);

  it('shows the time of each step, and of one step the curve, its figures and who waits', async () => {
    const reader = officer();
    await reader.signIn();
    const { html } = await reader.get('/schemes/fedramp?asOf=2026-04-01&from=assessment');
    const section = sectionOf(html, 'durations');
    expect(section).toContain('independent assessment → certification 24 10 2 162');
    expect(html).toMatch(/<path class="survival" d="M0 0H18V0.0278H36V/);
    expect(section).toMatch(/10 dossiers pending on 1 April 2026\. Expected to complete the step within a year: 0\./);
    expect(section).toMatch(/Cloud, Pending \d Under evaluation .* 1 January 2025 455 days 0%/);
    const none = await reader.get('/schemes/fedramp?asOf=2026-04-01&from=assessment&level=moderate');
    expect(sectionOf(none.html, 'durations')).toContain('No dossier was pending in this step on that date.');
  });
});
