import { describe, expect, it } from '@jest/globals';
import { Secrets } from './secrets.js';

const secrets = new Secrets('one secret of at least 32 characters');
const others = new Secrets('two secret of at least 32 characters');

describe('JALON_SECRET', () => {
  it('seals a text for one subscription, anew each time', () => {
    const sealed = secrets.seal('whsec_x', 'a');
    expect(secrets.open(sealed, 'a')).toBe('whsec_x');
    expect(secrets.seal('whsec_x', 'a')).not.toEqual(sealed);
    expect(() => secrets.open(sealed, 'b')).toThrow();
    expect(() => others.open(sealed, 'a')).toThrow();
    expect(() => secrets.open(Buffer.from([...sealed.subarray(0, -1), sealed.at(-1)! ^ 1]), 'a')).toThrow();
  });

  it('opens what a previous one sealed, with or without its mark, and seals with the current one', () => {
    const rotated = new Secrets('two secret of at least 32 characters', ['one secret of at least 32 characters']);
    const sealed = secrets.seal('whsec_x', 'a');
    const unmarked = sealed.subarray(secrets.sealMark.length);
    expect([rotated.open(sealed, 'a'), rotated.open(unmarked, 'a')]).toEqual(['whsec_x', 'whsec_x']);
    expect(() => rotated.open(sealed, 'b')).toThrow();
    expect(others.open(rotated.seal('whsec_x', 'a'), 'a')).toBe('whsec_x');
    expect(() => secrets.open(rotated.seal('whsec_x', 'a'), 'a')).toThrow();
    expect(rotated.isToken(secrets.token('unsubscription', 'a'), 'unsubscription', 'a')).toBe(true);
    expect(rotated.isToken(secrets.token('confirmation', 'a', 1), 'confirmation', 'a', 1)).toBe(true);
    expect(rotated.isToken(secrets.token('answer', 'a', 1), 'answer', 'a', 1)).toBe(true);
    expect(rotated.isToken(secrets.token('answer', 'a', 1), 'answer', 'a', 2)).toBe(false);
    expect(others.isToken(secrets.token('unsubscription', 'a'), 'unsubscription', 'a')).toBe(false);
  });

  it('opens what was sealed before there were marks', () => {
    // Made by the release before: 'whsec_x' for 'a', with the first secret.
    const sealed = Buffer.from('zgg7uF1ivDbuts4xXCAulKmYQTa+1ttjqcHfubgEPKx6rGQ=', 'base64');
    expect(secrets.open(sealed, 'a')).toBe('whsec_x');
  });

  it('makes tokens of 256 bits, one per purpose, subscription and round', () => {
    const tokens = [
      secrets.token('confirmation', 'a', 1),
      secrets.token('confirmation', 'a', 2),
      secrets.token('confirmation', 'b', 1),
      secrets.token('unsubscription', 'a'),
      others.token('confirmation', 'a', 1),
      others.token('unsubscription', 'a'),
      secrets.token('answer', 'a', 1),
      secrets.token('answer', 'a', 2),
      secrets.token('answer', 'b', 1),
      others.token('answer', 'a', 1),
    ];
    expect(new Set(tokens).size).toBe(10);
    expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
  });
});
