import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Conflict, IdReused, Unstorable } from '#event-store/events.js';
import { type EventStore } from '#event-store/event-store.js';
import { type TestDatabase } from '#test/database.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';

let database: TestDatabase;
let events: EventStore<Note>;
beforeAll(async () => {
  ({ database, events } = await noteStore());
});
afterAll(() => database.close());

describe('append', () => {
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

  it('takes one of many streams in pieces, all or nothing, and once however often it is tried', async () => {
    const id = randomUUID();
    const appends = Array.from({ length: 2500 }, (_, nth) => ({
      ...{ stream: `piece-${nth % 2400}`, expected: nth < 2400 ? 0 : ('any' as const) },
      events: [withId(note(String(nth))), withId(note('more'))],
    }));
    const before = await events.head();
    const staged: number[] = [];
    const record = (all: Parameters<typeof events.append>[0], as = id) =>
      events.appendInPieces({ id: as, appends: all }, me, (count) => Promise.resolve(void staged.push(count)));
    const clash = [...appends, { stream: 'first', expected: 0, events: [withId(note('late'))] }];
    await expect(record(clash)).rejects.toThrow(new Conflict('first', 0, 3));
    await expect(
      record([
        ...appends,
        { stream: 'elsewhere', expected: 0, events: [{ ...appends[0]!.events[0]!, event: note('other') }] },
      ]),
    ).rejects.toThrow(Unstorable);
    const lost = events.appendInPieces({ id, appends }, me, async () => {
      await database.app.deleteFrom('staged_event').where('nth', '=', 7).execute(); // as a crash of PostgreSQL empties it
    });
    await expect(lost).rejects.toThrow('what was staged is lost');
    expect(await events.head()).toBe(before);
    expect([await record(appends), staged.slice(-3)]).toEqual([before + 5000, [2000, 4000, 5000]]);
    expect(await record(appends)).toBe(before + 5000);
    await expect(
      record([{ stream: 'piece-0', expected: 2, events: [{ ...appends[0]!.events[0]!, event: note('other') }] }]),
    ).rejects.toThrow(IdReused);
    const { rows } = await sql<{ instants: number }>`
      select count(distinct recorded_at)::int as instants from event where position > ${before}
    `.execute(database.app);
    expect([await events.head(), rows[0]?.instants]).toEqual([before + 5000, 1]);
    expect((await events.read('piece-3')).map(({ version, event }) => [version, event.data.text])).toEqual([
      [1, '3'],
      [2, 'more'],
      [3, '2403'],
      [4, 'more'],
    ]);
    expect(await database.app.selectFrom('staged_event').select('id').execute()).toEqual([]);
  });

  it('of several streams is recorded in the order given, with a version per stream', async () => {
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

  it('of several streams is recorded whole or not at all', async () => {
    const append = events.append(
      [
        { stream: 'left', expected: 3, events: [withId(note('e'))] },
        { stream: 'right', expected: 0, events: [withId(note('f'))] },
      ],
      me,
    );
    await expect(append).rejects.toThrow(new Conflict('right', 0, 1));
    expect([await events.read('left'), await events.read('right')].map(({ length }) => length)).toEqual([3, 1]);
  });

  it('refuses an append of nothing', async () => {
    await expect(events.append([{ stream: 'first', expected: 3, events: [] }], me)).rejects.toThrow(TypeError);
  });
});

describe('an append whose ids are on record', () => {
  const first = withId(note('one', { a: 1, b: { c: 2, d: 3 } }));
  const second = withId(note('two'));

  beforeAll(async () => {
    await events.append([{ stream: 's', expected: 0, events: [first, second] }], me);
  });

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

describe('a bad append in a batch', () => {
  const taken = withId(note('taken'));

  beforeAll(async () => {
    await events.append([{ stream: 'taken', expected: 0, events: [taken] }], me);
  });

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
