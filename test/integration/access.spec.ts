import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { ApiKeys } from '#access/api-keys.js';
import { Sessions } from '#access/sessions.js';
import { Clock } from '#database/clock.js';
import { BadSettings } from '#settings/settings.js';
import { freshDatabase } from '#test/database.js';
import { startedOnce } from '#test/started.js';

const database = startedOnce(freshDatabase);
let keys: ApiKeys;

beforeAll(() => {
  keys = new ApiKeys(database.app);
});

/** As another process sees it, with nothing remembered. */
const elsewhere = () => new ApiKeys(database.app);

describe('an API key', () => {
  it('names its id and is known again by its holder, name and scopes', async () => {
    const made = await keys.create({ name: 'compliance desk', scopes: ['record'] });
    expect(made.key).toMatch(new RegExp(`^jalon_${made.id}_[\\w-]{43}$`));
    expect(await keys.verify(made.key)).toEqual({
      id: made.id,
      name: 'compliance desk',
      scopes: new Set(['read', 'record']),
    });
  });

  it.each([
    ['read', ['read']],
    ['record', ['read', 'record']],
    ['approve', ['read', 'record', 'approve']],
    ['admin', ['read', 'record', 'approve', 'admin', 'bounces', 'metrics']],
    ['bounces', ['bounces']],
    ['metrics', ['metrics']],
  ] as const)('with %s may do %j', async (scope, all) => {
    const { key } = await keys.create({ name: scope, scopes: [scope] });
    expect((await keys.verify(key))?.scopes).toEqual(new Set(all));
  });

  it('is kept as a hash only', async () => {
    const { key } = await keys.create({ name: 'secretive', scopes: ['read'] });
    const rows = await sql<{ row: string }>`select api_key::text as row from api_key`.execute(database.app);
    expect(rows.rows.filter(({ row }) => row.includes(key) || row.includes(key.slice(-43)))).toEqual([]);
  });

  it('is refused when one character of it differs', async () => {
    const { key } = await keys.create({ name: 'near miss', scopes: ['read'] });
    const other = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    expect(await keys.verify(other)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['a prefix', 'jalon_'],
    ['a short secret', 'jalon_000000000000_x'],
    ['a NUL', '\u0000'],
    ['ten thousand bytes', 'é'.repeat(5000)],
  ])('is not %s', async (_, text) => {
    expect(await keys.verify(text)).toBeUndefined();
  });

  it('shows when it was last used', async () => {
    const { id, key } = await keys.create({ name: 'punctual', scopes: ['read'] });
    const lastUsed = async () => (await keys.list()).find((listed) => listed.id === id)?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await keys.verify(key);
    expect(await lastUsed()).toBeInstanceOf(Date);
  });
});

describe('a revoked key', () => {
  it('is refused at once where it was revoked, and stays listed', async () => {
    const { id, key } = await keys.create({ name: 'leaver', scopes: ['read'] });
    await keys.verify(key);
    await keys.revoke(id);
    expect(await keys.verify(key)).toBeUndefined();
    expect(await elsewhere().verify(key)).toBeUndefined();
    expect((await keys.list()).find((listed) => listed.id === id)).toMatchObject({
      name: 'leaver',
      revokedAt: expect.any(Date),
    });
  });

  it('keeps the time of its first revocation', async () => {
    const { id } = await keys.create({ name: 'twice', scopes: ['read'] });
    const first = await keys.revoke(id);
    expect((await keys.revoke(id)).revokedAt).toEqual(first.revokedAt);
  });

  it('must exist', async () => {
    await expect(keys.revoke('000000000000')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('JALON_ADMIN_KEY', () => {
  it.each(['a long enough phrase of ours', 'jalon_0123456789ab_0123456789012345678901234567890123456789012'])(
    'is a key with every right: %s',
    async (key) => {
      await keys.ensureAdmin(key);
      await keys.ensureAdmin(key);
      expect((await elsewhere().verify(key))?.scopes).toEqual(
        new Set(['read', 'record', 'approve', 'admin', 'bounces', 'metrics']),
      );
    },
  );

  it('no longer works once the variable says something else', async () => {
    await keys.ensureAdmin('the first value of it');
    await keys.ensureAdmin('the second value of it');
    expect(await keys.verify('the first value of it')).toBeUndefined();
    expect(await keys.verify('the second value of it')).toMatchObject({ id: 'admin' });
  });

  it('ends the console sessions of the value that it replaces', async () => {
    const sessions = new Sessions(database.app, elsewhere(), new Clock());
    await keys.ensureAdmin('a value that leaked');
    const token = await sessions.beginWithKey('a value that leaked');
    expect(await sessions.holderOf(token!)).toMatchObject({ id: 'admin' });
    await keys.ensureAdmin('the value after the leak');
    expect(await sessions.holderOf(token!)).toBeUndefined();
    // Another process still remembers the former value, and may not begin a session with it.
    expect(await sessions.beginWithKey('a value that leaked')).toBeUndefined();
  });

  it('stays revoked when a start sets it again, and gives back no session', async () => {
    const sessions = new Sessions(database.app, keys, new Clock());
    expect(await keys.ensureAdmin('a revoked value')).toBe(true);
    const token = await sessions.beginWithKey('a revoked value');
    await keys.revoke('admin');
    expect(await keys.ensureAdmin('a revoked value')).toBe(false);
    expect(await elsewhere().verify('a revoked value')).toBeUndefined();
    expect(await keys.ensureAdmin('another value')).toBe(true);
    expect(await sessions.holderOf(token!)).toBeUndefined();
    expect(await keys.ensureAdmin('a revoked value')).toBe(false);
    expect(await elsewhere().verify('a revoked value')).toBeUndefined();
    expect(await elsewhere().verify('another value')).toMatchObject({ id: 'admin' });
  });

  it('is replaced once when several processes start with it', async () => {
    await Promise.all(Array.from({ length: 4 }, () => elsewhere().ensureAdmin('a value for four processes')));
    expect(await elsewhere().verify('a value for four processes')).toMatchObject({ id: 'admin' });
  });

  it('may be a live key on record that has every right: it stays the key that it is', async () => {
    const { id, key } = await keys.create({ name: 'chosen', scopes: ['admin'] });
    await keys.ensureAdmin(key);
    expect(await elsewhere().verify(key)).toMatchObject({ id, name: 'chosen' });
  });

  it('may not be a key on record without that right', async () => {
    const { key } = await keys.create({ name: 'reader', scopes: ['read'] });
    const asked = keys.ensureAdmin(key);
    await expect(asked).rejects.toBeInstanceOf(BadSettings);
    await expect(asked).rejects.toThrow('choose another');
    expect((await elsewhere().verify(key))?.scopes).toEqual(new Set(['read']));
  });

  it('may be a revoked key on record, which stays revoked', async () => {
    const { id, key } = await keys.create({ name: 'former', scopes: ['admin'] });
    await keys.revoke(id);
    expect(await keys.ensureAdmin(key)).toBe(false);
    expect(await elsewhere().verify(key)).toBeUndefined();
  });
});
