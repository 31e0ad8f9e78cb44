import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { codec } from '#domain/event/codec.js';
import { schemeStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/id.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { inventedScheme } from '#test/invented-scheme.js';

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

  it('are the same for all who ask at once', async () => {
    const schemes = new SchemeCatalogue(database.app, events);
    const asked = await Promise.all(Array.from({ length: 20 }, () => schemes.history()));
    for (const history of asked) expect(history.map(({ scheme }) => scheme.warningDays)).toEqual([60, 70]);
    expect(await schemes.at()).toBe(await schemes.at());
  });

  it('are looked for by an index of their own, however long the ledger is', async () => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select * from event where type = 'SchemePublished' and position > 0 order by position`.execute(
      database.app,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('event_publishing_scheme');
  });
});
