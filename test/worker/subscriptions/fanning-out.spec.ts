import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changes } from '#subscriptions/changes.js';
import { ConfirmSubscription } from '#subscriptions/confirm-subscription.js';
import { activate } from '#subscriptions/delivery/activate.js';
import { ListDeliveries } from '#subscriptions/list-deliveries.js';
import { Secrets } from '#subscriptions/secrets.js';
import { follow } from '#event-store/follow.js';
import { waitUntilSeen } from '#event-store/seen.js';
import { fact, uuid } from '#test/events.js';
import { mine, startSubscribing, type Subscribing } from '#test/subscribing.js';

const projection = { name: 'changes', version: 1 };
const secrets = new Secrets('a secret of a test, 32 characters long');

describe('fanning out', () => {
  let subject: Subscribing;
  let ending: AbortController;
  let following: Promise<void>;

  beforeEach(async () => {
    subject = await startSubscribing();
    ending = new AbortController();
    const { events, deliveries, database } = subject;
    following = follow(events, database.app, changes(events, deliveries), { signal: ending.signal, batchSize: 7 });
  });
  afterEach(async () => {
    ending.abort();
    await following;
    await subject.close();
  });

  it('loses nothing and tells nothing older to those who confirm while others record', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        subject.subscribe({ channel: 'email', address: `officer-${n}@example.org` }),
      ),
    );
    const ids = made.map(({ subscription }) => subscription.id);
    let recorded = 0;
    let recording = true;
    const writing = Array.from({ length: 4 }, async () => {
      while (recording) {
        recorded += 1;
        await subject.record(fact('StatementMade', '2024-03-01', { speaker: `${recorded}` }), uuid(recorded));
      }
    });
    for (const id of ids) await subject.commands.execute(new ConfirmSubscription(id, secrets.confirmToken(id, 1)));
    recording = false;
    await Promise.all(writing);

    const head = await subject.events.head();
    const db = subject.database.app;
    expect(await waitUntilSeen(db, projection, head, 20_000)).toBe(true);
    const rows = await db.selectFrom('delivery').select(['subscription', 'cause']).orderBy('ordinal').execute();
    const since = await db.selectFrom('subscription').select(['id', 'since_position as since']).execute();
    for (const { id, since: position } of since) {
      const causes = rows.filter(({ subscription, cause }) => subscription === id && cause.startsWith('event:'));
      const expected = Array.from({ length: head - position! }, (_, index) => `event:${position! + 1 + index}`);
      expect(causes.map(({ cause }) => cause)).toEqual(expected);
    }
  });

  it('waits for a confirmation under way, which would else miss what is recorded before it commits', async () => {
    const { subscription } = await subject.subscribe({ channel: 'email', address: 'officer@example.org' });
    const db = subject.database.app;
    let position = 0;
    await db.transaction().execute(async (tx) => {
      await activate(tx, subscription.id, 1, subject.clock.now());
      position = await subject.record(fact('MilestoneReached', '2024-03-01', { milestone: 'J1' }));
      expect(await waitUntilSeen(db, projection, position, 500)).toBe(false);
    });
    expect(await waitUntilSeen(db, projection, position, 5_000)).toBe(true);
    const log = await subject.queries.execute(new ListDeliveries(subscription.id, mine, { limit: 1 }));
    expect(log).toMatchObject([{ cause: `event:${position}` }]);
  });
});
