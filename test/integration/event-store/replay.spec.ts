import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { IdReused } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';

describe('an append whose ids are on record', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  const first = withId(note('one', { a: 1, b: { c: 2, d: 3 } }));
  const second = withId(note('two'));

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    await events.append([{ stream: 's', expected: 0, events: [first, second] }], me);
  });
  afterAll(() => database.close());

  it('is answered with what was recorded first, before any version is looked at', async () => {
    const again = await events.append([{ stream: 's', expected: 0, events: [first, second] }], { actor: 'another' });
    expect(again.replayed).toBe(true);
    expect(again.recorded).toEqual(await events.read('s'));
    expect(again.recorded[0]?.actor).toBe('tester');
  });

  it('is the same content in any order of its keys and any case of its id', async () => {
    const shuffled = withId(note('one', { b: { d: 3, c: 2 }, a: 1 }), first.id.toUpperCase());
    const again = await events.append([{ stream: 's', expected: 'any', events: [shuffled, second] }], me);
    expect(again.replayed).toBe(true);
    expect(again.recorded).toHaveLength(2);
  });

  it('is refused when the content is another', async () => {
    const other = events.append([{ stream: 's', expected: 'any', events: [withId(note('other'), first.id)] }], me);
    await expect(other).rejects.toThrow(new IdReused(first.id));
    const elsewhere = events.append([{ stream: 't', expected: 0, events: [first, second] }], me);
    await expect(elsewhere).rejects.toThrow(IdReused);
  });

  it('is refused when only some of the ids are on record', async () => {
    const fresh = withId(note('three'));
    const partly = events.append([{ stream: 's', expected: 'any', events: [second, fresh] }], me);
    await expect(partly).rejects.toThrow(IdReused);
    expect(await events.find(fresh.id)).toBeUndefined();
  });

  it('is refused when it names one id twice', async () => {
    const id = randomUUID();
    const twice = events.append(
      [{ stream: 's', expected: 'any', events: [withId(note('x'), id), withId(note('x'), id)] }],
      me,
    );
    await expect(twice).rejects.toThrow(new IdReused(id));
  });

  it('is recorded once when it is sent twice at once', async () => {
    const append = { stream: 'u', expected: 0, events: [withId(note('once'))] };
    const both = await Promise.all([events.append([append], me), events.append([append], me)]);
    expect(both.map(({ replayed }) => replayed)).toEqual([false, true]);
    expect(both[1].recorded).toEqual(both[0].recorded);
  });
});
