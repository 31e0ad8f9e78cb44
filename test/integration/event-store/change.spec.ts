import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Conflict, IdReused, type Model } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { type TestDatabase } from '#test/database.js';
import { me, noteStore, note, noteCodec, notesModel, type Note, withId } from '#test/notes.js';
import { sql } from 'kysely';

let database: TestDatabase;
let events: EventStore<Note>;
beforeAll(async () => {
  ({ database, events } = await noteStore());
});
afterAll(() => database.close());

/** The next letter: what it decides depends on all that was decided before. */
const nextLetter = (texts: readonly string[]): Note[] => [note(String.fromCharCode(97 + texts.length))];

describe('change', () => {
  it('records what was decided and answers the state after it', async () => {
    const changed = await events.change('s', notesModel, () => [note('one'), note('two')], me);
    expect(changed).toMatchObject({ replayed: false, state: ['one', 'two'], version: 2 });
    expect(changed.recorded).toEqual(await events.read('s'));
  });

  it('records nothing when nothing was decided', async () => {
    const changed = await events.change('s', notesModel, () => [], me);
    expect(changed).toEqual({
      recorded: [],
      replayed: false,
      before: ['one', 'two'],
      state: ['one', 'two'],
      version: 2,
    });
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

describe('load', () => {
  const add = (store: EventStore<Note>, stream: string, text: string): Promise<unknown> =>
    store.append([{ stream, expected: 'any', events: [withId(note(text))] }], me);

  /** As a rewind would, from a version of the last stream on. */
  const lose = (stream: string, version: number) =>
    sql`
      alter table event disable trigger event_is_append_only;
      delete from event where stream = ${sql.lit(stream)} and version >= ${sql.lit(version)};
      alter table event enable always trigger event_is_append_only;
      update ledger_head set position = (select max(position) from event)
    `.execute(database.owner);

  it('is the initial state at version 0 where there is no stream', async () => {
    expect(await events.load('nowhere', notesModel)).toEqual({ state: [], version: 0 });
  });

  it('shows at once what another process has recorded', async () => {
    const elsewhere = new EventStore(database.app, noteCodec);
    await add(events, 'seen', 'one');
    expect(await events.load('seen', notesModel)).toEqual({ state: ['one'], version: 1 });
    await add(elsewhere, 'seen', 'two');
    expect(await events.load('seen', notesModel)).toEqual({ state: ['one', 'two'], version: 2 });
  });

  it('folds an event once however often the state is asked for', async () => {
    let folded = 0;
    const counting: Model<number, Note> = { initial: 0, evolve: (count) => ((folded += 1), count + 1) };
    for (let round = 0; round < 5; round += 1) expect((await events.load('seen', counting)).state).toBe(2);
    expect(folded).toBe(2);
  });

  it('drops what the ledger has lost, also when the stream is as long again', async () => {
    const counting: Model<number, Note> = { initial: 0, evolve: (count) => count + 1 };
    const both = async () => [
      await events.load('lost', notesModel),
      (await events.loadAll(['lost', 'seen'], notesModel)).get('lost'),
      (await events.loadAll(['lost'], counting)).get('lost'),
    ];
    await add(events, 'lost', 'one');
    await add(events, 'lost', 'two');
    expect(await both()).toEqual([{ state: ['one', 'two'], version: 2 }, ['one', 'two'], 2]);
    await lose('lost', 2);
    expect(await both()).toEqual([{ state: ['one'], version: 1 }, ['one'], 1]);
    await add(events, 'lost', 'two');
    expect(await both()).toEqual([{ state: ['one', 'two'], version: 2 }, ['one', 'two'], 2]);
    await lose('lost', 1);
    for (const text of ['three', 'four', 'five']) await add(events, 'lost', text);
    expect(await both()).toEqual([...[{ state: ['three', 'four', 'five'], version: 3 }, ['three', 'four', 'five']], 3]);
  });

  it('knows the state as it was at a position, and does not remember it as the present', async () => {
    const head = await events.head();
    await add(events, 'seen', 'three');
    expect(await events.load('seen', notesModel, { upTo: head })).toEqual({ state: ['one', 'two'], version: 2 });
    expect((await events.load('seen', notesModel)).version).toBe(3);
    expect(await events.load('seen', notesModel, { upTo: 0 })).toEqual({ state: [], version: 0 });
  });
});
