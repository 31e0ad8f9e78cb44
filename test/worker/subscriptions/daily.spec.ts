import { beforeEach, describe, expect, it } from '@jest/globals';
import { planDigests } from '#subscriptions/planning/digests.js';
import type { ChangesDigest, Message, RegisterNotice } from '#subscriptions/messages/message.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { fact, uuid } from '#test/events.js';
import { remind } from '#test/mail-of.js';
import { REGISTER_MAILS } from '#test/sample-mails.js';
import { mine, startSubscribing } from '#test/subscribing.js';
import { until } from '#test/until.js';
import { prepareWorking } from '#test/working.js';
import { startedOnce } from '#test/started.js';

/** As long as the longest one: after that it was nine o'clock, whenever this runs. */
const DAY = 25 * 3_600_000;
const zone = 'Europe/Paris';

const subject = startedOnce(() => startSubscribing());
let made = 0;
let recorded = 0;
let id: string;

beforeEach(async () => {
  id = uuid((made += 1));
  await subject.confirmed({
    ...{ id, channel: 'email', target: `officer${made}@example.org` },
    filter: { changes: true, deadlines: false },
  });
  await set({ mode: 'daily' });
});

const set = (values: object) => subject.set(id, values);

async function record(): Promise<number> {
  const day = `2024-01-${String((recorded += 1)).padStart(2, '0')}`;
  const position = await subject.record(fact('MilestoneReached', day, { milestone: 'J1' }));
  await subject.fanOut();
  return position;
}

const plan = () => planDigests(subject.database.app, subject.clock.now(), zone);

/** What was planned, oldest first: a digest by the positions of its changes. */
async function told(): Promise<(string | number[])[]> {
  return (await subject.told(id)).map(({ type, data, cause }) =>
    type === 'changes.digest' ? (data as ChangesDigest).changes.map(({ position }) => position) : cause,
  );
}

