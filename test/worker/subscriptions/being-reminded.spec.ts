import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { deadlineRecipients } from '#subscriptions/audience.js';
import type { NewSubscriptionSchema } from '#subscriptions/subscription.js';
import { dossier, owner, mine, provider, startSubscribing, type Subscribing } from '#test/subscribing.js';

const place = { provider, dossier, scheme: 'secnumcloud', kind: 'grant-end' as const, confirmed: true };
const elsewhere = { ...place, scheme: 'hds' };

describe('a subscription with reminders', () => {
  let subject: Subscribing;
  beforeEach(async () => (subject = await startSubscribing()));
  afterEach(() => subject.close());

  const subscribers = () => deadlineRecipients(subject.database.app);

  async function confirmed(asked: Partial<z.input<typeof NewSubscriptionSchema>> = {}): Promise<string> {
    const email = { channel: 'email' as const, address: 'officer@example.org', ...asked };
    const { subscription } = await subject.subscribe(email as z.input<typeof NewSubscriptionSchema>);
    await subject.confirm(subscription.id);
    return subscription.id;
  }

  it('is active, includes deadlines, and has an owner, confirmation date and settings', async () => {
    await subject.subscribe({ channel: 'email', address: 'pending@example.org' });
    await confirmed({ filter: { deadlines: false } });
    await subject.subscriptions.end(await confirmed(), mine);
    const id = await confirmed({
      filter: { schemes: ['secnumcloud'], changes: false },
      reminders: { role: 'escalation', timeZone: 'Indian/Reunion', ladder: { before: [1, 7], overdue: [] } },
    });
    const found = await subscribers();
    expect(found).toEqual([
      {
        subscription: id,
        owner,
        confirmedAt: expect.any(Date),
        since: 2,
        wishes: {
          role: 'escalation',
          timeZone: 'Indian/Reunion',
          holidays: 'france',
          ladder: { before: [7, 1], overdue: [] },
        },
        wants: expect.any(Function),
      },
    ]);
    expect([found[0]?.wants(place), found[0]?.wants(elsewhere)]).toEqual([true, false]);
  });

  it('uses new settings as soon as they change', async () => {
    const id = await confirmed();
    const changes = { reminders: { holidays: 'none', role: 'recipient' }, filter: { schemes: ['hds'] } } as const;
    const filter = { schemes: ['hds'], changes: false, deadlines: true };
    await subject.subscriptions.change(id, { ...changes, filter }, mine);
    const [found] = await subscribers();
    expect([found?.wishes, found?.wants(place), found?.wants(elsewhere)]).toEqual([changes.reminders, false, true]);
  });

  it.each([
    [{}, { holidays: 'france', role: 'recipient' }],
    [
      { timeZone: 'Renamed/Since', role: 'escalation' },
      { holidays: 'france', role: 'escalation' },
    ],
    [
      { holidays: 'none', wish: 'of a later version' },
      { holidays: 'none', role: 'recipient' },
    ],
  ])('still works with %j stored', async (stored, wishes) => {
    const id = await confirmed();
    const reminders = JSON.stringify(stored);
    await subject.set(id, { reminders });
    expect((await subscribers()).map((one) => one.wishes)).toEqual([wishes]);
  });
});
