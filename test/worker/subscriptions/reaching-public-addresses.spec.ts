import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListDeliveries } from '#subscriptions/list-deliveries.js';
import { mine, startSubscribing, type Subscribing } from '#test/subscribing.js';
import { startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';

describe('webhooks reach', () => {
  let hook: WebhookReceiver;
  let strict: Subscribing;
  let open: Subscribing;

  beforeAll(async () => {
    hook = await startWebhookReceiver('::');
    strict = await startSubscribing();
    open = await startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.0/8', '::1'] });
  });
  afterAll(() => Promise.all([hook.close(), strict.close(), open.close()]));

  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    'localhost',
  ])('no address that is not public: %s is refused', async (host) => {
    const asked = strict.subscribe({ channel: 'webhook', url: `http://${host}:${hook.port}/hook` });
    await expect(asked).rejects.toMatchObject({ code: 'target-not-allowed', problems: [{ field: 'url' }] });
    expect(hook.received).toEqual([]);
  });

  it('no name that leads nowhere: it may come up yet, and is tried again', async () => {
    const { subscription } = await strict.subscribe({ channel: 'webhook', url: 'https://nowhere.invalid/hook' });
    expect(await strict.deliver()).toEqual(['retry']);
    const [log] = await strict.queries.execute(new ListDeliveries(subscription.id, mine, { limit: 1 }));
    expect(log?.lastError).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  it('nothing that has become private since it was subscribed: the connection itself is refused', async () => {
    const { subscription } = await open.subscribe({ channel: 'webhook', url: `http://localhost:${hook.port}/hook` });
    const rows = await open.database.app.selectFrom('subscription').selectAll().execute();
    const deliveries = await open.database.app.selectFrom('delivery').selectAll().execute();
    for (const host of ['localhost', '127.0.0.1', '[::1]', '2130706433']) {
      const target = new URL(`http://${host}:${hook.port}/hook`).href;
      await strict.database.app.deleteFrom('delivery').execute();
      await strict.database.app.deleteFrom('subscription').execute();
      await strict.database.app
        .insertInto('subscription')
        .values(
          rows.map((row) => ({
            ...row,
            filter: JSON.stringify(row.filter),
            reminders: JSON.stringify(row.reminders),
            target,
          })),
        )
        .execute();
      await strict.database.app
        .insertInto('delivery')
        .values(deliveries.map(({ ordinal: _, ...row }) => ({ ...row, message: JSON.stringify(row.message) })))
        .execute();
      expect(await strict.deliver()).toEqual(['failed']);
      const [log] = await strict.queries.execute(new ListDeliveries(subscription.id, mine, { limit: 1 }));
      expect(log?.lastError).toMatch(/is not a public address$/);
    }
    expect(hook.received).toEqual([]);
  });

  it.each(['127.0.0.1', '[::1]', 'localhost', '2130706433'])('what the operator allows: %s', async (host) => {
    const before = hook.received.length;
    await open.database.app
      .updateTable('delivery')
      .set({ state: 'cancelled' })
      .where('state', '=', 'planned')
      .execute();
    await open.subscribe({ channel: 'webhook', url: `http://${host}:${hook.port}/hook` });
    expect(await open.deliver()).toEqual(['sent']);
    expect(hook.received).toHaveLength(before + 1);
  });
});
