import { expect } from '@jest/globals';
import type { Working } from '#test/working.js';
import { remindersIn, payloadIn, type ReceivedRequest } from '../webhook-receiver.js';

/** What came to a receiver, as one that keeps to `webhook-id` sees it. */
interface Arrivals {
  /** The body of each message, by its `webhook-id`. */
  messages: Map<string, string>;
  /** Which messages told a reminder, by its id. */
  carriers: Map<string, Set<string>>;
  /** How many came again under the id they had. */
  repeated: number;
}

/** @throws Error when it tells of something else */
export function remindersOf(request: ReceivedRequest): Record<string, unknown>[] {
  const payload = payloadIn(request);
  const reminders = remindersIn<Record<string, unknown>>(payload);
  if (reminders.length === 0) throw new Error(`nobody asked for ${payload.type}`);
  return reminders;
}

/** @throws Error when a message comes again with another body, or is none of a reminder */
export function arrivalsIn(requests: readonly ReceivedRequest[]): Arrivals {
  const messages = new Map<string, string>();
  const carriers = new Map<string, Set<string>>();
  for (const request of requests) {
    const id = String(request.headers['webhook-id']);
    if ((messages.get(id) ?? request.body) !== request.body) throw new Error(`${id} came with two bodies`);
    messages.set(id, request.body);
    for (const reminder of remindersOf(request)) {
      const known = carriers.get(String(reminder['id'])) ?? new Set();
      carriers.set(String(reminder['id']), known.add(id));
    }
  }
  return { messages, carriers, repeated: requests.length - messages.size };
}

/**
 * Every reminder of a webhook is sent, and came in one message to whoever it is for (the last part of the path is the
 * subscription); nothing else came.
 */
export async function expectEachOnce(jalon: Working, count: number): Promise<Arrivals> {
  const rows = await jalon.database.app
    .selectFrom('reminder')
    .innerJoin('subscription', 'subscription.id', 'reminder.subscription')
    .select(['reminder.id', 'subscription', 'reminder.state'])
    .where('channel', '=', 'webhook')
    .execute();
  expect([rows.length, ...new Set(rows.map(({ state }) => state))]).toEqual([count, 'sent']);
  const arrivals = arrivalsIn(jalon.receiver.received);
  const twice = [...arrivals.carriers].filter(([, { size }]) => size > 1).map(([id]) => id);
  expect(twice).toEqual([]);
  const came = jalon.receiver.received.flatMap((request) =>
    remindersOf(request).map(({ id }) => `${String(id)} to ${request.path.split('/').at(-1)!}`),
  );
  expect([...new Set(came)].sort()).toEqual(rows.map(({ id, subscription }) => `${id} to ${subscription}`).sort());
  return arrivals;
}

/**
 * All deliveries are sent, each came to whoever it is for, and messages came again only with the id and content they had.
 *
 * @returns how many came again
 */
export async function expectAllTold({ database, receiver }: Working): Promise<number> {
  const rows = await database.app.selectFrom('delivery').select(['state', 'message_id', 'subscription']).execute();
  expect([...new Set(rows.map(({ state }) => state))]).toEqual(['sent']);
  const bodies = new Map<string, string>();
  for (const request of receiver.received) {
    const key = `${String(request.headers['webhook-id'])} to ${request.path.split('/').at(-1)!}`;
    expect([key, request.body]).toEqual([key, bodies.get(key) ?? request.body]);
    bodies.set(key, request.body);
    expect(payloadIn(request).type).toBe('event.recorded');
  }
  expect([...bodies.keys()].sort()).toEqual(rows.map((row) => `${row.message_id} to ${row.subscription}`).sort());
  return receiver.received.length - bodies.size;
}
