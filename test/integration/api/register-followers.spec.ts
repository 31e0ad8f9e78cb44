import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';

const slug = 'fedramp-marketplace';
const sample = join(import.meta.dirname, '../../../samples/registers/fedramp-marketplace-2026-04-01.json');

const served = startedOnce(() => startApi());
let officer: TestApi['api'];
beforeAll(async () => {
  officer = served.as(await served.keyWith('read', 'record', 'metrics'));
  const answer = await officer.post(`/v1/registers/${slug}/readings?accept=Excerpt`, await readFile(sample), {
    'content-type': 'application/json',
  });
  expect(answer.body).toMatchObject({ state: 'recorded' });
});

describe('a register', () => {
  it('is followed by name, and an unknown one is refused with those that there are', async () => {
    const asked = (registers: string[]) =>
      officer.post('/v1/subscriptions', { channel: 'email', address: 'officer@example.org', filter: { registers } });
    expect(await asked([slug])).toMatchObject({ status: 201, body: { filter: { registers: [slug] } } });
    expect(await asked([slug, 'no-such-register'])).toMatchObject({
      status: 404,
      body: { code: 'not-found', problems: [{ field: 'filter.registers.1' }] },
    });
    expect(await asked(['Not a slug'])).toMatchObject({
      status: 422,
      body: { problems: [{ field: 'filter.registers.0' }] },
    });
  });

  it('has events of its own, which are what its readings recorded', async () => {
    const { body } = await officer.get(`/v1/events?registers=${slug}&limit=200`);
    const types = new Set((body.items as { type: string }[]).map(({ type }) => type));
    expect([...types].toSorted()).toEqual([
      ...['DependencyDeclared', 'DossierOpened', 'ProviderRegistered'],
      ...['RegisterObserved', 'RegisterPublished', 'RegisterRead'],
    ]);
    expect(await officer.get('/v1/events?registers=no-such-register')).toMatchObject({ status: 404 });
  });

  it('is one message in the preview of whoever follows it, and of whoever would get many', async () => {
    const preview = async (filter: object) =>
      (await officer.post('/v1/subscriptions/preview?days=2', { filter })).body.counts as Record<string, number>;
    for (const filter of [{ registers: [slug] }, { schemes: ['fedramp'], deadlines: false, changes: true }])
      expect(await preview(filter)).toMatchObject({ 'register.read': 1, 'event.recorded': 0 });
  });

  it('has a reading in the Atom feed that people can read, without the keys of its entries', async () => {
    const { body } = await officer.get(`/v1/changes.atom?registers=${slug}&eventTypes=RegisterRead&language=en`);
    expect(body).toMatch(/<title>[^<]*FedRAMP[^<]*read[^<]*11 entries, 11 added/);
    expect(body).toContain(`/registers/${slug}`);
    expect(body).not.toContain('FR2617641654');
  });

  it('has its age in the metrics', async () => {
    const { body } = await officer.get('/metrics');
    for (const line of [
      'jalon_register_stale{register="fedramp-marketplace"} 1',
      'jalon_register_held{register="fedramp-marketplace"} 0',
    ])
      expect(body).toContain(line);
    expect(body).toMatch(/jalon_register_age_seconds\{register="fedramp-marketplace"\} \d{7,8}/);
  });
});
