import { describe, expect, it } from '@jest/globals';
import { actorIn, actorOf, ownerReference, principalOf } from './principal.js';

const account = '6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35';

describe('an actor', () => {
  it.each([
    ['a key', { id: '5f0c2a9be771' }, 'key:5f0c2a9be771', { key: '5f0c2a9be771' }],
    ['a person', { id: account, account }, `account:${account}`, { account }],
    ['a key of a person', { id: 'k1', account }, `account:${account} key:k1`, { account, key: 'k1' }],
  ])('that is %s is named by its ids', (_, principal, actor, parts) => {
    expect(actorOf(principal)).toBe(actor);
    expect(actorIn(actor)).toEqual(parts);
  });

  it('of an earlier release, or a program, has a name', () => {
    expect(actorIn('key:5f0c2a9be771 compliance desk')).toEqual({ key: '5f0c2a9be771', name: 'compliance desk' });
    expect(actorIn('worker')).toEqual({ name: 'worker' });
  });
});

describe('what a key of an account owns', () => {
  it('belongs to the account', () => {
    expect(ownerReference({ id: 'k1', account })).toBe(ownerReference({ id: account, account }));
    expect(ownerReference({ id: 'k1' })).toBe('key:k1');
  });
});

describe('a key of an account', () => {
  const row = { key: 'k1', name: 'laptop', scopes: ['admin'], account, person: 'Anne', role: 'officer' } as const;
  const usable = { revoked_at: null, disabled_at: null };

  it('may do what both allow', () => {
    expect(principalOf({ ...row, ...usable })?.scopes).toEqual(new Set(['read', 'record']));
    expect(principalOf({ ...row, ...usable, scopes: ['read'] })?.scopes).toEqual(new Set(['read']));
  });

  it('is of no use once it is revoked or the account disabled', () => {
    expect(principalOf({ ...row, ...usable, revoked_at: new Date(0) })).toBeUndefined();
    expect(principalOf({ ...row, ...usable, disabled_at: new Date(0) })).toBeUndefined();
  });
});
