import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, IdReused } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore, note, noteCodec, notesModel, type Note } from '#test/notes.js';

/** The next letter: what it decides depends on all that was decided before. */
const nextLetter = (texts: readonly string[]): Note[] => [note(String.fromCharCode(97 + texts.length))];

describe('change', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  it('records what was decided and answers the state after it', async () => {
    const changed = await events.change('s', notesModel, () => [note('one'), note('two')], me);
    expect(changed).toMatchObject({ replayed: false, state: ['one', 'two'], version: 2 });
    expect(changed.recorded).toEqual(await events.read('s'));
  });

  it('records nothing when nothing was decided', async () => {
    const changed = await events.change('s', notesModel, () => [], me);
    expect(changed).toEqual({ recorded: [], replayed: false, state: ['one', 'two'], version: 2 });
  });

  it('decides again on the new state when it loses a race', async () => {
    const rival = new EventStore(database.app, noteCodec);
    const states: string[][] = [];
    let rivals = 0;
    const decide = (texts: readonly string[]): Note[] => {
      states.push([...texts]);
      return nextLetter(texts);
    };
    const racing = new Proxy(events, {
      get: (store, key) =>
        key === 'append' && rivals++ < 2
          ? async (...args: Parameters<typeof events.append>) => {
              await rival.change('race', notesModel, nextLetter, me);
              return store.append(...args);
            }
          : (Reflect.get(store, key, store) as unknown),
    });
    const changed = await racing.change('race', notesModel, decide, me);
    expect(states).toEqual([[], ['a'], ['a', 'b']]);
    expect(changed.state).toEqual(['a', 'b', 'c']);
  });

  it('lets sixteen at once on one stream each have its turn', async () => {
    const stores = [events, new EventStore(database.app, noteCodec)];
    const changes = Array.from({ length: 16 }, (_, index) =>
      stores[index % 2]!.change('busy', notesModel, nextLetter, me),
    );
    const positions = (await Promise.all(changes)).map(({ version }) => version);
    expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    expect((await events.load('busy', notesModel)).state.join('')).toBe('abcdefghijklmnop');
  });

  it('refuses a stale version at once, without deciding', async () => {
    const decide = (): Note[] => {
      throw new Error('decided all the same');
    };
    await expect(events.change('s', notesModel, decide, { ...me, expected: 1 })).rejects.toThrow(
      new Conflict('s', 1, 2),
    );
  });

  it('passes on what the decision throws and records nothing', async () => {
    const refusal = new Error('refused');
    const decide = (): Note[] => {
      throw refusal;
    };
    await expect(events.change('s', notesModel, decide, me)).rejects.toBe(refusal);
    expect((await events.load('s', notesModel)).version).toBe(2);
  });

  describe('with an id', () => {
    const id = randomUUID();
    const decide = (texts: readonly string[]): Note[] => [...nextLetter(texts), note('and more')];

    it('answers the first result when it is repeated, whatever has happened since and whatever version is expected', async () => {
      const first = await events.change('t', notesModel, decide, { ...me, id, expected: 0 });
      expect(first.recorded[0]?.id).toBe(id);
      await events.change('t', notesModel, nextLetter, me);
      const again = await events.change('t', notesModel, decide, { ...me, id, expected: 0 });
      expect(again).toEqual({ ...first, replayed: true });
      expect((await events.load('t', notesModel)).version).toBe(3);
    });

    it('is refused when it decides something else, or elsewhere', async () => {
      const other = events.change('t', notesModel, () => [note('other')], { ...me, id });
      await expect(other).rejects.toThrow(new IdReused(id));
      await expect(events.change('u', notesModel, decide, { ...me, id })).rejects.toThrow(new IdReused(id));
      await expect(events.change('t', notesModel, () => [], { ...me, id })).rejects.toThrow(new IdReused(id));
    });

    it('is recorded once when it is made eight times at once', async () => {
      const options = { ...me, id: randomUUID() };
      const many = Array.from({ length: 8 }, () => events.change('v', notesModel, decide, options));
      const answers = await Promise.all(many);
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
      for (const answer of answers) expect(answer).toMatchObject({ state: ['a', 'and more'], version: 2 });
    });
  });
});
