import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { hasLapsedClaims } from '#subscriptions/sending/claim-due.js';
import { Leases } from '#subscriptions/sending/deliveries.js';
import { type LedgerEvent, schemeStream } from '#domain/event/ledger-event.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { uuidOf } from '#event-store/encoding.js';
import { serveApi } from '#test/api.js';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { hookOf, subscribeAll } from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking } from '#test/working.js';
import { startedOnce } from '#test/started.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** More than are waited for at a time, slow ones included. */
const OTHERS = 320;
const MONDAY = '2026-11-23T07:30:00Z'; // half past eight in Paris, half an hour before reminders are sent

describe('the executor', () => {
  const jalon = startedOnce(async () => {
    const started = await prepareWorking(MONDAY);
    await started.work();
    return started;
  });
  afterEach(async () => {
    jalon.receiver.answer = undefined;
    jalon.receiver.received.length = 0;
    const ended = { state: 'unsubscribed', ended_at: new Date() } as const;
    await jalon.database.app.updateTable('subscription').set(ended).execute();
  });

  let weeks = 0;
  /** On the next Monday, a deadline of a week later on a dossier of its own, and so many who are reminded of it at nine. */
  async function owed(subscribers: number) {
    weeks += 1;
    const [dossier, week] = [uuid(500 + weeks), 7 * weeks];
    jalon.clock.forward(Date.parse(MONDAY) + week * DAY - jalon.clock.now().getTime());
    const due = addDays('2026-11-30', week);
    const data = { key: 'audit', due, opens: '2026-01-01', reason: 'r' };
    await jalon.record(dossier, { id: uuid(weeks), event: { type: 'DeadlineSet', data } });
    for (let n = 0; n < subscribers; n += 1)
      await jalon.subscribe({ changes: false, deadlines: true, dossiers: [dossier] });
    const counts = async () => {
      const rows = await jalon.database.app
        .selectFrom('reminder')
        .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
        .where('deadline_key', '=', `officer-set/${dossier}/audit`)
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    };
    await until(async () => (await counts())['planned'] === 7 * subscribers);
    return { dossier, counts };
  }
  const arrived = () =>
    jalon.receiver.received
      .filter((request) => payloadIn(request).type.startsWith('deadline.'))
      .map(({ headers }) => headers['webhook-id']);

  it('names the request that recorded an event, to the receiver and in the log', async () => {
    const served = await serveApi(jalon.database.appUrl, {}, jalon.clock);
    try {
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

  const issued = uuid(100);
  const opens = async () => {
    const row = await jalon.database.app
      .selectFrom('deadline')
      .select(['opens', 'version'])
      .where('key', '=', `grant-end/${issued}`)
      .executeTakeFirst();
    return row && `${row.opens} v${row.version}`;
  };

  it('plans deadlines anew after a new version or an amendment of a scheme', async () => {
    const data = { decision: '2118', validFrom: '2024-11-30', validUntil: '2027-11-30' };
    await jalon.record(uuid(600), { id: issued, event: fact('GrantIssued', '2024-11-30', data) });
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

  it('releases a claim that was held for too long (long)', async () => {
    const db = jalon.database.app;
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
    await db.deleteFrom('delivery').where('kind', '=', 'test').execute();
    expect(rows).toEqual([{ id: uuid(1) }]);
  });

  it('takes over messages of a dead process once their claim has lapsed, with the same id', async () => {
    const { counts } = await owed(1);
    jalon.clock.forward(HOUR);
    await until(async () => (await counts())['sent'] === 1);
    await sql`
      update delivery set state = 'claimed', sent_at = null, claim = gen_random_uuid(), claimed_until = clock_timestamp()
      where kind = 'reminder' and message_id::text = ${arrived()[0]}
    `.execute(jalon.database.app);
    await until(() => arrived().length === 2);
    expect(new Set(arrived()).size).toBe(1);
  });

  it('does not send a reminder whose deadline was met before sending began', async () => {
    const held: ServerResponse[] = [];
    const { dossier, counts } = await owed(1);
    const wishes = { ladder: { before: [7], overdue: [] } };
    const ids = Array.from({ length: OTHERS }, (_, nth) => uuid(1_000 + nth));
    await subscribeAll(
      jalon,
      ids.map((id) => hookOf(jalon, id, [dossier], wishes)),
    );
    await until(async () => (await counts())['planned'] === 7 + OTHERS);
    jalon.receiver.answer = (_, response) => void held.push(response);
    jalon.clock.forward(HOUR);
    await until(() => held.length >= 16); // more once these are found to be slow, but not all
    const event = { type: 'DeadlineMet', data: { key: 'audit', reason: 'r' } } as const;
    await jalon.record(dossier, { id: uuid(200), event });
    await until(async () => (await counts())['planned'] === undefined);
    jalon.receiver.answer = undefined;
    for (const response of held) response.end();
    await until(async () => (await counts())['claimed'] === undefined);
    const { sent = 0, cancelled = 0 } = await counts();
    expect(sent + cancelled).toBe(7 + OTHERS);
    expect(sent).toBeLessThan(1 + OTHERS);
    await sleep(500);
    expect(arrived()).toHaveLength(sent);
  });

  it('renews the claim of a message that takes longer than a lease (long)', async () => {
    const held: ServerResponse[] = [];
    await jalon.work();
    const { counts } = await owed(1);
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
    await until(async () => (await counts())['sent'] === 1);
    expect(held).toHaveLength(1);
  });
});
