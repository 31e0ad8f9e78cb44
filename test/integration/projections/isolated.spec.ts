import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import type { NewFailure } from '#event-store/isolation.js';
import { changes } from '#subscriptions/planning/fan-out.js';
import { startApi, type TestApi } from '#test/api.js';
import { fact, opened, registered, uuid } from '#test/events.js';
import { planningOn } from '#test/planning-on.js';
import { storeRaw } from '#test/stored-events.js';
import { until } from '#test/until.js';

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
