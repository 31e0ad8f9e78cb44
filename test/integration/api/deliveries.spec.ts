import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { type TestApi, startApi } from '#test/api.js';
import { type Answered, type Client } from '#test/client.js';
import { uuid } from '#test/events.js';
import { MovableClock } from '#test/movable-clock.js';
import { until } from '#test/until.js';
import { trust, startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

const hour = 3_600_000;
const problem = (code: string, status: number, ...fields: string[]) => ({
  code,
  status,
  problems: fields.map((field) => ({ field, reason: expect.any(String) })),
});

describe('deliveries over REST', () => {
  const clock = new MovableClock(Clock.startingAt(new Date('2026-11-25T08:00:00Z')).offsetMs);
  let server: TestApi;
  let hook: WebhookReceiver;
  let officer: Client;
  let stranger: Client;

  beforeAll(async () => {
    hook = await startWebhookReceiver();
    server = await startApi({ JALON_WEBHOOK_ALLOW: '127.0.0.1' }, clock);
    officer = server.as(await server.keyWith('record'));
    stranger = server.as(await server.keyWith('record'));
  });
  afterAll(async () => {
    await server.close();
    await hook.close();
  });
  beforeEach(() => {
    hook.answer = undefined;
  });

  const work = (id: string) => server.deliveries.work(id, () => Promise.resolve());
  const answer = (code: number, body = 'no', headers = {}) => {
    hook.answer = (_, response) => response.writeHead(code, headers).end(body);
  };
  const made = async (asked: object): Promise<string> => {
    const { body } = await officer.post('/v1/subscriptions', asked);
    trust(hook.url, body.secret);
    return body.id;
  };
  const pending = (url = hook.url) => made({ channel: 'webhook', url });
  const active = async (): Promise<string> => {
    const id = await pending();
    await work(id);
    return id;
  };
  const test = async (id: string): Promise<string> =>
    (await officer.post(`/v1/subscriptions/${id}/test`, undefined)).body.delivery;
  const wholeOf = async (id: string) => (await officer.get(`/v1/subscriptions/${id}`)).body;
  const viewOf = async (id: string) => {
    const { attempts: _, ...view } = await wholeOf(id);
    return view;
  };
  const listed = (id: string, query = '') => officer.get(`/v1/subscriptions/${id}/deliveries${query}`);
  const idsIn = ({ body }: Answered): string[] => body.items.map((item: { id: string }) => item.id);
  const one = (id: string, delivery: string) => officer.get(`/v1/subscriptions/${id}/deliveries/${delivery}`);
  const again = (id: string, body: unknown) => officer.post(`/v1/subscriptions/${id}/send-again`, body);
  const resume = (id: string) => officer.post(`/v1/subscriptions/${id}/resume`, undefined);

  describe('of one endpoint', () => {
    const of: Record<string, string> = {};
    let id: string;
    let later: string;

    /** One in each state, each brought there by what brings it there. */
    beforeAll(async () => {
      id = await pending();
      await officer.post(`/v1/subscriptions/${id}/verification`, undefined);
      await work(id);
      [of['asked'], of['cancelled']] = idsIn(await listed(id)) as [string, string];
      of['failed'] = await test(id);
      answer(500, 'the database is away', { 'set-cookie': 'session=1', 'x-request-id': 'r-17' });
      await work(id);
      clock.forward(76 * hour);
      await work(id);
      hook.answer = undefined;
      of['sent'] = await test(id);
      await work(id);
      clock.forward(hour);
      later = clock.now().toISOString();
      of['planned'] = await test(id);
    });

    it('can be filtered by state, type and time of planning', async () => {
      const { asked, cancelled, failed, sent, planned } = of;
      const inState = async (state: string) => idsIn(await listed(id, `?state=${state}`));
      const states = ['planned', 'claimed', 'sent', 'failed', 'cancelled', 'held'];
      expect(await Promise.all(states.map(inState))).toEqual([[planned], [], [sent, asked], [failed], [cancelled], []]);
      const offset = encodeURIComponent('2026-11-28T00:00:00+01:00');
      for (const [query, found] of [
        ['', [planned, sent, failed, asked, cancelled]],
        ['?type=subscription.verification', [asked, cancelled]],
        ['?type=event.recorded', []],
        [`?since=${later}`, [planned]],
        [`?until=${later}&type=subscription.test`, [sent, failed]],
        [`?since=${offset}&until=${later}`, [sent]],
        ['?state=sent&type=subscription.verification', [asked]],
      ] as const)
        expect([query, idsIn(await listed(id, query))]).toEqual([query, found]);
    });

    it('are counted for today, with the last success and failure', async () => {
      const { attempts } = await wholeOf(id);
      expect(attempts).toEqual({
        today: { delivered: 1, failed: 1 },
        lastDelivered: expect.stringMatching(/^2026-11-28T12:/),
        lastFailure: {
          ...{ at: expect.stringMatching(/^2026-11-28T12:/), delivery: of['failed'], code: 500 },
          ...{ error: 'The endpoint responded with status 500', errorCode: 'endpoint-status' },
        },
      });
    });

    it.each([
      ['state=broken', 'state'],
      ['state=sent&state=failed', 'state'],
      ['type=GrantIssued', 'type'],
      ['since=yesterday', 'since'],
      ['until=2026-11-25', 'until'],
      ['since=2026-11-26T00:00:00Z&until=2026-11-25T00:00:00Z', 'until'],
      ['limit=0', 'limit'],
      ['cursor=next', 'cursor'],
      ['status=sent', 'status'],
    ])('are not listed by %s', async (query, field) => {
      const answered = await listed(id, `?${query}`);
      expect([answered.status, answered.body]).toMatchObject([400, problem('invalid-request', 400, field)]);
    });

    it('show the content, every attempt and its error', async () => {
      const shown = await one(id, of['failed']!);
      const attempt = {
        ...{ result: 'unavailable', code: 500, errorCode: 'endpoint-status', body: 'the database is away' },
        error: 'The endpoint responded with status 500',
        headers: expect.objectContaining({ 'x-request-id': 'r-17' }),
      };
      expect([shown.status, shown.body]).toMatchObject([
        200,
        {
          ...{ id: of['failed'], messageId: of['failed'], type: 'subscription.test', state: 'failed', attempts: 2 },
          ...{ nextAttemptAt: null, responseCode: 500, lastErrorCode: 'endpoint-status', sentAt: null },
          message: { type: 'subscription.test', data: { subscription: id } },
          log: [
            { ...attempt, number: 1 },
            { ...attempt, number: 2 },
          ],
        },
      ]);
      expect(JSON.stringify(shown.body)).not.toContain('session=1');
      expect((await one(id, of['cancelled']!)).body).toMatchObject({
        lastErrorCode: 'confirmation-superseded',
        log: [],
      });
      expect((await one(id, of['sent']!)).body).toMatchObject({ state: 'sent', lastError: null, log: [{ code: 200 }] });
      const confirmation = await one(id, of['asked']!);
      const { challenge } = JSON.parse(hook.received[0]!.body).data;
      expect(confirmation.body.log).toMatchObject([{ code: 200, error: null, headers: null, body: null }]);
      expect(JSON.stringify(confirmation.body)).not.toContain(challenge);
    });

    it('are accessible to their owner only; other deliveries are not found', async () => {
      const [before, path] = [await listed(id), `/v1/subscriptions/${id}`];
      const delivery = `${path}/deliveries/${of['failed']}`;
      const foreign = problem('not-found', 404, 'id');
      for (const address of [`${path}/deliveries`, delivery])
        expect((await stranger.get(address)).body).toMatchObject(foreign);
      for (const address of [`${path}/resume`, `${path}/test`])
        expect((await stranger.post(address, undefined)).body).toMatchObject(foreign);
      expect((await stranger.post(`${path}/send-again`, { since: 0 })).body).toMatchObject(foreign);
      expect((await stranger.patch(path, { ordered: true })).body).toMatchObject(foreign);
      expect((await server.as().get(delivery)).status).toBe(401);
      expect((await server.as(await server.keyWith('read')).get(delivery)).status).toBe(403);
      const other = await pending();
      for (const unknown of [uuid(9), 'nonsense'])
        expect((await one(id, unknown)).body).toMatchObject(problem('not-found', 404, 'delivery'));
      expect((await one(other, of['failed']!)).body).toMatchObject(problem('not-found', 404, 'delivery'));
      expect((await server.api.get(delivery)).status).toBe(200);
      expect((await listed(id)).body).toEqual(before.body);
    });

    it('are claimed while they are sent', async () => {
      await work(id);
      let go: () => void = () => undefined;
      hook.answer = (_, response) => (go = () => response.writeHead(204).end());
      const [delivery, count] = [await test(id), hook.received.length];
      const working = work(id);
      await until(() => hook.received.length > count);
      expect((await listed(id, '?state=claimed')).body.items).toMatchObject([
        { id: delivery, state: 'claimed', attempts: 1, sentAt: null },
      ]);
      go();
      await working;
      expect((await one(id, delivery)).body).toMatchObject({ state: 'sent', responseCode: 204 });
    });
  });

  describe('of a failing endpoint', () => {
    it('state the connection error if there is no response', async () => {
      const closed = await startWebhookReceiver();
      await closed.close();
      const id = await pending(closed.url);
      await work(id);
      const [{ id: delivery }] = (await listed(id)).body.items;
      const shown = (await one(id, delivery)).body;
      const error = 'Connection refused (ECONNREFUSED)';
      expect(shown).toMatchObject({ state: 'planned', attempts: 1, responseCode: null, lastError: error });
      expect(shown.nextAttemptAt > shown.log[0].at).toBe(true);
      expect(shown.log).toMatchObject([{ number: 1, code: null, error, headers: null, body: null }]);
      expect((await viewOf(id)).health).toEqual({
        failures: 1,
        failingSince: expect.stringMatching(/^2026-11-28T/),
        pausedUntil: null,
        lastError: error,
        lastErrorCode: 'connection-refused',
      });
    });

    it('are held while the subscription is disabled, and sent once it is resumed', async () => {
      const id = await active();
      const well = { failures: 0, failingSince: null, pausedUntil: null, lastError: null, lastErrorCode: null };
      expect(await viewOf(id)).toMatchObject({ state: 'active', disabledBecause: null, health: well });
      answer(429, 'later', { 'retry-after': '120' });
      const owed = [await test(id)];
      await work(id);
      expect((await viewOf(id)).health).toEqual({
        failures: 1,
        failingSince: expect.any(String),
        pausedUntil: expect.any(String),
        lastError: 'The endpoint responded with status 429',
        lastErrorCode: 'endpoint-status',
      });
      clock.forward(hour);
      answer(410);
      await work(id);
      expect(await viewOf(id)).toMatchObject({ state: 'disabled', disabledBecause: 'gone' });
      expect(idsIn(await listed(id, '?state=held'))).toEqual(owed);
      expect(idsIn(await listed(id, '?state=planned'))).toEqual([]);
      expect((await one(id, owed[0]!)).body).toMatchObject({
        state: 'held',
        attempts: 2,
        nextAttemptAt: null,
        lastError: 'The endpoint responded 410 Gone',
      });
      for (const refused of [
        await again(id, { since: 0 }),
        await officer.post(`/v1/subscriptions/${id}/test`, undefined),
      ])
        expect(refused.body).toMatchObject(problem('subscription-unfit', 409, 'id'));

      hook.answer = undefined;
      expect([(await resume(id)).status, (await viewOf(id)).state]).toEqual([200, 'active']);
      expect((await one(id, owed[0]!)).body).toMatchObject({ state: 'planned', nextAttemptAt: null });
      await work(id);
      expect((await one(id, owed[0]!)).body).toMatchObject({
        state: 'sent',
        log: [{ code: 429 }, { code: 410 }, { code: 200 }],
      });
      expect(await viewOf(id)).toMatchObject({ state: 'active', disabledBecause: null, health: well });
      const before = await viewOf(id);
      expect([(await resume(id)).body, await viewOf(id)]).toEqual([before, before]);
    });

    it('are not sent by resuming an unconfirmed or ended subscription', async () => {
      const [ended, waiting, gone] = [await active(), await pending(), await pending()];
      await officer.delete(`/v1/subscriptions/${ended}`);
      answer(410);
      await work(gone);
      expect(await viewOf(gone)).toMatchObject({ state: 'disabled', disabledBecause: 'gone', confirmedAt: null });
      for (const [id, reason] of [
        [ended, 'The subscription is ended; only an active or disabled subscription can be resumed'],
        [waiting, 'The subscription is awaiting confirmation; only an active or disabled subscription can be resumed'],
        [
          gone,
          'The subscription was never confirmed; request a confirmation (POST /v1/subscriptions/{id}/verification)',
        ],
      ] as const) {
        const before = await viewOf(id);
        const refused = await resume(id);
        expect(refused.body).toMatchObject(problem('subscription-unfit', 409, 'id'));
        expect(refused.body.problems[0].reason).toBe(reason);
        expect(await viewOf(id)).toEqual(before);
      }
      expect((await resume(uuid(9))).body).toMatchObject(problem('not-found', 404, 'id'));
      hook.answer = undefined;
      await officer.post(`/v1/subscriptions/${gone}/verification`, undefined);
      await work(gone);
      expect(await viewOf(gone)).toMatchObject({ state: 'active', disabledBecause: null });
    });
  });

  describe('follow the changed settings of the subscription', () => {
    const ids: Record<string, string> = {};
    beforeAll(async () => {
      ids['webhook'] = await pending();
      ids['email'] = await made({ channel: 'email', address: 'reader@example.org' });
    });

    it('each setting on its own', async () => {
      for (const [channel, change] of [
        ['webhook', { format: 'slack' }],
        ['webhook', { ordered: true }],
        ['webhook', { ratePerMinute: 6000 }],
        ['webhook', { ratePerMinute: 1, mode: 'immediate' }],
        ['webhook', { ratePerMinute: null }],
        ['webhook', { format: 'standard', ordered: false }],
        ['email', { mode: 'daily' }],
        ['email', { mode: 'immediate' }],
      ] as const) {
        const id = ids[channel]!;
        const expected = { ...(await viewOf(id)), ...change };
        const changed = await officer.patch(`/v1/subscriptions/${id}`, change);
        expect([changed.status, changed.body, await viewOf(id)]).toEqual([200, expected, expected]);
      }
    });

    it.each([
      ['email', { format: 'slack' }, 409, 'format'],
      ['email', { mode: 'daily', ratePerMinute: null }, 409, 'ratePerMinute'],
      ['webhook', { mode: 'daily', ordered: true }, 409, 'mode'],
      ['webhook', { ratePerMinute: 0 }, 422, 'ratePerMinute'],
      ['webhook', { ratePerMinute: 6001 }, 422, 'ratePerMinute'],
      ['webhook', { format: 'xml', ordered: true }, 422, 'format'],
      ['webhook', { ordered: 'yes' }, 422, 'ordered'],
      ['webhook', { mode: 'weekly' }, 409, 'mode'],
      ['webhook', { digestDay: 'friday' }, 409, 'digestDay'],
      ['webhook', { url: 'https://example.org/', ordered: true }, 422, 'url'],
    ] as const)('and %s not by %j', async (channel, change, status, field) => {
      const id = ids[channel]!;
      const before = await viewOf(id);
      const refused = await officer.patch(`/v1/subscriptions/${id}`, change);
      const code = status === 409 ? 'subscription-unfit' : 'invalid-body';
      expect([refused.status, refused.body]).toMatchObject([status, problem(code, status, field)]);
      expect(await viewOf(id)).toEqual(before);
    });

    it.each([
      [{ channel: 'email', address: 'a@example.org', format: 'slack' }, 'format'],
      [{ channel: 'email', address: 'a@example.org', ordered: true }, 'ordered'],
      [{ channel: 'webhook', url: 'https://example.org/', mode: 'daily' }, 'mode'],
      [{ channel: 'webhook', url: 'https://example.org/', ratePerMinute: null }, 'ratePerMinute'],
    ])('and none is made by %j', async (asked, field) => {
      const before = (await officer.get('/v1/subscriptions?limit=200')).body;
      expect((await officer.post('/v1/subscriptions', asked)).body).toMatchObject(problem('invalid-body', 422, field));
      expect((await officer.get('/v1/subscriptions?limit=200')).body).toEqual(before);
    });
  });

  describe('what was missed', () => {
    const email = () => made({ channel: 'email', address: `${randomUUID()}@example.org` });

    it('is planned once however often it is asked for', async () => {
      const id = await active();
      const head = (await viewOf(id)).since;
      const [since, asked] = [clock.now().toISOString(), { since: '2026-11-25T00:00:00Z' }];
      const sendingAgain = { after: head, upTo: head, delivered: false, reached: head, planned: 0, finishedAt: null };
      for (const { status, body } of [await again(id, asked), await again(id, asked)])
        expect([status, body]).toMatchObject([202, { sendingAgain }]);
      expect((await viewOf(id)).sendingAgain).toMatchObject(sendingAgain);
      const other = await again(id, { since, delivered: true });
      expect([other.status, other.body]).toMatchObject([409, problem('subscription-unfit', 409, 'since')]);
    });

    it.each([
      [{}, 'since', 422, 'invalid-body'],
      [{ since: 'yesterday' }, 'since', 422, 'invalid-body'],
      [{ since: 0, delivered: 'yes' }, 'delivered', 422, 'invalid-body'],
      [{ since: 0, until: 5 }, 'until', 422, 'invalid-body'],
      [{ since: '2100-01-01T00:00:00Z' }, 'since', 422, 'since-out-of-range'],
      [{ since: 1_000_000 }, 'since', 422, 'since-out-of-range'],
    ] as const)('is not asked for by %j', async (asked, field, status, code) => {
      const refused = await again(await active(), asked);
      expect([refused.status, refused.body]).toMatchObject([status, problem(code, status, field)]);
      expect(refused.body.detail).not.toContain('is not valid'); // it says what would be
    });

    it('is not sent before a confirmation, while disabled or paused, or after the end', async () => {
      const state = async (values: object, id = active()) => {
        await server.db
          .updateTable('subscription')
          .set(values)
          .where('id', '=', await id)
          .execute();
        return id;
      };
      const mailed = { state: 'active', confirmed_at: new Date(), since_position: 1 } as const;
      const paused = { ...mailed, recipient_paused_until: new Date('2027-01-01T00:00:00Z') };
      for (const [id, field] of [
        [await pending(), 'id'],
        [await state({ state: 'disabled', disabled_because: 'gone', ended_at: new Date() }), 'id'],
        [await state({ state: 'unsubscribed', ended_at: new Date() }), 'id'],
        [await state(paused, email()), 'id'],
      ] as const)
        expect((await again(id, { since: 0 })).body).toMatchObject(problem('subscription-unfit', 409, field));
      const [asked] = [await again(await state(mailed, email()), { since: 0 })];
      expect([asked.status, (await viewOf(asked.body.id)).sendingAgain.reached]).toEqual([202, 0]);
    });
  });
});
