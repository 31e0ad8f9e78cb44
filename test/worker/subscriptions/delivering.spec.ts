import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { ServerResponse } from 'node:http';
import type { NewSubscription } from '#subscriptions/subscription.js';
import { planClaimed } from '#subscriptions/sending/planned-deliveries.js';
import { fact, uuid } from '#test/events.js';
import { dossier, mine, provider, startSubscribing, type Subscribing } from '#test/subscribing.js';
import {
  payloadIn,
  type ReceivedRequest,
  startWebhookReceiver,
  type WebhookReceiver,
  verifies,
} from '#test/webhook-receiver.js';

const j1 = fact('MilestoneReached', '2024-03', { milestone: 'J1' });
const j2 = fact('MilestoneReached', '2024-06-01', { milestone: 'J2' });
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

function verified(request: ReceivedRequest, secret: string): unknown {
  expect(verifies(secret, request)).toBe(true);
  return payloadIn(request);
}

describe('deliveries', () => {
  let hook: WebhookReceiver;
  let subject: Subscribing;

  beforeAll(async () => {
    hook = await startWebhookReceiver();
    subject = await startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.1'] });
  });
  afterAll(async () => {
    await subject.close();
    await hook.close();
  });
  afterEach(async () => {
    hook.answer = undefined;
    const ended = { state: 'unsubscribed' as const, ended_at: subject.clock.now() };
    await subject.database.app.updateTable('subscription').set(ended).execute();
  });

  /** An active webhook that has received nothing yet. */
  async function subscribed(filter: Partial<NewSubscription['filter']> = {}) {
    const { subscription, secret } = await subject.subscribe({ channel: 'webhook', url: hook.url, filter });
    expect(await subject.deliver()).toEqual(['sent']);
    hook.received.length = 0;
    return { id: subscription.id, secret: secret! };
  }

  const logOf = (id: string) => subject.log.list(id, mine, { limit: 50 });

  it('contain the recorded event, signed', async () => {
    const { secret } = await subscribed();
    const position = await subject.record(j1, uuid(1));
    await subject.fanOut();
    expect(await subject.deliver()).toEqual(['sent']);
    const [request] = hook.received;
    expect(verified(request!, secret)).toEqual({
      type: 'event.recorded',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        position,
        id: uuid(1),
        stream: `dossier-${dossier}`,
        version: 2,
        recordedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        provider: { id: provider, slug: 'outscale', name: 'Outscale' },
        dossier: { id: dossier, scheme: 'secnumcloud', service: 'IaaS' },
        scheme: 'secnumcloud',
        type: 'MilestoneReached',
        occurred: '2024-03',
        source: { kind: 'decision', publisher: 'ANSSI' },
        data: { milestone: 'J1' },
        status: {
          before: { status: 'unknown', confirmed: false, stage: null, stageConfirmed: null },
          after: { status: 'in-progress', confirmed: true, stage: 'J1', stageConfirmed: true },
        },
        next: null,
      },
    });
    expect(request?.body).not.toContain('officer');
  });

  it('are created once per cause', async () => {
    const { id } = await subscribed();
    const position = await subject.record(j1);
    await subject.fanOut();
    await subject.fanOutOf(await subject.events.readAll({ after: 0, limit: 100 }));
    expect(await subject.deliver()).toEqual(['sent']);
    expect((await logOf(id)).map(({ cause }) => cause)).toEqual([`event:${position}`, 'confirm:1']);
  });

  it('of the earlier release, which may run during an upgrade, are read as its own by either release', async () => {
    const { id } = await subscribed();
    const { app } = subject.database;
    await sql`
      insert into delivery (id, cause, lane, subscription, message_id, message, state, next_attempt_at, created_at)
      values (${uuid(7)}, 'event:7-2:again:x', ${uuid(8)}, ${id}, ${uuid(7)}, '{}', 'planned', now(), now())
    `.execute(app);
    const { rows } = await sql`
      select cause, kind, reference, again, lane, provider from delivery
      where subscription = ${id} order by ordinal
    `.execute(app);
    expect(rows).toEqual([
      { cause: 'confirm:1', kind: 'confirm', reference: '1', again: null, lane: null, provider: null },
      { cause: 'event:7-2:again:x', kind: 'event', reference: '7-2', again: 'x', lane: uuid(8), provider: uuid(8) },
    ]);
  });

  it('can be planned in tens of thousands', async () => {
    const { id } = await subscribed();
    const message = {
      type: 'subscription.test' as const,
      timestamp: '2026-01-01T00:00:00Z',
      data: { subscription: id },
    };
    const causeOf = (n: number) => ({ kind: 'test' as const, reference: String(n) });
    const many = Array.from({ length: 10_001 }, (_, n) => ({ cause: causeOf(n), subscription: id, message }));
    const plan = () => subject.database.app.transaction().execute((tx) => subject.deliveries.plan(tx, many));
    expect(await plan()).toBe(10_001);
    expect(await plan()).toBe(0);
  });

  it('of a cancelled reminder are planned again with its current content; others do not change', async () => {
    const { id } = await subscribed();
    const plan = (timestamp: string) =>
      subject.database.app.transaction().execute((tx) =>
        planClaimed(
          tx,
          [
            {
              cause: { kind: 'reminder', reference: '1' },
              subscription: id,
              message: { type: 'subscription.test', timestamp, data: { subscription: id } },
            },
          ],
          subject.clock.now(),
        ),
      );
    expect(await plan('2026-01-01T00:00:00Z')).toHaveLength(1);
    expect(await plan('2026-01-02T00:00:00Z')).toEqual([]);
    await subject.database.app
      .updateTable('delivery')
      .set({ state: 'cancelled', claim: null, claimed_until: null, attempts: 1, began_at: new Date(0) })
      .where('state', '=', 'claimed')
      .execute();
    expect(await plan('2026-01-03T00:00:00Z')).toHaveLength(1);
    await subject.lapse();
    hook.answer = (_, response) => response.writeHead(500).end();
    expect(await subject.deliver()).toEqual(['retry']); // with all of its schedule before it
    hook.answer = undefined;
    hook.received.length = 0;
    subject.clock.forward(minute);
    expect(await subject.deliver()).toEqual(['sent']);
    expect(payloadIn(hook.received[0]!)).toMatchObject({ timestamp: '2026-01-03T00:00:00Z' });
    expect(await plan('2026-01-04T00:00:00Z')).toEqual([]);
  });

  it('are retried after 5 seconds and 5 minutes, with the same id and a new signature', async () => {
    const { id, secret } = await subscribed();
    await subject.record(j1);
    await subject.fanOut();
    hook.answer = (_, response) => response.writeHead(500).end();
    expect(await subject.deliver()).toEqual(['retry']);
    expect(await subject.deliver()).toEqual([]);
    subject.clock.forward(6 * second + 100);
    expect(await subject.deliver()).toEqual(['retry']);
    subject.clock.forward(4 * minute);
    expect(await subject.deliver()).toEqual([]);
    subject.clock.forward(2 * minute + 100);
    hook.answer = undefined;
    expect(await subject.deliver()).toEqual(['sent']);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(hook.received.map(({ headers }) => headers['jalon-attempt'])).toEqual(['1', '2', '3']);
    expect(hook.received.slice(0, 2).map((request) => verified(request, secret))).toHaveLength(2);
    expect((await logOf(id))[0]).toMatchObject({ state: 'sent', attempts: 3, responseCode: 200, lastError: null });
  });

  it('are repeated with the same id after a process died between claim and record', async () => {
    const { id } = await subscribed();
    await subject.record(j1);
    await subject.fanOut();
    // No answer comes while the lease lasts; what is left is what a kill -9 leaves.
    let held: ServerResponse | undefined;
    hook.answer = (_, response) => {
      held = response;
    };
    const dying = subject.work(id);
    await hook.waitFor(1);
    expect(await subject.work(id)).toEqual([]);
    // Nor does a clock that jumps end the lease: it is the database's that counts.
    subject.clock.forward(hour);
    expect(await subject.deliver()).toEqual([]);

    await subject.lapse();
    hook.answer = undefined;
    expect(await subject.deliver()).toEqual(['sent']);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    held?.end();
    // Should the first one come back to life, its claim no longer counts.
    expect(await dying).toEqual(['skipped']);
    expect((await logOf(id))[0]).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('end if every attempt dies with its process', async () => {
    const { id } = await subscribed();
    await subject.record(j1);
    await subject.fanOut();
    await subject.database.app.updateTable('delivery').set({ attempts: 10 }).where('state', '=', 'planned').execute();
    expect(await subject.deliver()).toEqual(['failed']);
    expect(hook.received).toEqual([]);
    expect((await logOf(id))[0]?.lastError).toBe('Sending was interrupted repeatedly before it completed');
  });

  it('are sent once although their attempts cannot be logged, and not soon again if their result cannot be recorded', async () => {
    const { id } = await subscribed();
    await sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
      create trigger refuse before insert on delivery_attempt for each row execute function refuse()
    `.execute(subject.database.owner);
    await subject.record(j1);
    await subject.fanOut();
    expect(await subject.deliver()).toEqual(['sent']);
    await subject.lapse();
    expect(await subject.deliver()).toEqual([]);
    expect((await logOf(id))[0]).toMatchObject({ state: 'sent', attempts: 1 });
    expect(subject.deliveries.unrecorded).toBe(1);

    await sql`
      create trigger refuse before update on delivery for each row when (new.state = 'sent') execute function refuse()
    `.execute(subject.database.owner);
    await subject.record(j2);
    await subject.fanOut();
    expect(await subject.deliver()).toEqual(['skipped']);
    const { rows } = await sql<{ waits: boolean }>`
      select claimed_until > clock_timestamp() + interval '30 seconds' as waits from delivery where state = 'claimed'
    `.execute(subject.database.app);
    expect(rows).toEqual([{ waits: true }]);
    expect(await subject.deliver()).toEqual([]);
    expect(hook.received).toHaveLength(2);
    await sql`drop function refuse() cascade`.execute(subject.database.owner);
    await subject.lapse();
    expect(await subject.deliver()).toEqual(['sent']);
    expect(subject.deliveries.unrecorded).toBe(0);
  });

  it('are postponed if their secret cannot be decrypted', async () => {
    const { id } = await subscribed();
    await subject.record(j1);
    await subject.fanOut();
    const sealed = Buffer.alloc(80);
    await subject.set(id, { secret: sealed });
    expect(await subject.deliver()).toEqual(['retry']);
    expect((await logOf(id))[0]?.lastError).toMatch(/^Could not be sent: /);
  });

  it('are attempted by one of many concurrent workers', async () => {
    const { id } = await subscribed();
    await subject.record(j1);
    await subject.fanOut();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => subject.work(id)));
    expect(outcomes.flat()).toEqual(['sent']);
    expect(hook.received).toHaveLength(1);
  });

  it('are signed with a secret that the receiver chose, and carry its headers, which are stored encrypted', async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const wishes = { secret, description: 'Staging', headers: { 'X-Api-Key': 'q7Jk3pQyS8mB' } };
    const made = await subject.subscribe({ channel: 'webhook', url: hook.url, ...wishes });
    expect(made.secret).toBe(secret);
    expect(made.subscription.endpoint).toMatchObject({ description: 'Staging', hasHeaders: true });
    expect(await subject.deliver()).toEqual(['sent']);
    expect(verifies(secret, hook.received.at(-1)!)).toBe(true);
    expect(hook.received.at(-1)!.headers).toMatchObject({ 'x-api-key': 'q7Jk3pQyS8mB', 'user-agent': 'Jalon' });
    const { id } = made.subscription;
    const row = subject.database.app.selectFrom('subscription').selectAll().where('id', '=', id);
    expect((await row.executeTakeFirstOrThrow()).headers?.includes('q7Jk3pQyS8mB')).toBe(false);
    const removed = await subject.subscriptions.change(id, { headers: null }, mine);
    expect(removed.endpoint).toMatchObject({ description: 'Staging', hasHeaders: false });
  });

  it('keep secrets and tokens out of the database', async () => {
    const { secret } = await subscribed();
    const rows = await subject.database.app.selectFrom('subscription').selectAll().execute();
    const deliveries = await subject.database.app.selectFrom('delivery').selectAll().execute();
    const raw = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(rows.some(({ secret: sealed }) => sealed?.includes(raw) || sealed?.includes(secret))).toBe(false);
    expect(JSON.stringify(deliveries)).not.toContain('challenge');
  });
});
