import { describe, expect, it } from '@jest/globals';
import { confirmationLetter } from './letter-of.js';

const link = { url: 'https://jalon.example/c', until: new Date('2026-11-30T23:30:00Z'), zone: 'Europe/Paris' };

describe('the letter that asks for confirmation', () => {
  it('states the expiry in the time zone of the reader, with ordinal numbers in French dates', () => {
    expect(confirmationLetter([], link, 'fr').paragraphs[0]).toMatch(/ 1er décembre 2026 à 00:30 \(Europe\/Paris\)\.$/);
    expect(confirmationLetter([], link, 'en').paragraphs[0]).toMatch(/ 1 December 2026 at 00:30 \(Europe\/Paris\)\.$/);
  });
});
