import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import { deliveryId } from '#subscriptions/sending/planned-deliveries.js';
import { startApi } from '#test/api.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { dsn } from '#test/dsn.js';
import { uuid } from '#test/events.js';
import { startedOnce } from '#test/started.js';

const mail = { 'content-type': 'message/rfc822' };
const subscription = uuid(1);
const cause = { kind: 'test', reference: '1' } as const;
const delivery = deliveryId(cause, subscription);
const report = dsn({ messageId: delivery });

const server = startedOnce(() => startApi());

beforeAll(async () => {
  const at = new Date('2026-11-25T08:00:00Z');
  const db = server.db;
  await insertConfirmed(db, [{ id: subscription, channel: 'email', target: 'Officer@example.org' }], {
    at,
    since: 0,
    secret: '',
  });
  const message = { type: 'subscription.test', timestamp: at.toISOString(), data: { subscription } };
  await db
    .insertInto('delivery')
    .values({
      id: delivery,
      ...cause,
      subscription,
      message_id: delivery,
      message: JSON.stringify(message),
      state: 'sent',
      attempts: 1,
      next_attempt_at: at,
      created_at: at,
      sent_at: at,
    })
    .execute();
});

describe('bounce reports over REST', () => {
  it.each([
    ['not a report', mail, 'Subject: away\r\n\r\nuntil Monday', 422, 'not-a-bounce'],
    ['a report about somebody else’s mail', mail, dsn({ messageId: uuid(8) }), 422, 'unknown-reference'],
    ['more than 1 MB', mail, report + 'x'.repeat(2 * 1024 * 1024), 413, 'body-too-large'],
    ['JSON', { 'content-type': 'application/json' }, '{}', 415, 'unsupported-media-type'],
    ['nothing', mail, '', 422, 'not-a-bounce'],
  ])('are refused when it is %s', async (_, headers, body, status, code) => {
    const answered = await server.api.post('/v1/admin/bounces', body, headers);
    expect(answered.status).toBe(status);
    expect(answered.body).toMatchObject({ code });
  });

  it('suppress an address until the suppression is lifted', async () => {
    const taken = { delivery, subscription, result: 'hard', suppressed: true };
    for (const headers of [mail, { 'content-type': 'text/plain' }])
      expect((await server.api.post('/v1/admin/bounces', report, headers)).body).toEqual(taken);
    const suppression = {
      address: 'officer@example.org',
      reason: 'hard-bounce',
      detail: 'officer@example.org: 5.1.1 550 5.1.1 <officer@example.org>: no such user',
      at: expect.any(String),
    };
    expect((await server.api.get('/v1/admin/suppressions')).body).toEqual({ items: [suppression] });
    expect((await server.api.get(`/v1/subscriptions/${subscription}`)).body).toMatchObject({
      state: 'disabled',
      disabledBecause: 'bounced',
    });

    const resume = () => server.api.post(`/v1/subscriptions/${subscription}/resume`, undefined);
    expect((await resume()).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('no such user); an administrator'),
    });
    expect((await server.api.delete('/v1/admin/suppressions/OFFICER@example.org')).status).toBe(204);
    expect((await resume()).body).toMatchObject({ state: 'active' });
    expect((await server.api.delete('/v1/admin/suppressions/officer@example.org')).status).toBe(404);
    expect((await server.api.get('/v1/admin/suppressions')).body).toEqual({ items: [] });
  });

  it('can concern an address of the maximum length', async () => {
    const address = `a@${'b'.repeat(60)}.${`${'c'.repeat(60)}.`.repeat(3)}example`.slice(0, 254);
    await server.db
      .insertInto('suppression')
      .values({ address, reason: 'hard-bounce', detail: '', at: new Date(0) })
      .execute();
    expect((await server.api.delete(`/v1/admin/suppressions/${address}`)).status).toBe(204);
  });

  it('are listed page by page', async () => {
    const at = new Date('2026-11-25T08:00:00Z');
    const rows = ['a', 'b', 'c'].map((name) => ({
      address: `${name}@example.org`,
      reason: 'hard-bounce' as const,
      detail: '',
      at,
    }));
    await server.db.insertInto('suppression').values(rows).execute();
    const pages = await pagesOf(server.api, '/v1/admin/suppressions?limit=2');
    const addresses = pages.map((page) => page.map(({ address }) => address));
    expect(addresses).toEqual([['a@example.org', 'b@example.org'], ['c@example.org']]);
    expect((await server.api.get('/v1/admin/suppressions?cursor=nonsense')).status).toBe(400);
  });
});
