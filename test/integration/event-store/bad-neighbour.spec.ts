import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, IdReused, Unstorable } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';

describe('a bad append in a batch', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  const taken = withId(note('taken'));

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    await events.append([{ stream: 'taken', expected: 0, events: [taken] }], me);
  });
  afterAll(() => database.close());

  const losers: [string, { stream?: string; event?: Note; id?: string; expected?: number; actor?: string }, unknown][] =
    [
      ['a stale version', { stream: 'taken', expected: 0 }, Conflict],
      ['a version beyond all bounds', { expected: Number.MAX_SAFE_INTEGER }, Conflict],
      ['an id with other content', { id: taken.id }, IdReused],
      ['a NUL in its data', { event: note('a\0b') }, Unstorable],
      ['a lone surrogate in its data', { event: note('a\ud800b') }, Unstorable],
      ['a NUL in its actor', { actor: 'a\0b' }, Unstorable],
      ['a lone surrogate in its actor', { actor: 'a\ud800b' }, Unstorable],
      ['a lone surrogate in its stream', { stream: 'a\udfffb' }, Unstorable],
      [
        'a stream too long for an index',
        { stream: Array.from({ length: 1000 }, () => randomUUID()).join() },
        Unstorable,
      ],
      ['an empty stream', { stream: '' }, Unstorable],
      ['an id that is not a UUID', { id: 'seven' }, Unstorable],
      ['a version that is not whole', { expected: 1.5 }, Unstorable],
    ];

  it.each(losers)('with %s fails alone', async (_, { stream, event, id, expected, actor }, error) => {
    const start = await events.head();
    const good = (name: string): Promise<unknown> =>
      events.append([{ stream: `${name}-${start}`, expected: 0, events: [withId(note(name))] }], me);
    const bad = {
      stream: stream ?? `new-${start}`,
      expected: expected ?? 0,
      events: [withId(event ?? note('bad'), id)],
    };
    const settled = await Promise.allSettled([
      good('before'),
      events.append([bad], { actor: actor ?? 'me' }),
      good('after'),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((settled[1] as PromiseRejectedResult).reason).toBeInstanceOf(error);
    expect((await events.readAll({ after: start, limit: 9 })).map(({ position }) => position)).toEqual([
      start + 1,
      start + 2,
    ]);
  });

  it('leaves the others their answers when many of both kinds travel together', async () => {
    const start = await events.head();
    const appends = Array.from({ length: 200 }, (_, index) => {
      const event = index % 3 === 0 ? note('a\0b') : note(String(index));
      return events.append([{ stream: `mixed-${index % 20}`, expected: 'any', events: [withId(event)] }], me);
    });
    const settled = await Promise.allSettled(appends);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(133);
    expect(await events.head()).toBe(start + 133);
  });
});
