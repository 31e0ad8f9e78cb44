import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';

const served = startedOnce(() => startApi());
beforeAll(async () => {
  await served.api.post('/v1/providers', { name: 'Anybody' });
});

/** A dossier under a built-in scheme, with what happened to it, and how it stands on a day. */
async function under(scheme: string, service: string, ...events: [type: string, occurred: string, data: object][]) {
  const dossier = await served.api.post('/v1/dossiers', { provider: 'anybody', scheme, service: { name: service } });
  const path = `/v1/dossiers/${dossier.body.id as string}`;
  const { authority } = (await served.api.get(`/v1/schemes/${scheme}`)).body as { authority: string };
  const source = { kind: 'decision', publisher: authority };
  for (const [type, occurred, data] of events)
    expect(await served.api.post(`${path}/events`, { type, occurred, source, data })).toMatchObject({ status: 201 });
  const on = async (day: string) => (await served.api.get(`${path}?asOf=${day}`)).body;
  return {
    on,
    status: async (...days: string[]) => Promise.all(days.map(async (day) => (await on(day)).status)),
    codes: async (day: string) => (await on(day)).warnings.map(({ code }: { code: string }) => code),
  };
}

const granted = (data: object, occurred = '2023-06-01'): [string, string, object] => ['GrantIssued', occurred, data];

describe('a decision', () => {
  it.each([
    ['ens', 'RD 3/2010', '2023-06-01', '2025-05-31', '2024-05-05', '2024-05-06'],
    ['hds', '1.0', '2023-06-01', '2026-06-01', '2026-05-16', '2026-05-17'],
    ['iso-27001', '2013', '2023-06-01', '2026-06-01', '2025-10-31', '2025-11-01'],
  ])(
    'of %s under version %s ends with that version, whatever is printed',
    async (...[scheme, referential, ...days]) => {
      const [validFrom, validUntil, last, after] = days;
      const { status, on, codes } = await under(scheme, 'old', granted({ referential, validFrom, validUntil }));
      expect(await status(last, after)).toEqual(['granted', 'expired']);
      expect((await on(last)).grants).toMatchObject([{ validUntil, runsUntil: last }]);
      expect(await codes(last)).toContain('cut-short');
    },
  );

  it.each([
    ['ens', 'RD 311/2022', '2025-05-31'],
    ['hds', '2.0', '2027-05-31'],
    ['iso-27001', '2022', '2026-05-31'],
  ])('of %s under version %s keeps its printed end', async (scheme, referential, validUntil) => {
    const validFrom = scheme === 'hds' ? '2024-06-01' : '2023-06-01';
    const { status, codes } = await under(scheme, 'new', granted({ referential, validFrom, validUntil }, validFrom));
    expect(await status(validUntil)).toEqual(['granted']);
    expect(await codes(validUntil)).toEqual([]);
  });

  it('under EUCS is flagged, because there are only drafts', async () => {
    const { codes, status } = await under('eucs', 'early', granted({ validUntil: '2026-06-01' }));
    expect(await status('2024-01-01')).toEqual(['granted']);
    expect(await codes('2024-01-01')).toContain('before-scheme');
  });
});

describe('a report', () => {
  it.each(['c5', 'soc-2'])(
    'of %s is current for a year after its period, then stale, until the next',
    async (scheme) => {
      const covers = (from: string, until: string) => ({ validFrom: from, validUntil: until, level: 'Type 2' });
      const { on, codes } = await under(
        scheme,
        'cloud',
        granted(covers('2023-01-01', '2023-12-31'), '2024-02-10'),
        granted(covers('2024-01-01', '2024-12-31'), '2025-02-20'),
      );
      expect(await on('2024-12-31')).toMatchObject({ status: 'granted', stale: false });
      expect(await on('2025-01-01')).toMatchObject({ status: 'granted', stale: true });
      expect(await on('2025-02-20')).toMatchObject({ status: 'granted', stale: false });
      expect(await on('2030-01-01')).toMatchObject({ status: 'granted', stale: true });
      expect(await codes('2025-03-01')).toEqual([]);
    },
  );
});

describe('a duty', () => {
  it.each([
    ['fedramp', 'assessment', 'class C'],
    ['pci-dss', 'revalidation', undefined],
  ])('of %s lapses when a year passes without its %s, and comes back with it', async (scheme, duty, level) => {
    const kept = (day: string): [string, string, object] => ['SurveillancePassed', day, { duty }];
    const grant = granted({ ...(level && { level }) }, '2023-03-10');
    const { status, codes } = await under(scheme, 'cloud', grant, kept('2024-03-01'), kept('2025-06-01'));
    expect(await status('2024-03-10', '2025-03-01', '2025-03-02', '2025-06-01', '2026-06-02')).toEqual([
      'granted',
      'granted',
      'lapsed',
      'granted',
      'lapsed',
    ]);
    expect(await codes('2024-06-01')).toEqual([]);
  });
});
