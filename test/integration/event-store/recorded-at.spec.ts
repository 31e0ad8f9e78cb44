import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setClockOffset } from '#database/clock.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';

const day = 86_400_000;

describe('recorded_at', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  async function recordedNow(): Promise<number> {
    const { recorded } = await events.append([{ stream: 's', expected: 'any', events: [withId(note('tick'))] }], me);
    return recorded[0]!.recordedAt.getTime();
  }

  it('is the clock of the database', async () => {
    const before = Date.now();
    const recorded = await recordedNow();
    expect(recorded).toBeGreaterThanOrEqual(before);
    expect(recorded).toBeLessThanOrEqual(Date.now());
  });

  it('follows the offset forwards, and stands still when the offset goes back', async () => {
    await setClockOffset(database.owner, 30 * day);
    const before = Date.now();
    const ahead = await recordedNow();
    expect(ahead - 30 * day).toBeGreaterThanOrEqual(before);
    expect(ahead - 30 * day).toBeLessThanOrEqual(Date.now());
    await setClockOffset(database.owner, 0);
    expect(await recordedNow()).toBe(ahead);
  });

  it('never goes back from one position to the next', async () => {
    const all = await events.readAll({ after: 0, limit: 100 });
    const times = all.map(({ recordedAt }) => recordedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('positionAt', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  it('is 0 on an empty ledger', async () => {
    expect(await events.positionAt(new Date())).toBe(0);
  });

  it('is the last position recorded by then, at every instant', async () => {
    for (let day = 0; day < 12; day += 1) {
      await setClockOffset(database.owner, day * 86_400_000);
      const batch = Array.from({ length: (day % 3) + 1 }, () => withId(note('x')));
      await events.append([{ stream: `day-${day}`, expected: 0, events: batch }], me);
    }
    const all = await events.readAll({ after: 0, limit: 100 });
    for (const { recordedAt } of all) {
      for (const ms of [-1, 0, 1]) {
        const instant = new Date(recordedAt.getTime() + ms);
        const expected = all.filter((event) => event.recordedAt <= instant).at(-1)?.position ?? 0;
        expect(await events.positionAt(instant)).toBe(expected);
      }
    }
    expect(await events.positionAt(new Date('9999-12-31'))).toBe(all.length);
    expect(await events.positionAt(new Date('1970-01-01'))).toBe(0);
  });
});
