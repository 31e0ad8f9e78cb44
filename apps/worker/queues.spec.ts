import { describe, expect, it } from '@jest/globals';
import { openLog } from './settings.js';
import { deliveryWakeUp, type Handler, Queues, reminderWakeUps, type QueueBackend } from './queues.js';

const unreachable: QueueBackend = {
  queue: (name) => {
    throw new Error(`the queue ${name} was opened`);
  },
  worker: (name) => {
    throw new Error(`a worker of ${name} was opened`);
  },
  end: () => undefined,
};

describe('the queues', () => {
  it('do not start when one has no handler, and open nothing before they know', () => {
    const delivering: Handler = { queue: 'delivery', handle: () => Promise.resolve(undefined) };
    const queues = new Queues(unreachable, [delivering], openLog('silent'));
    expect(() => {
      queues.start();
    }).toThrow('the queue reminder has no handler');
  });
});

const now = new Date('2026-11-25T08:00:00Z');
const later = new Date('2026-11-25T09:00:00Z');

describe('wake-ups for reminders', () => {
  it('are one for each 25 subscriptions, named for their time', () => {
    const wakeUps = reminderWakeUps([{ fireAt: later, subscriptions: 51 }], now, 'b1');
    expect(wakeUps.map(({ jobId, delayMs }) => [jobId, delayMs])).toEqual(
      [0, 1, 2].map((index) => [`reminder-${later.getTime()}-${index}`, 3_600_000]),
    );
  });

  it('are named for the look that found them when they are overdue', () => {
    const passed = ['2026-11-23T08:00:00Z', '2026-11-24T08:00:00Z', '2026-11-25T08:00:00Z'];
    const times = passed.map((instant) => ({ fireAt: new Date(instant), subscriptions: 15 }));
    expect(reminderWakeUps(times, now, 'b1')).toEqual(
      [0, 1].map((index) => ({ jobId: `reminder-b1-${index}`, id: now.toISOString(), delayMs: 0 })),
    );
  });

  it('stay few however many are concerned, and their ids hold no colon', () => {
    const wakeUps = reminderWakeUps([{ fireAt: later, subscriptions: 100_000 }], now, 'b1');
    expect(wakeUps).toHaveLength(8);
    expect(wakeUps.filter(({ jobId }) => jobId.includes(':'))).toEqual([]);
  });
});

const at = (instant: string) => deliveryWakeUp({ id: 'd', fireAt: new Date(instant) }, now, 'b1');

describe('wake-ups for deliveries', () => {
  it('are named for their time', () => {
    expect(at('2026-11-25T08:00:01Z')).toEqual({
      jobId: `delivery-d-${now.getTime() + 1_000}`,
      id: 'd',
      delayMs: 1_000,
    });
  });

  it('are named for the process too when they are due, so that none that waits by an older clock stands in their way', () => {
    expect(at('2026-11-25T08:00:00Z')).toEqual({ jobId: `delivery-b1-d-${now.getTime()}`, id: 'd', delayMs: 0 });
    expect(at('2026-11-25T07:59:59Z')).toEqual({
      jobId: `delivery-b1-d-${now.getTime() - 1_000}`,
      id: 'd',
      delayMs: 0,
    });
  });
});
