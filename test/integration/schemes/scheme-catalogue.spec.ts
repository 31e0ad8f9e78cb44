import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { codec, type LedgerEvent, schemeStream } from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { corrected, retracted } from '#test/events.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { inventedScheme } from '#test/schemes.js';
import { until } from '#test/until.js';

let database: TestDatabase;
let events: EventStore<LedgerEvent>;
let elsewhere: LedgerDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  events = new EventStore<LedgerEvent>(database.app, codec);
  elsewhere = openDatabase({ url: database.appUrl, applicationName: 'another process', poolSize: 1 });
});
afterAll(async () => {
  await elsewhere.destroy();
  await database.close();
});

let published = 0;
/** By another process. @returns the position */
async function publish(warningDays: number): Promise<number> {
  const store = new EventStore<LedgerEvent>(elsewhere, codec);
  const scheme = inventedScheme({ warningDays });
  const event = { id: uuidOf('published', String(++published)), event: { type: 'SchemePublished', data: { scheme } } };
  const { recorded } = await store.append(
    [{ stream: schemeStream(scheme.slug), expected: 'any', events: [event as never] }],
    { actor: 'test' },
  );
  return recorded[0]!.position;
}

describe('the schemes on record', () => {
  it('are the built-in ones until somebody publishes', async () => {
    const schemes = new SchemeCatalogue(database.app, events);
    expect(await schemes.at()).toBe(builtInSchemes);
    expect(await schemes.history()).toEqual([]);
  });

  it('hold what another process published the moment it is committed, and at each position what held there', async () => {
    const schemes = new SchemeCatalogue(database.app, events);
    const windowAt = async (upTo?: number) => (await schemes.at(upTo)).get('harbour-seal')?.warningDays;
    expect(await windowAt()).toBeUndefined();
    const first = await publish(60);
    expect(await windowAt()).toBe(60);
    const second = await publish(70);
    expect(await Promise.all([windowAt(), windowAt(first), windowAt(second), windowAt(first - 1)])).toEqual([
      70,
      60,
      70,
      undefined,
    ]);
    expect(await windowAt(second + 1000)).toBe(70);
    const positions = async (upTo?: number) => (await schemes.history(upTo)).map(({ position }) => position);
    expect([await positions(), await positions(first)]).toEqual([[first, second], [first]]);
  });

  it('are those on record also while they are read anew, after an epoch began', async () => {
    const schemes = new SchemeCatalogue(database.app, events);
    const before = await events.look();
    expect((await schemes.at(Infinity, before)).has('harbour-seal')).toBe(true);
    await sql`select ledger_begin_epoch()`.execute(database.owner);
    await events.look();
    const readAnew = schemes.at();
    expect((await schemes.at(Infinity, before)).has('harbour-seal')).toBe(true);
    expect((await readAnew).has('harbour-seal')).toBe(true);
  });

  it('turn with every amendment at its position and never into another scheme, caught up with step by step as at once', async () => {
    const following = new SchemeCatalogue(database.app, events);
    const [first] = await following.history();
    const amended = async (event: object) => {
      const { recorded } = await events.append(
        [
          {
            stream: 'scheme-harbour-seal',
            expected: 'any',
            events: [{ id: uuidOf('amended', String(++published)), event: event as never }],
          },
        ],
        { actor: 'test' },
      );
      await following.at();
      return recorded[0]!;
    };
    const { id } = (await events.read('scheme-harbour-seal')).at(-1)!;
    const wrong = await amended(corrected(id, { data: { scheme: inventedScheme({ warningDays: 75 }) } }));
    const back = await amended(retracted(wrong.id));
    const astray = await amended(corrected(id, { data: { scheme: inventedScheme({ slug: 'hds' }) } }));
    expect((await following.at()).get('hds')).toBe(builtInSchemes.get('hds'));
    await amended(retracted(astray.id));
    const gone = await amended(retracted(id));
    const schemes = new SchemeCatalogue(database.app, events);
    for (const known of [following, schemes]) {
      const windows = (await known.history()).map(({ scheme }) => scheme.warningDays);
      expect(windows).toEqual([60, 70, 75, 70, 70, 60]);
      for (const [{ position }, window] of [
        [wrong, 75],
        [back, 70],
        [gone, 60],
        [first!, 60],
      ] as const)
        expect((await known.at(position)).get('harbour-seal')?.warningDays).toBe(window);
    }
    await publish(70);
  });

  it('are the same for all who ask at once', async () => {
    const schemes = new SchemeCatalogue(database.app, events);
    const asked = await Promise.all(Array.from({ length: 20 }, () => schemes.history()));
    for (const history of asked)
      expect(history.map(({ scheme }) => scheme.warningDays)).toEqual([60, 70, 75, 70, 70, 60, 70]);
    expect(await schemes.at()).toBe(await schemes.at());
  });

  it('are looked for once for all who ask while an earlier look is answered, which may have missed the latest', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    let looks = 0;
    const ledger = database.app.ledger.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        looks += 1;
        if (looks === 1) await held;
        return result;
      },
    });
    const late = { ledger, epochs: database.app.epochs } as LedgerDatabase;
    const schemes = new SchemeCatalogue(late, events);
    const early = schemes.history();
    await until(() => looks === 1);
    const position = await publish(65);
    const asked = Array.from({ length: 20 }, () => schemes.history());
    answer();
    expect((await early).at(-1)!.position).toBeLessThan(position);
    for (const history of await Promise.all(asked)) expect(history.at(-1)!.position).toBe(position);
    expect(looks).toBe(2);
  });

  it('are those on record after the ledger was rewound', async () => {
    const schemes = new SchemeCatalogue(database.app, events);
    const windowNow = async () => (await schemes.at(Infinity, await events.look())).get('harbour-seal')?.warningDays;
    const lost = await publish(80);
    expect(await windowNow()).toBe(80);
    await sql`
      alter table event disable trigger event_is_append_only;
      delete from event where position = ${sql.lit(lost)};
      alter table event enable always trigger event_is_append_only;
      update ledger_head set position = position - 1
    `.execute(database.owner);
    expect(await windowNow()).toBe(65);
    expect(await publish(85)).toBe(lost);
    expect(await windowNow()).toBe(85);
  });

  it('are looked for by an index of their own, however long the ledger is', async () => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select * from event where stream like 'scheme-%' and position > 0 order by position`.execute(
      database.app,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('event_of_scheme');
  });
});
