import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliverySettings } from '#subscriptions/delivery-settings.js';
import { fact, source, uuid } from '#test/events.js';
import { until } from '#test/until.js';
import { type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { mine, startSubscribing, type Subscribing } from '#test/subscribing.js';

const email = { channel: 'email', address: 'officer@example.org' } as const;
const PUBLIC_URL = 'https://jalon.example.org';
const MAIL_FROM = 'Jalon <jalon@example.org>';

const filter = { changes: true, deadlines: false };

const granted = fact(
  'GrantIssued',
  '2023-12-01',
  { decision: '2279', validUntil: '2026-12', title: 'Qualification <b>& plus' },
  source('decision', { url: 'https://cyber.gouv.fr/decision', quote: 'est qualifié' }),
);

describe('mails', () => {
  let smtp: SmtpReceiver;
  let subject: Subscribing;

  beforeAll(async () => {
    smtp = await startSmtpReceiver();
  });
  afterAll(() => smtp.close());
  beforeEach(() => {
    smtp.received.length = 0;
    smtp.refuse = undefined;
  });
  afterEach(() => subject.close());

  async function subscribed(settings: Partial<DeliverySettings>, asked: object = {}): Promise<string> {
    subject = await startSubscribing({ PUBLIC_URL, MAIL_FROM, ...settings });
    const { subscription } = await subject.subscribe({ ...email, ...asked });
    await subject.deliver();
    const kept = await subject.keptMails.list({ limit: 1 });
    const text = smtp.received[0]?.parsed.text ?? kept[0]?.text;
    const token = /token=([\w-]+)/.exec(text ?? '')?.[1] ?? '';
    await subject.confirmations.confirm(subscription.id, token);
    smtp.received.length = 0;
    return subscription.id;
  }

  async function tell(): Promise<string[]> {
    await subject.record(granted);
    await subject.fanOut();
    return subject.deliver();
  }

  it('are stored once each while no SMTP server is configured', async () => {
    const id = await subscribed({}, { language: 'en' });
    expect(await tell()).toEqual(['sent']);
    const kept = await subject.keptMails.list({ limit: 10 });
    expect(kept.map(({ subject: line }) => line)).toEqual([
      'Outscale, IaaS (SecNumCloud): decision 2279 issued (qualified)',
      'Confirm your subscription to Jalon',
    ]);
    expect(kept[0]).toMatchObject({
      recipient: 'officer@example.org',
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'en' },
    });
    expect(kept[1]?.headers).not.toHaveProperty('List-Unsubscribe');
    expect(await subject.keptMails.list({ limit: 10, before: kept[0]! })).toEqual([kept[1]]);
    expect(await subject.log.list(id, mine, { limit: 5 })).toHaveLength(2);
  });

  it('that were sent but not recorded are sent again as the same mail', async () => {
    const id = await subscribed({ SMTP_URL: smtp.url });
    await subject.record(granted);
    await subject.fanOut();
    let acknowledge = (): void => undefined;
    smtp.stall = new Promise((resolve) => (acknowledge = resolve));
    const dying = subject.work(id);
    await smtp.waitFor(1);
    smtp.stall = undefined;
    await subject.lapse();
    expect(await subject.deliver()).toEqual(['sent']);
    acknowledge();
    expect(await dying).toEqual(['skipped']);
    expect(new Set(smtp.received.map(({ parsed }) => parsed.messageId)).size).toBe(1);
    expect(smtp.received).toHaveLength(2);
    expect(await subject.deliver()).toEqual([]);
  });

  it('share connections; one that is cut while idle loses nothing and sends nothing twice (long)', async () => {
    const ids = Array.from({ length: 20 }, (_, nth) => uuid(nth + 1));
    subject = await startSubscribing({ SMTP_URL: smtp.url, MAIL_FROM, MAIL_PER_HOST_PER_MINUTE: 99_999 });
    const subscriber = (id: string) => ({ id, channel: 'email' as const, target: `${id}@example.org`, filter });
    await subject.confirmed(...ids.map(subscriber));
    const before = smtp.connections;
    await tellEach();
    expect(smtp.connections - before).toBeLessThan(5);
    smtp.cut();
    await tellEach();
    smtp.cut();
    await until(() => smtp.open === 0);
    await tellEach();
    expect(new Set(smtp.received.map(({ parsed }) => parsed.messageId)).size).toBe(60);
    expect(smtp.received).toHaveLength(60);
    expect(smtp.connections - before).toBeLessThan(15);

    async function tellEach(): Promise<void> {
      await subject.record(granted, randomUUID());
      await subject.fanOut();
      const fours = [0, 1, 2, 3].map((nth) => ids.filter((_, index) => index % 4 === nth));
      const outcomes = fours.map(async (some) => {
        const each: string[] = [];
        for (const id of some) each.push(...(await subject.work(id)));
        return each;
      });
      expect((await Promise.all(outcomes)).flat()).toEqual(ids.map(() => 'sent'));
    }
  });

  it('wait for a server that is unreachable', async () => {
    const id = await subscribed({});
    await subject.close();
    subject = await startSubscribing({ SMTP_URL: 'smtp://127.0.0.1:1' });
    await subject.subscribe(email);
    expect(await subject.deliver()).toEqual(['retry']);
    expect(id).not.toBe('');
  });
});
