import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { watchFailing } from '#subscriptions/sending/subscription-states.js';
import { fact } from '#test/events.js';
import { ownerIn } from '#test/people.js';
import { startSubscribing, type Subscribing } from '#test/subscribing.js';
import { startWebhookReceiver, type WebhookReceiver, trust } from '#test/webhook-receiver.js';
import { up } from '../../../migrations/2026-11-30-wa-endpoints.js';

describe('an endpoint that used what is no longer sent', () => {
  let hook: WebhookReceiver;
  let subject: Subscribing;
  let mine: { owner: string };

  beforeAll(async () => {
    hook = await startWebhookReceiver();
    subject = await startSubscribing({ JALON_WEBHOOK_ALLOW: ['127.0.0.1'] });
    mine = { owner: await ownerIn(subject.database.app, 'owner@example.org') };
  });
  afterAll(async () => {
    await subject.close();
    await hook.close();
  });

  /** A subscription as an earlier release left it, after the upgrade. */
  async function upgraded(columns: string, { isConfirmed = true } = {}): Promise<string> {
    const owner = subject.database.owner as unknown as Kysely<unknown>;
    const asked = { channel: 'webhook', url: hook.url, filter: { deadlines: false } } as const;
    const { id } = (await subject.subscribe(asked, mine)).subscription;
    if (isConfirmed) await subject.work(id);
    await sql
      .raw(
        `alter table subscription drop constraint subscription_secret_check, drop constraint subscription_format_check,
          add constraint subscription_format_check check (format in ('standard', 'cloudevents', 'slack', 'teams')),
          add constraint subscription_check3 check ((signature = 'ed25519') = (public_key is not null)) not valid;
        drop index subscription_upgraded;
        create index subscription_listeners on subscription (listened_until)`,
      )
      .execute(owner);
    await sql.raw(`update subscription set ${columns} where id = '${id}'`).execute(owner);
    await up(owner);
    await subject.record(fact('StatementMade', '2026-11-20', { speaker: id }));
    await subject.fanOut();
    hook.received.length = 0;
    return id;
  }

  const viewOf = (id: string) => subject.subscriptions.get(id, mine);
  const resume = (id: string) => subject.subscriptions.resume(id, mine);
  const watch = () => watchFailing(subject.database.app, subject.clock.now());
  const mails = async () =>
    (await subject.database.app.selectFrom('delivery').select('message').execute()).filter(
      ({ message }) => (message as { type: string }).type === 'subscription.disabled',
    ).length;

  it('is disabled, its owner is notified once, and it resumes in the standard format', async () => {
    const before = await mails();
    const id = await upgraded(`format = 'cloudevents'`);
    await watch();
    await watch();
    expect(await mails()).toBe(before + 1);
    expect(await subject.work(id)).toEqual([]);
    expect(await viewOf(id)).toMatchObject({ state: 'disabled', disabledBecause: 'format-removed' });
    await resume(id);
    expect(await subject.work(id)).toEqual(['sent']);
    expect(JSON.parse(hook.received[0]!.body)).toMatchObject({ type: 'event.recorded' });
  });

  it('is sent nothing until it has a secret', async () => {
    const id = await upgraded(`signature = 'ed25519', public_key = 'whpk_'`);
    await watch();
    expect(await viewOf(id)).toMatchObject({ state: 'disabled', disabledBecause: 'signature-removed' });
    const refused = { code: 'subscription-unfit', problems: [{ code: 'new-secret-first' }] };
    await expect(resume(id)).rejects.toMatchObject(refused);
    expect(await subject.work(id)).toEqual([]);
    const { secret } = await subject.signingSecrets.rotate(id, mine);
    trust(hook.url, secret);
    await resume(id);
    expect(await subject.work(id)).toEqual(['sent']);
    expect(hook.received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+$/);
  });

  it('is not asked to confirm until it has a secret', async () => {
    const id = await upgraded(`signature = 'ed25519', public_key = 'whpk_'`, { isConfirmed: false });
    const ask = () => subject.confirmations.resend(id, mine);
    await expect(ask()).rejects.toMatchObject({ problems: [{ code: 'new-secret-first' }] });
    const { secret } = await subject.signingSecrets.rotate(id, mine);
    trust(hook.url, secret);
    await ask();
    await subject.work(id);
    expect(await viewOf(id)).toMatchObject({ state: 'active' });
  });

  it('ends if its messages were fetched', async () => {
    const id = await upgraded(`listened_until = now()`);
    expect(await viewOf(id)).toMatchObject({ state: 'unsubscribed' });
    await subject.work(id);
    const states = (await subject.log.list(id, mine, { limit: 9 })).map(({ state }) => state);
    expect(states).not.toContain('planned');
  });
});
