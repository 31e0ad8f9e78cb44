import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { type NewFailure } from '#event-store/isolation.js';
import { changes } from '#subscriptions/planning/fan-out.js';
import { startApi, type TestApi } from '#test/api.js';
import { fact, opened, registered, uuid } from '#test/events.js';
import { planningOn } from '#test/planning-on.js';
import { storeRaw } from '#test/stored-events.js';
import { until } from '#test/until.js';
import { calendarIn } from '#test/feeds.js';
import { marketplace, product } from '#test/marketplace.js';
import { consoleOf } from '#test/console.js';
import { endingGrant, startReminding } from '#test/reminding.js';
import { grant, openDossier } from '#test/recording.js';
import { startedOnce } from '#test/started.js';

const [FINE, ILL, LATE, NEWER] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const opens = (dossier: string, ...more: LedgerEvent[]) => ({
  stream: dossierStream(dossier),
  expected: 'any' as const,
  events: [opened({ provider: uuid(900) }), ...more].map((event) => ({ id: crypto.randomUUID(), event })),
});
const filed = fact('ApplicationFiled', '2025-01-05', {});
const granted = fact('GrantIssued', '2026-03-02', { decision: '2279', validUntil: '2029-03-01' });
const projections = ['board', 'changes', 'deadlines'];

