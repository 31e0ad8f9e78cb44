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

  it('makes tokens of 256 bits, one per purpose, subscription and round', () => {
    const tokens = [
      secrets.confirmToken('a', 1),
      secrets.confirmToken('a', 2),
      secrets.confirmToken('b', 1),
      secrets.unsubscribeToken('a'),
      others.confirmToken('a', 1),
      others.unsubscribeToken('a'),
      secrets.answerToken('a', 1),
      secrets.answerToken('a', 2),
      secrets.answerToken('b', 1),
      others.answerToken('a', 1),
    ];
    expect(new Set(tokens).size).toBe(10);
    expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
  });
});
