import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { type TestApi, startApi } from '#test/api.js';
import type { Answered, Client } from '#test/client.js';
import { uuid } from '#test/events.js';
import { MovableClock } from '#test/movable-clock.js';
import { until } from '#test/until.js';
import { trust } from '#test/webhook-verification.js';
import { startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

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
  const viewOf = async (id: string) => (await officer.get(`/v1/subscriptions/${id}`)).body;
  const listed = (id: string, query = '') => officer.get(`/v1/subscriptions/${id}/deliveries${query}`);
  const idsIn = ({ body }: Answered): string[] => body.items.map((item: { id: string }) => item.id);
  const one = (id: string, delivery: string) => officer.get(`/v1/subscriptions/${id}/deliveries/${delivery}`);
  const again = (id: string, body: unknown) => officer.post(`/v1/subscriptions/${id}/deliveries/redeliver`, body);
  const enable = (id: string) => officer.post(`/v1/subscriptions/${id}/enable`, undefined);

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

    it('are counted by day and by hour', async () => {
      const statistics = async (query: string) =>
        (await officer.get(`/v1/subscriptions/${id}/statistics${query}`)).body;
      const [days, hours] = [await statistics('?days=5'), await statistics('?days=1&by=hour')];
      const midnights = ['23', '24', '25', '26', '27'].map((day) => `2026-11-${day}T23:00:00.000Z`);
      expect(days.periods.map(({ start }: { start: string }) => start)).toEqual(midnights);
      const none = { attempts: 0, delivered: 0, failed: 0, successRate: null, p50Ms: null, p95Ms: null };
      const half = { successRate: 0.5, p50Ms: expect.any(Number), p95Ms: expect.any(Number) };
      const two = { attempts: 2, delivered: 1, failed: 1, ...half };
      expect(days).toMatchObject({
        ...{ since: midnights[0], total: { attempts: 4, delivered: 2, failed: 2, ...half } },
        periods: [none, two, none, none, two],
        messages: { pending: 1, held: 0, failed: 1, oldestUndelivered: expect.stringMatching(/^2026-11-28T13:/) },
        lastDelivered: expect.stringMatching(/^2026-11-28T12:/),
        lastFailure: { delivery: of['failed'], code: 500, errorCode: 'endpoint-status' },
      });
      expect([hours.periods.length, hours.periods.at(-1), hours.periods.at(-2)]).toMatchObject([24, none, two]);
      expect(hours.total).toMatchObject(two);
      for (const [query, field] of [
        ['days=0', 'days'],
        ['days=91', 'days'],
        ['days=8&by=hour', 'days'],
        ['by=week', 'by'],
        ['since=2026-11-25', 'since'],
      ] as const)
        expect((await officer.get(`/v1/subscriptions/${id}/statistics?${query}`)).body).toMatchObject(
          problem('invalid-request', 400, field),
        );
    });

    it('are listed page by page with the same filter', async () => {
      const found: string[] = [];
      let next: string | undefined = `/v1/subscriptions/${id}/deliveries?type=subscription.test&until=${later}&limit=1`;
      while (next !== undefined) {
        const answered = await officer.get(next);
        expect(answered.body.items).toHaveLength(1);
        found.push(...idsIn(answered));
        next = /<([^>]+)>; rel="next"/.exec(answered.headers.get('link') ?? '')?.[1];
      }
      expect(found).toEqual([of['sent'], of['failed']]);
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
        result: 'unavailable',
        code: 500,
        error: 'The endpoint responded with status 500',
        errorCode: 'endpoint-status',
        headers: expect.objectContaining({ 'x-request-id': 'r-17' }),
        body: 'the database is away',
        at: expect.stringMatching(/^2026-11-/),
        tookMs: expect.any(Number),
      };
      expect([shown.status, shown.body]).toEqual([
        200,
        {
          id: of['failed'],
          cause: expect.stringMatching(/^test:/),
          messageId: of['failed'],
          type: 'subscription.test',
          state: 'failed',
          attempts: 2,
          nextAttemptAt: null,
          responseCode: 500,
          lastError: 'The endpoint responded with status 500',
          lastErrorCode: 'endpoint-status',
          createdAt: expect.stringMatching(/^2026-11-25T08:0/),
          sentAt: null,
          message: {
            type: 'subscription.test',
            timestamp: expect.stringMatching(/^2026-11-25T08:0/),
            data: { subscription: id },
          },
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
      const foreign = problem('unknown-subscription', 404, 'id');
      for (const address of [`${path}/deliveries`, `${path}/statistics`, delivery])
        expect((await stranger.get(address)).body).toMatchObject(foreign);
      for (const address of [`${delivery}/redeliver`, `${path}/enable`, `${path}/test`])
        expect((await stranger.post(address, undefined)).body).toMatchObject(foreign);
      expect((await stranger.post(`${path}/deliveries/redeliver`, {})).body).toMatchObject(foreign);
      expect((await stranger.patch(path, { ordered: true })).body).toMatchObject(foreign);
      expect((await server.as().get(delivery)).status).toBe(401);
      expect((await server.as(await server.keyWith('read')).get(delivery)).status).toBe(403);
      const other = await pending();
      for (const unknown of [uuid(9), 'nonsense'])
        expect((await one(id, unknown)).body).toMatchObject(problem('unknown-delivery', 404, 'delivery'));
      expect((await one(other, of['failed']!)).body).toMatchObject(problem('unknown-delivery', 404, 'delivery'));
      expect((await server.api.get(delivery)).status).toBe(200);
      expect((await listed(id)).body).toEqual(before.body);
    });

    it('cannot be redelivered if they are confirmation requests, or with an invalid body', async () => {
      const before = (await listed(id)).body;
      for (const confirmation of [of['asked'], of['cancelled']]) {
        const path = `/v1/subscriptions/${id}/deliveries/${confirmation}/redeliver`;
        const refused = await officer.post(path, undefined);
        expect(refused.body).toMatchObject(problem('subscription-unfit', 409, 'delivery'));
      }
      for (const [body, field] of [
        [{ state: 'held' }, 'state'],
        [{ type: 'GrantIssued' }, 'type'],
        [{ since: '2026-11-25' }, 'since'],
        [{ until: 5 }, 'until'],
        [{ since: '2026-11-25T09:00:00Z', until: '2026-11-25T09:00:00Z' }, 'until'],
        [{ ids: [] }, 'ids'],
        [[], ''],
      ] as const)
        expect((await again(id, body)).body).toMatchObject(problem('invalid-body', 422, field));
      const confirmations = await again(id, { state: 'cancelled', type: 'subscription.verification' });
      expect(confirmations.body).toEqual({ redelivered: 0, more: false });
      expect((await listed(id)).body).toEqual(before);
    });

    it('that failed are redelivered by a filter, once for repeated requests', async () => {
      const filter = { state: 'failed', type: 'subscription.test', until: later };
      expect((await again(id, { ...filter, since: later, until: undefined })).body.redelivered).toBe(0);
      const first = await again(id, filter);
      expect([first.status, first.body]).toEqual([202, { redelivered: 1, more: false }]);
      expect((await again(id, undefined)).body).toEqual({ redelivered: 0, more: false });
      const [latest] = (await listed(id, '?state=planned')).body.items;
      expect(latest).toMatchObject({ messageId: of['failed'], cause: expect.stringMatching(/^test:.*:again:/) });
      await work(id);
      expect(hook.received.at(-1)!.headers).toMatchObject({ 'webhook-id': of['failed'], 'jalon-attempt': '3' });
      expect((await again(id, {})).body).toEqual({ redelivered: 0, more: false });
      expect((await again(id, { state: 'sent', type: 'subscription.test' })).body.redelivered).toBe(3);
      await work(id);
    });

    it('are claimed while they are sent', async () => {
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

  it('are redelivered in batches of ten thousand', async () => {
    const id = await active();
    const message = JSON.stringify({ type: 'subscription.test', timestamp: later(), data: { subscription: id } });
    await sql`
      insert into delivery (id, cause, subscription, message_id, message, state, attempts, next_attempt_at, created_at)
      select of_each, 'test:' || n, ${id}, of_each, ${message}::jsonb, 'failed', 9, now(), now()
      from (select n, gen_random_uuid() as of_each from generate_series(1, 10001) n) rows
    `.execute(server.db);
    const answers = [await again(id, {}), await again(id, {}), await again(id, {})];
    expect(answers.map(({ body }) => body)).toEqual([
      { redelivered: 10_000, more: true },
      { redelivered: 1, more: false },
      { redelivered: 0, more: false },
    ]);
    await officer.delete(`/v1/subscriptions/${id}`);
  });
  const later = () => clock.now().toISOString();

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

    it('state that an endpoint accepted the challenge without confirming', async () => {
      const id = await pending();
      answer(200, 'ok');
      await work(id);
      const [asked] = (await listed(id)).body.items;
      const error = 'The endpoint did not return the challenge and has not confirmed';
      expect(asked).toMatchObject({ state: 'sent', responseCode: 200, lastError: error });
      expect((await one(id, asked.id)).body.log).toMatchObject([{ result: 'delivered', code: 200, error }]);
      expect((await viewOf(id)).state).toBe('pending');
    });

    it('are held while the subscription is disabled, and sent once it is enabled', async () => {
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
      const { messages } = (await officer.get(`/v1/subscriptions/${id}/statistics`)).body;
      expect(messages).toMatchObject({ pending: 0, held: 1, failed: 0, oldestUndelivered: expect.any(String) });
      expect((await one(id, owed[0]!)).body).toMatchObject({
        state: 'held',
        attempts: 2,
        nextAttemptAt: null,
        lastError: 'The endpoint responded 410 Gone',
      });
      for (const refused of [
        await again(id, {}),
        await officer.post(`/v1/subscriptions/${id}/test`, undefined),
        await officer.post(`/v1/subscriptions/${id}/deliveries/${owed[0]}/redeliver`, undefined),
      ])
        expect(refused.body).toMatchObject(problem('subscription-unfit', 409, 'id'));

      hook.answer = undefined;
      expect([(await enable(id)).status, (await viewOf(id)).state]).toEqual([200, 'active']);
      expect((await one(id, owed[0]!)).body).toMatchObject({ state: 'planned', nextAttemptAt: null });
      await work(id);
      expect((await one(id, owed[0]!)).body).toMatchObject({
        state: 'sent',
        log: [{ code: 429 }, { code: 410 }, { code: 200 }],
      });
      expect(await viewOf(id)).toMatchObject({ state: 'active', disabledBecause: null, health: well });
      const before = await viewOf(id);
      expect([(await enable(id)).body, await viewOf(id)]).toEqual([before, before]);
    });

    it('are not sent by enabling an unconfirmed or ended subscription', async () => {
      const [ended, waiting, gone] = [await active(), await pending(), await pending()];
      await officer.delete(`/v1/subscriptions/${ended}`);
      answer(410);
      await work(gone);
      expect(await viewOf(gone)).toMatchObject({ state: 'disabled', disabledBecause: 'gone', confirmedAt: null });
      for (const [id, reason] of [
        [ended, 'The subscription is ended; only a disabled subscription can be enabled'],
        [waiting, 'The subscription is awaiting confirmation; only a disabled subscription can be enabled'],
        [
          gone,
          'The subscription was never confirmed; request a confirmation (POST /v1/subscriptions/{id}/verification)',
        ],
      ] as const) {
        const before = await viewOf(id);
        const refused = await enable(id);
        expect(refused.body).toMatchObject(problem('subscription-unfit', 409, 'id'));
        expect(refused.body.problems[0].reason).toBe(reason);
        expect(await viewOf(id)).toEqual(before);
      }
      expect((await enable(uuid(9))).body).toMatchObject(problem('unknown-subscription', 404, 'id'));
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
        ['webhook', { format: 'cloudevents' }],
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
      ['email', { format: 'cloudevents' }, 409, 'format'],
      ['email', { ordered: false }, 409, 'ordered'],
      ['email', { mode: 'daily', ratePerMinute: null }, 409, 'ratePerMinute'],
      ['webhook', { mode: 'daily', ordered: true }, 409, 'mode'],
      ['webhook', { ratePerMinute: 0 }, 422, 'ratePerMinute'],
      ['webhook', { ratePerMinute: 6001 }, 422, 'ratePerMinute'],
      ['webhook', { ratePerMinute: 1.5 }, 422, 'ratePerMinute'],
      ['webhook', { ratePerMinute: '60' }, 422, 'ratePerMinute'],
      ['webhook', { format: 'xml', ordered: true }, 422, 'format'],
      ['webhook', { format: null }, 422, 'format'],
      ['webhook', { ordered: 'yes' }, 422, 'ordered'],
      ['webhook', { mode: 'weekly' }, 409, 'mode'],
      ['webhook', { mode: 'monthly' }, 422, 'mode'],
      ['webhook', { digestDay: 'friday' }, 409, 'digestDay'],
      ['email', { digestDay: 'Friday' }, 422, 'digestDay'],
      ['webhook', { url: 'https://example.org/', ordered: true }, 422, 'url'],
      ['webhook', { health: {}, ordered: true }, 422, 'health'],
    ] as const)('and %s not by %j', async (channel, change, status, field) => {
      const id = ids[channel]!;
      const before = await viewOf(id);
      const refused = await officer.patch(`/v1/subscriptions/${id}`, change);
      const code = status === 409 ? 'subscription-unfit' : 'invalid-body';
      expect([refused.status, refused.body]).toMatchObject([status, problem(code, status, field)]);
      expect(await viewOf(id)).toEqual(before);
    });

    it.each([
      [{ channel: 'email', address: 'a@example.org', format: 'cloudevents' }, 'format'],
      [{ channel: 'email', address: 'a@example.org', ordered: true }, 'ordered'],
      [{ channel: 'webhook', url: 'https://example.org/', mode: 'daily' }, 'mode'],
      [{ channel: 'webhook', url: 'https://example.org/', ratePerMinute: null }, 'ratePerMinute'],
      [{ channel: 'webhook', url: 'https://example.org/', signature: 'rsa' }, 'signature'],
    ])('and none is made by %j', async (asked, field) => {
      const before = (await officer.get('/v1/subscriptions?limit=200')).body;
      expect((await officer.post('/v1/subscriptions', asked)).body).toMatchObject(problem('invalid-body', 422, field));
      expect((await officer.get('/v1/subscriptions?limit=200')).body).toEqual(before);
    });
  });

  describe('what was missed', () => {
    const recover = (id: string, body: unknown) => officer.post(`/v1/subscriptions/${id}/recover`, body);
    const email = () => made({ channel: 'email', address: `${randomUUID()}@example.org` });

    it('is counted, and planned once however often it is asked for', async () => {
      const id = await active();
      const failed = await test(id);
      await server.db.updateTable('delivery').set({ state: 'failed' }).where('id', '=', failed).execute();
      const head = (await viewOf(id)).since;
      const [since, asked] = [clock.now().toISOString(), { since: '2026-11-25T00:00:00Z' }];
      const recovery = { after: head, upTo: head, missing: false, reached: head, planned: 0, finishedAt: null };
      for (const { status, body } of [await recover(id, asked), await recover(id, asked)])
        expect([status, body]).toMatchObject([202, { failed: 1, events: 0, recovery }]);
      expect((await viewOf(id)).recovery).toMatchObject(recovery);
      const other = await recover(id, { since, missing: true });
      expect([other.status, other.body]).toMatchObject([409, problem('subscription-unfit', 409, 'since')]);
    });

    it.each([
      [{}, 'since', 422, 'invalid-body'],
      [{ since: 'yesterday' }, 'since', 422, 'invalid-body'],
      [{ since: -1 }, 'since', 422, 'invalid-body'],
      [{ since: true }, 'since', 422, 'invalid-body'],
      [{ since: 0, missing: 'yes' }, 'missing', 422, 'invalid-body'],
      [{ since: 0, until: 5 }, 'until', 422, 'invalid-body'],
      [{ since: '2100-01-01T00:00:00Z' }, 'since', 422, 'since-out-of-range'],
      [{ since: 1_000_000 }, 'since', 422, 'since-out-of-range'],
      [{ since: '999999' }, 'since', 422, 'since-out-of-range'],
    ] as const)('is not asked for by %j', async (asked, field, status, code) => {
      const refused = await recover(await active(), asked);
      expect([refused.status, refused.body]).toMatchObject([status, problem(code, status, field)]);
      expect(refused.body.detail).not.toContain('is not valid'); // it says what would be
    });

    it('is not sent before a confirmation, while disabled or paused, after the end, or to people', async () => {
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
        [await state(mailed, email()), 'missing'],
        [await state({ format: 'slack' }), 'missing'],
      ] as const)
        expect((await recover(id, { since: 0, missing: true })).body).toMatchObject(
          problem('subscription-unfit', 409, field),
        );
      for (const [asked, code] of [
        [{ channel: 'email', address: 'a@example.org', since: 0 }, 'invalid-body'],
        [{ channel: 'webhook', url: hook.url, format: 'teams', since: 0 }, 'invalid-body'],
        [{ channel: 'webhook', url: hook.url, since: '2100-01-01T00:00:00Z' }, 'since-out-of-range'],
      ] as const)
        expect((await officer.post('/v1/subscriptions', asked)).body).toMatchObject(problem(code, 422, 'since'));
    });
  });
});