describe('what cannot be processed', () => {
  let served: TestApi;
  let events: EventStore<LedgerEvent>;
  const stop = new AbortController();
  let following: Promise<unknown>;
  const named: string[] = [];
  let newer: number;

  const followed = async (): Promise<void> => {
    const head = await events.head();
    await until(async () => {
      const rows = await served.db.selectFrom('checkpoint').select(['name', 'position']).execute();
      return projections.every((name) => rows.some((row) => row.name === name && row.position === head));
    });
  };
  const failures = async () => {
    const rows = await served.db
      .selectFrom('projection_failure')
      .select(['projection', 'stream', 'position', 'attempts'])
      .orderBy('stream')
      .orderBy('projection')
      .execute();
    return rows;
  };
  const failing = async (stream: string) =>
    (await failures()).filter((one) => one.stream === stream).map(({ projection }) => projection);
  const spansOf = async (dossier: string) => {
    const { rows } = await sql<{ known: number }>`
      select distinct known_from as known from dossier_span where dossier = ${dossier} order by known_from
    `.execute(served.db);
    return rows.map(({ known }) => known);
  };
  const retryNow = () =>
    served.db
      .updateTable('projection_failure')
      .set({ next_attempt_at: new Date(0) })
      .execute();

  beforeAll(async () => {
    served = await startApi();
    events = new EventStore<LedgerEvent>(served.db, codec);
    const refuse = sql`
      create function refuse() returns trigger language plpgsql as $$ begin
        if new.dossier = ${sql.lit(ILL)} then raise exception 'refused for the test'; end if;
        return new;
      end $$;
      create trigger refuse before insert on dossier_span for each row execute function refuse();
      create trigger refuse before insert on dossier_plan for each row execute function refuse()
    `;
    await refuse.execute(served.owner);
    const provider = {
      stream: providerStream(uuid(900)),
      expected: 0,
      events: [{ id: uuid(10), event: registered() }],
    };
    await events.append([provider, opens(FINE), opens(ILL, filed), opens(NEWER)], { actor: 'tester' });
    newer = await storeRaw(served.owner, dossierStream(NEWER), { type: 'GrantPromised', data: { by: '2027' } });
    const planning = planningOn(served.db, new Clock());
    following = Promise.all(
      [planningProjection(planning), changes(events, served.deliveries, { ...planning })].map((projection) =>
        follow(events, served.db, projection, {
          signal: stop.signal,
          onFailure: ({ stream }: NewFailure) => void named.push(`${projection.name} ${stream}`),
        }),
      ),
    );
    await events.append([opens(LATE)], { actor: 'tester' });
    await followed();
  });
  afterAll(async () => {
    stop.abort();
    await following;
    await served.close();
  });

  it('stops its own stream only, and is named once', async () => {
    expect(await failing(dossierStream(ILL))).toEqual(['board', 'deadlines']);
    expect(await failing(dossierStream(NEWER))).toEqual(['board', 'changes', 'deadlines']);
    const { rows } = await sql<{ dossier: string }>`select dossier from dossier_plan order by dossier`.execute(
      served.db,
    );
    expect(rows.map(({ dossier }) => dossier)).toEqual([FINE, LATE]);
    expect(await spansOf(LATE)).toEqual([newer + 1]);
    await retryNow();
    await until(async () => (await failures()).every(({ attempts }) => attempts > 1));
    expect(named.toSorted()).toEqual([
      `changes ${dossierStream(NEWER)}`,
      `deadlines ${dossierStream(ILL)}`,
      `deadlines ${dossierStream(NEWER)}`,
    ]);
  });

  it('is named by /readyz and /metrics, and leaves the API ready', async () => {
    const { status, body } = await served.as().get('/readyz');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ready',
      degraded: [
        { code: 'projection-failures', projection: 'board', count: 2 },
        { code: 'projection-failures', projection: 'changes', count: 1 },
        { code: 'projection-failures', projection: 'deadlines', count: 2 },
      ],
    });
    expect((await served.api.get('/metrics')).body).toContain('jalon_projection_failures{projection="deadlines"} 2');
  });

  it('is answered for with a problem, while lists, events and the export go on', async () => {
    const head = await events.head();
    expect(await served.api.get(`/v1/dossiers/${NEWER}`)).toMatchObject({
      status: 503,
      body: { code: 'unreadable-event' },
    });
    expect((await served.api.post(`/v1/dossiers/${NEWER}/events`, filed)).body.code).toBe('unreadable-event');
    await until(async () => (await served.api.get(`/v1/dossiers?seen=${head}`)).status === 200);
    const list = await served.api.get('/v1/dossiers');
    expect(list.body.items.map(({ id }: { id: string }) => id).toSorted()).toEqual([FINE, LATE]);
    for (const filter of ['', '&schemes=secnumcloud']) {
      const { body } = await served.api.get(`/v1/events?after=${newer - 2}${filter}`);
      expect(body.items.at(-1)).toMatchObject({ stream: dossierStream(LATE) });
      if (filter === '')
        expect(body.items[1]).toMatchObject({ type: 'GrantPromised', data: { by: '2027' }, unreadable: true });
    }
    expect((await served.api.get('/v1/ledger.ndjson')).body).toContain('"type":"GrantPromised"');
  });

  it('is processed from where it failed, with its next event or once its cause is gone', async () => {
    await events.append([{ ...opens(ILL), events: [{ id: uuid(20), event: granted }] }], { actor: 'tester' });
    await followed();
    expect(await failing(dossierStream(ILL))).toEqual(['board', 'deadlines']);
    await sql`drop function refuse() cascade`.execute(served.owner);
    await retryNow();
    await until(async () => (await failing(dossierStream(ILL))).length === 0);
    const positions = await events.read(dossierStream(ILL));
    expect((await spansOf(ILL))[0]).toBe(positions[1]?.position);
    expect(await spansOf(ILL)).toContain(positions.at(-1)?.position);
  });
});

/** As during an upgrade: a newer release records on a dossier that is projected, planned and reminded of. */
describe('an event that cannot be read, on a dossier that lists show', () => {
  const jalon = startedOnce(() => startReminding());
  let shown: Awaited<ReturnType<typeof endingGrant>>;
  let other: Awaited<ReturnType<typeof openDossier>>;
  let granted: string;
  let head: number;

  beforeAll(async () => {
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

  it.each(['/', '/deadlines', '/dossiers?show=chart', '/providers', '/providers/outscale'])(
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
