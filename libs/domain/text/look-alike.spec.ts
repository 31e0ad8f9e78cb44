import { describe, expect, it } from '@jest/globals';
import { PROTOTYPES } from './look-alike.js';
import { lookAlike, skeletonOf } from './look-alike.js';
import { fold } from './text.js';

describe('the skeleton of a name', () => {
  it.each([
    ['OVHcloud', '0VHcloud'],
    ['OVHcloud', 'OVHcIoud'],
    ['Orange', 'Оrаngе'],
    ['Scaleway', 'Sсаlеwау'],
    ['modern', 'rnodern'],
    ['Cloud 1', 'Cloud l'],
    ['Thales', 'Τhales'],
    ['Hidora', 'ꓧidora'],
  ])('is the same for %s and %s', (name, other) => {
    expect([skeletonOf(name), lookAlike(name, other), lookAlike(other, name)]).toEqual([skeletonOf(other), true, true]);
  });

  it.each([
    ['OVHcloud', 'ovhcloud'],
    ['Cegedim', 'Cégédim'],
    ['Bleu', 'Blue'],
    ['Łódź', 'Lodz'],
  ])('tells nothing of %s and %s', (name, other) => {
    expect(lookAlike(name, other)).toBe(false);
  });

  it('leaves prototypes as they are, in either case', () => {
    for (const prototype of new Set(PROTOTYPES.values()))
      expect(Array.from(prototype, (letter) => PROTOTYPES.get(letter) ?? letter).join('')).toBe(prototype);
  });

  it('has one prototype for each character, which is not Latin in plain writing', () => {
    const plain = [...PROTOTYPES.keys()].filter((character) => /[a-zA-Z0-9]/.test(character));
    expect(plain.sort()).toEqual(['0', '1', 'I', 'm']);
    for (const character of PROTOTYPES.keys()) expect(fold(character)).not.toBe('');
  });
});
