import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Conflict } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore } from '#test/note-store.js';
import { note, withId, type Note } from '#test/notes.js';

describe('append', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  it('answers what a read answers', async () => {
    const context = { actor: 'ada', correlationId: 'request 7', causationId: 'mail 3' };
    const append = {
      stream: 'first',
      expected: 0,
      events: [withId(note('one', { z: 1, a: [] })), withId(note('two'))],
    };
    const { recorded, replayed } = await events.append([append], context);
    expect(replayed).toBe(false);
    expect(recorded.map(({ position, version }) => [position, version])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(recorded[0]).toMatchObject({ stream: 'first', ...context, event: note('one', { z: 1, a: [] }) });
    expect(await events.read('first')).toEqual(recorded);
    expect(await events.readAll({ after: 0, limit: 10 })).toEqual(recorded);
    expect(await events.find(recorded[1]?.id ?? '')).toEqual(recorded[1]);
    expect(await events.head()).toBe(2);
  });

  it('refuses a stream that does not stand where expected, and says where it stands', async () => {
    const append = events.append([{ stream: 'first', expected: 1, events: [withId(note('late'))] }], me);
    await expect(append).rejects.toThrow(new Conflict('first', 1, 2));
    const ahead = events.append([{ stream: 'first', expected: 99_999_999_999, events: [withId(note('late'))] }], me);
    await expect(ahead).rejects.toThrow(new Conflict('first', 99_999_999_999, 2));
    const opened = events.append([{ stream: 'first', expected: 0, events: [withId(note('again'))] }], me);
    await expect(opened).rejects.toThrow(Conflict);
    expect(await events.head()).toBe(2);
  });

  it('goes to the end of a stream when any version will do', async () => {
    const { recorded } = await events.append(
      [{ stream: 'first', expected: 'any', events: [withId(note('three'))] }],
      me,
    );
    expect(recorded[0]).toMatchObject({ position: 3, version: 3 });
  });

  it('takes appends to one stream made together in their order', async () => {
    const append = (expected: number): Promise<unknown> =>
      events.append([{ stream: 'chain', expected, events: [withId(note(String(expected)))] }], me);
    await Promise.all([append(0), append(1), append(2)]);
    expect((await events.read('chain')).map(({ event }) => event.data.text)).toEqual(['0', '1', '2']);
  });

  it('takes an append larger than a batch in one piece', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => withId(note(String(index))));
    const { recorded } = await events.append([{ stream: 'large', expected: 0, events: many }], me);
    expect(recorded.at(-1)?.version).toBe(2500);
    expect(await events.read('large')).toEqual(recorded);
  });

  it('refuses an append of nothing', async () => {
    await expect(events.append([{ stream: 'first', expected: 3, events: [] }], me)).rejects.toThrow(TypeError);
  });
});
