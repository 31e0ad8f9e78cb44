import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { hasLapsedClaims } from '#subscriptions/sending/claim-due.js';
import { Leases } from '#subscriptions/sending/deliveries.js';
import { type LedgerEvent, schemeStream } from '#domain/event/ledger-event.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { uuidOf } from '#event-store/encoding.js';
import { serveApi } from '#test/api.js';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { subscribeAll } from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking } from '#test/working.js';
import { startedForEach } from '#test/started.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const deadline = (n: number) => ({
  id: uuid(n),
  event: {
    type: 'DeadlineSet' as const,
    data: { key: `audit-${n}`, due: '2026-11-30', opens: '2026-01-01', reason: 'r' },
  },
});

describe('the executor', () => {
  const jalon = startedForEach(() => prepareWorking('2026-11-23T07:30:00Z'));

  const planned = (count: number) => until(async () => ((await jalon.counts()).planned ?? 0) >= count);
  const arrived = () =>
    jalon.receiver.received
      .filter((request) => payloadIn(request).type.startsWith('deadline.'))
      .map(({ headers }) => headers['webhook-id']);

  it('sends when the clock is set forward, however far', async () => {
    await jalon.work();
    await jalon.subscribe();
    await jalon.record(uuid(500), deadline(1));
    await planned(3);
    jalon.clock.forward(HOUR);
    await until(() => arrived().length === 1);
    jalon.clock.forward(30 * DAY);
    await until(() => arrived().length === 2);
    await sleep(500);
    expect(arrived()).toHaveLength(2);
  });

  it('names the request that recorded an event, to the receiver and in the log', async () => {
    const served = await serveApi(jalon.database.appUrl, {}, jalon.clock);
    try {
      await jalon.work();
      const subscription = await jalon.subscribe({ changes: true, deadlines: true });
      const body = { name: 'Bleu' };
      const made = await served.api.post('/v1/providers', body, { 'x-request-id': 'desk-42' });
      expect(made.headers.get('x-request-id')).toBe('desk-42');
      const got = () => jalon.receiver.received.find((request) => payloadIn(request).type === 'event.recorded');
      await until(() => got() !== undefined);
      expect(got()?.headers['x-request-id']).toBe('desk-42');
      await until(() => jalon.logged.some((line) => 'requestId' in line));
      const line = { requestId: 'desk-42', subscription, channel: 'webhook', attempt: 1, result: 'delivered' };
      expect(jalon.logged).toContainEqual(expect.objectContaining(line));
    } finally {
      await served.close();
    }
  });

  it('sends nothing twice when the clock is set back', async () => {
    await jalon.work();
    await jalon.subscribe();
    await jalon.record(uuid(500), deadline(1));
    await planned(3);
    jalon.clock.forward(HOUR);
    await until(async () => (await jalon.counts()).sent === 1);
    jalon.clock.forward(-2 * HOUR);
    await sleep(1_500);
    jalon.clock.forward(2 * HOUR);
    await sleep(2_500);
    expect(arrived()).toHaveLength(1);
  });

  it('sends each message once with three concurrent workers', async () => {
    await jalon.work();
    for (let n = 0; n < 30; n += 1) await jalon.subscribe();
    await jalon.record(uuid(500), deadline(1));
    await planned(90);
    await jalon.work();
    await jalon.work();
    jalon.clock.forward(HOUR);
    await until(async () => (await jalon.counts()).sent === 30);
    await sleep(500);
    expect(arrived()).toHaveLength(30);
    expect(new Set(arrived()).size).toBe(30);
  });

  it('renews the claim of a message that takes longer than a lease', async () => {
    const held: ServerResponse[] = [];
    await jalon.work();
    await jalon.work();
    await jalon.subscribe();
    await jalon.record(uuid(500), deadline(1));
    await planned(3);
    jalon.receiver.answer = (_, response) => void held.push(response);
    jalon.clock.forward(HOUR);
    await until(() => held.length === 1);
    // As if most of the lease had gone by: the next renewal is due within five seconds.
    await sql`update delivery set claimed_until = clock_timestamp() + interval '6 seconds' where state = 'claimed'`.execute(
      jalon.database.app,
    );
    await until(async () => {
      const { rows } = await sql`
        select from delivery where state = 'claimed' and claimed_until > clock_timestamp() + interval '10 seconds'
      `.execute(jalon.database.app);
      return rows.length === 1;
    });
    expect(await hasLapsedClaims(jalon.database.app)).toBe(false);
    held[0]!.end();
    await until(async () => (await jalon.counts()).sent === 1);
    expect(held).toHaveLength(1);
  });

  it('does not let hanging endpoints delay other messages or their records', async () => {
    const [hanging, others] = [5, 115];
    await jalon.work();
    const target = (n: number) => `${jalon.receiver.url}/${n < hanging ? 'hangs' : 'answers'}/${n}`;
    await subscribeAll(
      jalon,
      Array.from({ length: hanging + others }, (_, n) => {
        const wishes = { ladder: { before: [7], overdue: [] } };
        return { id: uuid(1_000 + n), channel: 'webhook', target: target(n), dossiers: [uuid(500)], wishes };
      }),
    );
    await jalon.record(uuid(500), deadline(1));
    await planned(hanging + others);
    jalon.receiver.answer = ({ path }, response) => {
      if (path.includes('answers')) response.end();
    };
    jalon.clock.forward(HOUR);
    await until(async () => (await jalon.counts()).sent === others); // long before those that hang are given up
    expect(await jalon.counts()).toEqual({ sent: others, claimed: hanging });
  });

  it('releases a claim that was held for too long', async () => {
    const db = jalon.database.app;
    await jalon.work();
    const subscription = await jalon.subscribe();
    await sql`
      insert into delivery (id, kind, reference, subscription, message_id, message, state, attempts, next_attempt_at, created_at,
        claim, claimed_until)
      select id, 'test', id, ${subscription}, id, '{}', 'claimed', 1, now(), now(), id, clock_timestamp() + interval '9 s'
      from unnest(${[uuid(1), uuid(2)]}::uuid[]) as held (id)
    `.execute(db);
    const [usual, impatient] = [new Leases(db), new Leases(db, 3_000)];
    usual.hold({ id: uuid(1), claim: uuid(1) });
    impatient.hold({ id: uuid(2), claim: uuid(2) });
    const renewed = async () => {
      const { rows } = await sql<{ id: string }>`
        select id from delivery where claimed_until > clock_timestamp() + interval '10 s'
      `.execute(db);
      return rows;
    };
    await until(async () => (await renewed()).length > 0);
    await sleep(300); // the other one would be renewed at the same time
    const rows = await renewed();
    usual.drop({ id: uuid(1), claim: uuid(1) });
    impatient.drop({ id: uuid(2), claim: uuid(2) });
    expect(rows).toEqual([{ id: uuid(1) }]);
  });

  it('takes over messages of a dead process once their claim has lapsed, with the same id', async () => {
    await jalon.work();
    await jalon.subscribe();
    await jalon.record(uuid(500), deadline(1));
    await planned(3);
    jalon.clock.forward(HOUR);
    await until(async () => (await jalon.counts()).sent === 1);
    await sql`
      update delivery set state = 'claimed', sent_at = null, claim = gen_random_uuid(), claimed_until = clock_timestamp()
      where kind = 'reminder'
    `.execute(jalon.database.app);
    await until(() => arrived().length === 2);
    expect(new Set(arrived()).size).toBe(1);
  });

  it('does not send a reminder whose deadline was met before sending began', async () => {
    const held: ServerResponse[] = [];
    await jalon.work();
    for (let n = 0; n < 17; n += 1) await jalon.subscribe();
    await jalon.record(uuid(500), deadline(1));
    await planned(51);
    jalon.receiver.answer = (_, response) => void held.push(response);
    jalon.clock.forward(HOUR);
    await until(() => held.length === 16);
    await jalon.record(uuid(500), {
      id: uuid(2),
      event: { type: 'DeadlineMet', data: { key: 'audit-1', reason: 'r' } },
    });
    await until(async () => ((await jalon.counts()).cancelled ?? 0) >= 17 * 7 - 16);
    for (const response of held) response.end();
    await until(async () => (await jalon.counts()).sent === 16);
    await sleep(500);
    expect(arrived()).toHaveLength(16);
    expect(await jalon.counts()).toEqual({ sent: 16, cancelled: 17 * 7 - 16 });
  });

  const issued = uuid(1);
  const opens = async () => {
    const row = await jalon.database.app
      .selectFrom('deadline')
      .select(['opens', 'version'])
      .where('key', '=', `grant-end/${issued}`)
      .executeTakeFirst();
    return row && `${row.opens} v${row.version}`;
  };

  it('plans deadlines anew after a new version or an amendment of a scheme', async () => {
    await jalon.work();
    const data = { decision: '2118', validFrom: '2024-11-30', validUntil: '2027-11-30' };
    await jalon.record(uuid(500), { id: issued, event: fact('GrantIssued', '2024-11-30', data) });
    await until(async () => (await opens()) !== undefined);
    expect(await opens()).toBe('2027-06-03 v1');
    const publish = (id: string, event: LedgerEvent) =>
      jalon.events.append(
        [{ stream: schemeStream('secnumcloud'), expected: 'any', events: [{ id: uuidOf(id), event }] }],
        { actor: 'key:1 admin' },
      );
    const warning = (warningDays: number) => ({ scheme: { ...secnumcloud, warningDays } });
    await publish('first', { type: 'SchemePublished', data: warning(365) });
    await until(async () => (await opens()) !== '2027-06-03 v1');
    expect(await opens()).toBe('2026-11-30 v1');
    await publish('second', corrected(uuidOf('first'), { data: warning(90) }));
    await until(async () => (await opens()) !== '2026-11-30 v1');
    expect(await opens()).toBe('2027-09-01 v1');
    await publish('third', retracted(uuidOf('second')));
    await until(async () => (await opens()) !== '2027-09-01 v1');
    expect(await opens()).toBe('2026-11-30 v1');
    expect(jalon.complaints).toEqual([]);
  });
});
