import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { EventStore } from '#event-store/event-store.js';
import type { Model } from '#event-store/events.js';
import type { TestDatabase } from '#test/database.js';
import { me, noteStore, note, noteCodec, notesModel, withId, type Note } from '#test/notes.js';

describe('load', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

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
    await add(events, 's', 'one');
    expect(await events.load('s', notesModel)).toEqual({ state: ['one'], version: 1 });
    await add(elsewhere, 's', 'two');
    expect(await events.load('s', notesModel)).toEqual({ state: ['one', 'two'], version: 2 });
  });

  it('folds an event once however often the state is asked for', async () => {
    let folded = 0;
    const counting: Model<number, Note> = { initial: 0, evolve: (count) => ((folded += 1), count + 1) };
    for (let round = 0; round < 5; round += 1) expect((await events.load('s', counting)).state).toBe(2);
    expect(folded).toBe(2);
  });

  it('drops what the ledger has lost, also when the stream is as long again', async () => {
    const counting: Model<number, Note> = { initial: 0, evolve: (count) => count + 1 };
    const both = async () => [
      await events.load('lost', notesModel),
      (await events.loadAll(['lost', 's'], notesModel)).get('lost'),
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
    await add(events, 's', 'three');
    expect(await events.load('s', notesModel, { upTo: head })).toEqual({ state: ['one', 'two'], version: 2 });
    expect((await events.load('s', notesModel)).version).toBe(3);
    expect(await events.load('s', notesModel, { upTo: 0 })).toEqual({ state: [], version: 0 });
  });
});
