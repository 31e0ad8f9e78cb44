import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { QueryResult } from 'pg';
import { removedCounts } from '#database/removed-rows.js';
import { findSubscription } from '#subscriptions/sending/attempt.js';
import { viewOf } from '#subscriptions/subscription.js';
import { disabledSubscriptions, dropHeld } from '#subscriptions/retention.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { fact, uuid } from '#test/events.js';
import { JALON_SECRET, mine, startSubscribing } from '#test/subscribing.js';
import { startedOnce } from '#test/started.js';
import { Retention } from '../../../apps/worker/retention.js';

const DAY = 86_400_000;
const filter = { changes: true, deadlines: false };
const [alive, ended, held, digested] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const secrets = new Secrets(JALON_SECRET);

const subject = startedOnce(() => startSubscribing());
let recorded = 0;

beforeAll(async () => {
  const all = [alive, ended, held, digested];
  await subject.confirmed(...all.map((id) => ({ id, channel: 'email' as const, target: `${id}@example.org`, filter })));
  await subject.set(digested, { mode: 'daily' });
});

async function record(): Promise<void> {
  await subject.record(fact('StatementMade', '2024-03-01', { speaker: `${(recorded += 1)}` }), uuid(100 + recorded));
  await subject.fanOut();
}

const remove = (settings: { JALON_RETENTION_DAYS: number | 'never'; JALON_ENDED_DAYS: number | 'never' }) => {
  const today = subject.clock.today('Europe/Paris');
  const { database, clock } = subject;
  const files = new EvidenceFiles(database.app, clock, EvidenceSettingsSchema.parse({}));
  return new Retention(database.app, settings, files).remove(clock.now(), today, new AbortController().signal);
};
const kept = { JALON_RETENTION_DAYS: 400, JALON_ENDED_DAYS: 30 };

const counts = async (subscription: string) => {
  const { rows } = await sql<{ deliveries: number; attempts: number; mails: number }>`
    select (select count(*) from delivery where subscription = ${subscription}) as deliveries,
      (select count(*) from delivery_attempt join delivery on id = delivery where delivery.subscription = ${subscription}) as attempts,
      (select count(*) from kept_mail join delivery on id = delivery where subscription = ${subscription}) as mails
  `.execute(subject.database.app);
  return Object.values(rows[0]!).map(Number);
};

const view = (id: string) => subject.subscriptions.get(id, 'all');

const removed = async () =>
  Object.fromEntries((await removedCounts(subject.database.app)).map(({ kind, count }) => [kind, count]));

