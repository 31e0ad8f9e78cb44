import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '#database/connection.js';
import type { EventStore } from '#event-store/event-store.js';
import type { TestDatabase } from '#test/database.js';
import { saysHere } from '#test/jalon.js';
import { me, noteStore, note, withId, type Note } from '#test/notes.js';
import { newEpochCommand } from '../../../apps/cli/database-commands.js';

/** test/worker/faults/rewound.spec.ts rewinds a server. */
describe('an epoch of the ledger', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(() => database.close());

  const add = async (): Promise<number> => {
    const { recorded } = await events.append([{ stream: 's', expected: 'any', events: [withId(note('one'))] }], me);
    return recorded[0]!.position;
  };
  const begun = async () => {
    const epochs = database.owner.selectFrom('ledger_epoch').select(['epoch', 'position']).orderBy('epoch');
    return (await epochs.execute()).map(({ position }) => position);
  };
  /** As if all that is on record came from another server, of which this one is a copy. */
  const pretendCopy = async (): Promise<void> => {
    await sql`update ledger_epoch set system_identifier = 1`.execute(database.owner);
    await sql`
      alter table ledger_head disable trigger ledger_compare_server;
      update ledger_head set server_started = '2026-01-01';
      alter table ledger_head enable trigger ledger_compare_server
    `.execute(database.owner);
  };
  const connected = async () => {
    const other = openDatabase({ url: database.appUrl, applicationName: 'another process' });
    await sql`select`.execute(other);
    await other.destroy();
    return other.epochs;
  };

  it('begins on another server before the first append there, and once', async () => {
    await add();
    expect(await begun()).toEqual([0]);
    await pretendCopy();
    expect([await add(), await add()]).toEqual([2, 3]);
    expect(await begun()).toEqual([0, 1]);
  });

  it('begins with the first connection to another server, and is known on it', async () => {
    await pretendCopy();
    const epochs = await connected();
    expect(await begun()).toEqual([0, 1, 3]);
    expect(epochs.written(1)).toBe('1');
    expect(epochs.written(4)).toBe(`4-${epochs.current}`);
    expect([1, epochs.current].map((epoch) => epochs.sharedWith(epoch))).toEqual([1, Infinity]);
    await connected();
    expect(await begun()).toHaveLength(3);
  });

  it('does not begin on a read-only server, where those on record are known', async () => {
    await pretendCopy();
    const name = sql.id(new URL(database.appUrl).pathname.slice(1));
    await sql`alter database ${name} set default_transaction_read_only = on`.execute(database.owner);
    expect((await connected()).written(4)).toMatch(/^4-\d+$/);
    expect(await begun()).toHaveLength(3);
    await sql`alter database ${name} reset default_transaction_read_only`.execute(database.owner);
  });

  it('is begun by the owner only, and learnt of by processes that are connected already', async () => {
    const { code, said } = await saysHere(newEpochCommand(), [], { DATABASE_URL: database.appUrl });
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/^Insufficient rights: .* Set MIGRATION_DATABASE_URL .*\n$/),
    ]);
    await connected();
    const before = database.app.epochs.current;
    const begun = await saysHere(newEpochCommand(), [], { MIGRATION_DATABASE_URL: database.ownerUrl });
    expect(begun.said).toMatch(/^Epoch \d+ begins after position 3\.$/m);
    await events.head();
    expect(database.app.epochs.current).toBeGreaterThan(before);
  });

  it('begins after a ledger file, with the first event recorded on it', async () => {
    await sql`update ledger_head set restoring = '1'`.execute(database.owner); // that of a transaction long ago
    const { length } = await begun();
    const positions = [await add(), await add()];
    expect((await begun()).slice(length)).toEqual([positions[0]! - 1]);
  });
});