describe('a subscription with a daily digest', () => {
  it('receives all new events in one mail at nine', async () => {
    const positions = [await record(), await record()];
    await plan();
    expect(await told()).toEqual([]);
    subject.clock.forward(DAY);
    await Promise.all([plan(), plan()]);
    await plan();
    expect(await told()).toEqual([positions]);
    expect(await subject.deliver()).toEqual(['sent']);
    const [mail] = await subject.keptMails.list({ limit: 1 });
    expect(mail).toMatchObject({ recipient: `officer${made}@example.org`, subject: expect.stringContaining('2') });
  });

  it('also names the registers that need attention, to an officer', async () => {
    const notice = REGISTER_MAILS['register.held'] as RegisterNotice;
    const noticesFor = (address: string) => (address === `officer${made}@example.org` ? [notice] : []);
    await record();
    subject.clock.forward(DAY);
    await planDigests(subject.database.app, subject.clock.now(), zone, { noticesFor });
    await subject.deliver();
    const [kept] = await subject.keptMails.list({ limit: 1 });
    const mail = await subject.keptMails.get(kept!.delivery);
    expect(mail?.text).toContain('Listes officielles à vérifier\n\n* Catalogue de l’ANSSI');
  });

  it('receives one digest for several days after an outage, and then for the next day', async () => {
    const first = [await record(), await record()];
    subject.clock.forward(3 * DAY);
    await plan();
    const [next] = [await record()];
    await plan();
    subject.clock.forward(DAY);
    await plan();
    expect(await told()).toEqual([first, [next]]);
  });

  it('changed to immediate receives the waiting events, and from then on each one', async () => {
    const first = await record();
    await subject.subscriptions.change(id, { mode: 'immediate' }, mine);
    const second = await record();
    expect(await told()).toEqual([[first], `event:${second}`]);
    await subject.subscriptions.change(id, { mode: 'immediate' }, mine);
    await subject.subscriptions.change(id, { mode: 'daily' }, mine);
    const third = await record();
    subject.clock.forward(DAY);
    await plan();
    expect(await told()).toEqual([[first], `event:${second}`, [third]]);
  });

  it.each(['monday', 'sunday'] as const)('receives one digest on %ss if it is weekly', async (digest_day) => {
    await set({ mode: 'weekly', digest_day });
    const positions = [await record()];
    subject.clock.forward(DAY);
    positions.push(await record());
    await plan();
    subject.clock.forward(7 * DAY);
    await plan();
    await plan();
    expect(await told()).toEqual([positions]);
    await set({ mode: 'daily' });
  });

  it('receives what happened while its recipient had paused it as one digest, once the pause is over', async () => {
    await set({ mode: 'immediate', recipient_paused_until: new Date(subject.clock.now().getTime() + 2 * DAY) });
    const positions = [await record(), await record()];
    await plan();
    expect(await told()).toEqual([]);
    const due = [{ cause: { kind: 'reminder' as const, reference: '1' }, subscription: id, message: remind() }];
    await subject.database.app.transaction().execute((tx) => subject.deliveries.plan(tx, due));
    expect(await subject.work(id)).toEqual([]);
    subject.clock.forward(3 * DAY);
    await plan();
    const later = await record();
    expect((await told()).slice(1)).toEqual([positions, `event:${later}`]);
    expect(await subject.work(id)).toEqual(['sent', 'sent', 'sent']);
  });

  it('loses nothing while it is changed concurrently', async () => {
    const position = await record();
    await set({ mode: 'immediate' });
    await plan();
    expect(await told()).toEqual([[position]]);
  });

  it('receives everything that waited while it was disabled', async () => {
    const first = await record();
    await set({ state: 'disabled', disabled_because: 'failing' });
    subject.clock.forward(2 * DAY);
    await plan();
    expect(await told()).toEqual([]);
    await set({ state: 'active', disabled_because: null });
    await plan();
    expect(await told()).toEqual([[first]]);
  });

  it('receives nothing once it has ended', async () => {
    await record();
    await subject.subscriptions.end(id, mine);
    subject.clock.forward(DAY);
    await plan();
    expect(await told()).toEqual([]);
    expect(await subject.database.app.selectFrom('daily_change').selectAll().execute()).toEqual([]);
  });

  it('lists 200 of many events, status changes first, and their number', async () => {
    const position = await record();
    const { message } = await subject.database.app
      .selectFrom('daily_change')
      .select('message')
      .where('subscription', '=', id)
      .executeTakeFirstOrThrow();
    const { type, timestamp, data: change } = message as Message;
    const at = (place: number, status: object) => ({
      subscription: id,
      position: place,
      message: JSON.stringify({ type, timestamp, data: { ...change, position: place, status } }),
    });
    const still = { status: 'granted', confirmed: true, stage: 'J3' };
    const more = Array.from({ length: 204 }, (_, index) => at(position + 1 + index, { before: still, after: still }));
    const withdrawn = at(position + 205, { before: still, after: { ...still, status: 'withdrawn' } });
    more.push(withdrawn);
    await subject.database.app.insertInto('daily_change').values(more).execute();
    subject.clock.forward(DAY);
    await plan();
    const [digest] = await subject.told(id);
    const data = digest!.data as ChangesDigest;
    const first = Array.from({ length: 199 }, (_, index) => position + index);
    expect(data.changes.map((one) => one.position)).toEqual([...first, withdrawn.position]);
    expect(data.total).toBe(206);
  });
});

it('the worker creates and sends the digest at nine', async () => {
  const working = await prepareWorking('2030-11-25T07:30:00Z');
  try {
    const { app } = working.database;
    await insertConfirmed(
      app,
      [{ id: uuid(1), channel: 'email', target: 'officer@example.org', filter: { changes: true } }],
      {
        at: working.clock.now(),
        since: await working.events.head(),
        secret: '',
      },
    );
    await app.updateTable('subscription').set({ mode: 'daily' }).execute();
    await working.work();
    await working.record(uuid(2), { id: uuid(3), event: fact('MilestoneReached', '2024-01-01', { milestone: 'J1' }) });
    await until(async () => (await app.selectFrom('daily_change').selectAll().execute()).length === 2);
    working.clock.forward(31 * 60_000);
    await until(
      async () => (await app.selectFrom('delivery').select('id').where('state', '=', 'sent').execute()).length === 1,
    );
    const deliveries = await app.selectFrom('delivery').select(['kind', 'reference', 'state']).execute();
    expect(deliveries).toEqual([{ kind: 'daily', reference: '2030-11-25', state: 'sent' }]);
    expect(working.complaints).toEqual([]);
  } finally {
    await working.close();
  }
});