describe('retention', () => {
  it('removes what is settled after its term, and an ended subscription with its address', async () => {
    const { app } = subject.database;
    await record();
    const pending = (await subject.subscribe({ channel: 'email', address: 'nobody@example.org' })).subscription.id;
    await subject.deliver();
    const bounced = (await subject.subscribe({ channel: 'email', address: 'nobody-else@example.org' })).subscription.id;
    await subject.set(bounced, { state: 'disabled', disabled_because: 'bounced' });
    await subject.set(held, { state: 'disabled', disabled_because: 'failing' });
    await subject.subscriptions.end(ended, mine);
    expect(await counts(alive)).toEqual([1, 1, 1]);
    const { id: delivery } = await app
      .selectFrom('delivery')
      .select('id')
      .where('subscription', '=', alive)
      .executeTakeFirstOrThrow();

    await remove(kept);
    expect([await removed(), await counts(ended)]).toEqual([{}, [1, 1, 1]]);
    subject.clock.forward(33 * DAY);
    await remove({ ...kept, JALON_ENDED_DAYS: 'never' });
    expect(await removed()).toEqual({});
    await remove(kept);
    expect(await removed()).toEqual({ delivery: 3, subscription: 3 });
    for (const gone of [ended, pending, bounced]) await expect(view(gone)).rejects.toMatchObject({ code: 'not-found' });
    await subject.preferences.unsubscribe(ended, secrets.token('unsubscription', ended));
    const { rows } =
      await sql`select from subscription where target like ${`${ended}%`} or target like 'nobody%'`.execute(app);
    expect(rows).toEqual([]);

    subject.clock.forward(400 * DAY);
    await remove({ ...kept, JALON_RETENTION_DAYS: 'never' });
    expect(await counts(alive)).toEqual([1, 1, 1]);
    await remove(kept);
    expect(await counts(alive)).toEqual([0, 0, 0]);
    await expect(subject.log.get(alive, delivery, 'all')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await removed()).toMatchObject({ subscription: 3 });
  });

  it('removes past reminders and answers, unless their deadline is open', async () => {
    const { app } = subject.database;
    const old = new Date(subject.clock.now().getTime() - 401 * DAY);
    const dates = { due: '2024-01-01', due_earliest: '2024-01-01', due_latest: '2024-01-01', opens: '2023-01-01' };
    const plan = { dossier: uuid(50), provider: uuid(51), scheme: 'hds', depends_on: [], next_turn: null };
    await app.insertInto('dossier_plan').values(plan).execute();
    for (const [nth, state] of (['open', 'met', 'missed'] as const).entries()) {
      const deadline = {
        key: `d/${state}`,
        kind: 'target',
        version: 2,
        body: '{}',
        dossier: uuid(50),
        changed_at: old,
      };
      await app
        .insertInto('deadline')
        .values({ ...deadline, ...dates, state })
        .execute();
      const answer = { deadline_key: `d/${state}`, subscription: alive, acknowledged_at: old, acknowledged_by: 'link' };
      for (const version of [1, 2]) {
        await app
          .insertInto('reminder')
          .values({
            ...{ id: uuid(60 + 2 * nth + version), deadline_key: `d/${state}`, deadline_version: version, rung: 7 },
            ...{
              subscription: alive,
              owner: mine.owner,
              day: '2024-01-01',
              fire_at: old,
              state: 'sent',
              changed_at: old,
            },
          })
          .execute();
        await app
          .insertInto('reminder_answer')
          .values({ ...answer, deadline_version: version })
          .execute();
      }
    }
    await remove(kept);
    const left = await app.selectFrom('reminder').select(['deadline_key', 'deadline_version']).execute();
    expect(left).toEqual([{ deadline_key: 'd/open', deadline_version: 2 }]);
    const answered = await app.selectFrom('reminder_answer').select(['deadline_key', 'deadline_version']).execute();
    expect(answered).toEqual(left);
    await remove(kept);
    expect(await removed()).toMatchObject({ reminder: 5 });
  });

  it('drops the oldest messages held for a disabled subscription, and says which', async () => {
    const { app } = subject.database;
    const disabled = { state: 'disabled', disabled_because: 'failing' } as const;
    await app.updateTable('subscription').set(disabled).where('id', 'in', [held, digested]).execute();
    const head = await subject.events.head();
    for (let nth = 0; nth < 5; nth += 1) await record();
    const first = await app
      .selectFrom('delivery')
      .select('created_at')
      .where('kind', '=', 'event')
      .where('reference', '=', String(head + 1))
      .executeTakeFirstOrThrow();
    const dropping = { most: 2, days: 90 };
    const now = subject.clock.now();
    const drop = async () => {
      let count = 0;
      for (const id of await disabledSubscriptions(app))
        for (let dropped = -1; dropped !== 0; count += dropped) dropped = await dropHeld(app, id, now, dropping);
      return count;
    };
    const counts = await Promise.all([1, 2].map(drop));
    expect(counts.reduce((sum, count) => sum + count)).toBe(9); // of `held` 3; of `digested` all 6, which the ledger recorded by its own clock, long before this one
    expect(await drop()).toBe(0);
    const dropped = { messages: 3, eventsAfter: String(head) };
    expect((await view(held)).dropped).toMatchObject({ ...dropped, first: first.created_at });
    expect((await view(digested)).dropped).toMatchObject({ messages: 6, eventsAfter: String(head - 1) });
    const rows = [{ epoch: 7, position: head - 1 }];
    await app.epochs.compare({ query: () => Promise.resolve({ rows } as QueryResult<(typeof rows)[number]>) });
    const inLaterEpoch = (id: string) => findSubscription(app, id, 'all').then((row) => viewOf(row, app.epochs));
    expect((await inLaterEpoch(held)).dropped).toMatchObject({ eventsAfter: `${head}-7` });
    expect((await inLaterEpoch(digested)).dropped).toMatchObject({ eventsAfter: String(head - 1) });
    await app.readEpochs();
    await subject.subscriptions.resume(held, { owner: mine.owner });
    expect((await view(held)).dropped).toMatchObject(dropped);
    expect(await subject.work(held)).toEqual(['sent', 'sent']);
  });

  it('drops what is held for longer than its term', async () => {
    const { app } = subject.database;
    await subject.set(held, { state: 'disabled', disabled_because: 'failing' });
    await record();
    subject.clock.forward(91 * DAY);
    await record();
    await remove(kept);
    expect((await view(held)).dropped).toMatchObject({ messages: 4 });
    expect(
      await app
        .selectFrom('delivery')
        .select('id')
        .where('subscription', '=', held)
        .where('state', '=', 'planned')
        .execute(),
    ).toHaveLength(1);
  });
});
