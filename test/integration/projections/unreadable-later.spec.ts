import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { calendarIn } from '#test/calendar-in.js';
import { marketplace, product } from '#test/marketplace.js';
import { consoleOf } from '#test/console.js';
import { endingGrant, type Reminding, startReminding } from '#test/reminding.js';
import { fact } from '#test/events.js';
import { grant, openDossier } from '#test/recording.js';
import { storeRaw } from '#test/stored-events.js';

/** As during an upgrade: a newer release records on a dossier that is projected, planned and reminded of. */
describe('an event that cannot be read, on a dossier that lists show', () => {
  let jalon: Reminding;
  let shown: Awaited<ReturnType<typeof endingGrant>>;
  let other: Awaited<ReturnType<typeof openDossier>>;
  let granted: string;
  let head: number;

  beforeAll(async () => {
    jalon = await startReminding();
    const events = new EventStore<LedgerEvent>(jalon.db, codec);
    other = await openDossier(jalon.api, 'Bleu');
    granted = ((await other.record(grant({ validUntil: '2027-06-30' }))).body as { id: string }).id;
    const reached = Array.from({ length: 110 }, () => ({
      id: crypto.randomUUID(),
      event: fact('MilestoneReached', '2023-01-05', { milestone: 'J0' }),
    }));
    await events.append([{ stream: dossierStream(other.id), expected: 'any', events: reached }], { actor: 'tester' });
    shown = await endingGrant(jalon);
    const before = await jalon.api.get(`/v1/dossiers?seen=${await events.head()}`);
    expect(before.body.items).toHaveLength(2);
    head = await storeRaw(jalon.owner, dossierStream(shown.dossier.id), {
      type: 'GrantPromised',
      data: { by: '2027' },
    });
  });
  afterAll(() => jalon.close());

  it.each([
    ...[
      '/v1/dossiers',
      '/v1/dossiers as CSV',
      '/v1/deadlines',
      '/v1/deadlines.ics',
      '/v1/changes.atom',
      '/v1/reminders',
    ],
    ...['/v1/providers', '/v1/providers/outscale', '/v1/diff?from=2025-01-01&to=2026-11-25'],
    ...['/v1/schemes/secnumcloud/durations', '/v1/events?schemes=secnumcloud', '/v1/ledger.ndjson'],
  ])('does not stop %s', async (path) => {
    await jalon.api.get(`/v1/dossiers?seen=${head}`);
    expect(await jalon.api.get(path)).toMatchObject({ status: 200 });
  });

  it.each(['/', '/deadlines', '/grants', '/providers', '/providers/outscale'])(
    'does not stop the page %s',
    async (path) => {
      const officer = consoleOf(jalon);
      await officer.signIn();
      expect(await officer.get(path)).toMatchObject({ status: 200 });
    },
  );

  it('leaves the dossier out of the list, and its deadlines and reminders in', async () => {
    const { body: dossiers } = await jalon.api.get(`/v1/dossiers?seen=${head}`);
    expect(dossiers.items.map(({ id }: { id: string }) => id)).toEqual([other.id]);
    const { body: calendar } = await jalon.api.get('/v1/deadlines.ics?language=en&deadlineKinds=grant-end');
    expect(calendarIn(calendar as string).events.map(({ summary }) => summary)).toContain(
      'Outscale (SecNumCloud): end of validity, decision 2279',
    );
    const { body: reminders } = await jalon.api.get('/v1/reminders');
    expect(reminders.items[0]).toMatchObject({
      dossier: { id: shown.dossier.id, provider: { name: 'Outscale' }, scheme: 'secnumcloud' },
    });
  });

  it('stops neither readings nor the page of its register: its entry is left out, and its line says so', async () => {
    const path = 'registers/fedramp-marketplace';
    const read = async (day: string, ids: readonly string[]) => {
      const bytes = Buffer.from(
        JSON.stringify(
          marketplace(
            day,
            ids.map((id) => product(id)),
          ),
        ),
      );
      const type = { 'content-type': 'application/json' };
      return (await jalon.api.post(`/v1/${path}/readings?accept=Known`, bytes, type)).body;
    };
    await read('2026-01-05', ['FR1', 'FR2', 'FR3']);
    const { items } = (await jalon.api.get(`/v1/${path}/entries`)).body;
    await storeRaw(jalon.owner, dossierStream(items[1].dossier), { type: 'GrantPromised', data: {} });
    for (const [day, ...ids] of [
      ['2026-01-06', 'FR1', 'FR2', 'FR3'],
      ['2026-01-07', 'FR1', 'FR3', 'FR4'],
    ] as [string, ...string[]][]) {
      const { event, state, figures } = await read(day, ids);
      expect([state, figures]).toMatchObject(['recorded', { gone: 0, unreadable: ids.includes('FR2') ? 1 : 0 }]);
      const { rows } = await sql`select data -> 'unconfirmed' as keys from event where id = ${event}`.execute(
        jalon.owner,
      );
      expect(rows).toEqual([{ keys: ['FR2'] }]);
    }
    expect((await jalon.api.get(`/v1/${path}/entries`)).body.items).toHaveLength(3);
    expect(await jalon.api.get(`/v1/${path}/proposals`)).toMatchObject({ status: 200 });
    const officer = consoleOf(jalon);
    await officer.signIn();
    expect((await officer.get(`/${path}`)).text).toMatch(
      /FR2 Dossier \S+ has an event that this version of Jalon cannot/,
    );
  });

  it('does not stop the registration of others when it names a provider', async () => {
    await storeRaw(jalon.owner, providerStream(other.provider), {
      ...{ type: 'ProviderRenamed', schemaVersion: 9 },
      data: { name: 'Azur' },
    });
    expect(await jalon.api.post('/v1/providers', { name: 'Numspot' })).toMatchObject({ status: 201 });
    const again = await jalon.api.post('/v1/providers', { name: 'Bleu' });
    expect(again).toMatchObject({ status: 503, body: { code: 'unreadable-event' } });
  });

  it('does not end the Atom feed before older events', async () => {
    expect((await jalon.api.get('/v1/changes.atom?becomes=granted')).body).toContain(granted);
  });
});
