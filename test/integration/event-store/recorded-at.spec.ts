import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setClockOffset } from '#database/clock.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore } from '#test/note-store.js';
import { note, withId, type Note } from '#test/notes.js';

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
