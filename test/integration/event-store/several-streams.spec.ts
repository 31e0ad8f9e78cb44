import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Conflict } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore } from '#test/note-store.js';
import { note, withId, type Note } from '#test/notes.js';

describe('an append to several streams', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  it('is recorded in the order given, with a version per stream', async () => {
    const { recorded } = await events.append(
      [
        { stream: 'left', expected: 0, events: [withId(note('a')), withId(note('b'))] },
        { stream: 'right', expected: 0, events: [withId(note('c'))] },
        { stream: 'left', expected: 2, events: [withId(note('d'))] },
      ],
      me,
    );
    expect(recorded.map(({ stream, version }) => [stream, version])).toEqual([
      ['left', 1],
      ['left', 2],
      ['right', 1],
      ['left', 3],
    ]);
    expect(new Set(recorded.map(({ recordedAt }) => recordedAt.getTime())).size).toBe(1);
  });

  it('is recorded whole or not at all', async () => {
    const append = events.append(
      [
        { stream: 'left', expected: 3, events: [withId(note('e'))] },
        { stream: 'right', expected: 0, events: [withId(note('f'))] },
      ],
      me,
    );
    await expect(append).rejects.toThrow(new Conflict('right', 0, 1));
    expect(await events.head()).toBe(4);
  });
});
