import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { text } from '#domain/text/text.js';
import { REASONS, reasonIn } from './reason-words.js';

const NARROW = '\u202f';

describe('reasons in the reader’s language', () => {
  it('keep the values that are in them, in the place where French has them', () => {
    expect(reasonIn('must be at most 200 characters', 'fr')).toBe('doit avoir au plus 200 caractères');
    expect(reasonIn('secnumcloud has no milestone J9; it has J0, J1', 'fr')).toBe(
      `secnumcloud n’a pas de jalon J9${NARROW}; il a J0, J1`,
    );
  });

  it('say what is inside of them too', () => {
    expect(reasonIn('is disabled; only an active one gets anything', 'fr')).toBe(
      `est désactivé${NARROW}; seul un abonnement actif reçoit quelque chose`,
    );
    expect(reasonIn('nothing was recorded: 101 problems in 7 rows, the first 100 of them listed', 'fr')).toBe(
      `rien n’a été inscrit${NARROW}: 101 points dans 7 lignes, dont les 100 premiers listés`,
    );
  });

  it('name a field where a detail does, and how many more there are', () => {
    expect(reasonIn('source.url must be an http or https address, and 2 more', 'fr')).toBe(
      'source.url doit être une adresse http ou https, et 2 de plus',
    );
  });

  it('are told in English as the rules tell them, but for what speaks to programs', () => {
    expect(reasonIn('must not be blank', 'en')).toBe('must not be blank');
    expect(reasonIn('no open deadline audit: set it with DeadlineSet', 'en')).toBe(
      'no open deadline audit: set it first',
    );
  });

  it('stay as they are when somebody else wrote them', () => {
    expect(reasonIn('550 5.1.1 User unknown', 'fr')).toBe('550 5.1.1 User unknown');
    const hostile = 'has '.repeat(20_000);
    expect(reasonIn(hostile, 'fr')).toBe(hostile);
  });

  it('are all in French for whatever zod says by itself', () => {
    const schemas: [z.ZodType, unknown][] = [
      [z.string(), undefined],
      [z.string(), 7],
      [z.enum(['a', 'b']), 'c'],
      [z.literal('a'), 'c'],
      [z.strictObject({}), { more: 1 }],
      [z.string().min(2), 'a'],
      [z.array(z.string()).max(1), ['a', 'b']],
      [z.number().positive(), 0],
      [z.int().max(5), 6],
      [z.number().multipleOf(0.01), 0.001],
      [z.uuid(), 'x'],
      [z.string().regex(/^a$/), 'b'],
      [z.union([z.string(), z.number()]), null],
      [text(3), 'four'],
    ];
    for (const [schema, value] of schemas) {
      const said = schema.safeParse(value).error?.issues[0]?.message ?? '';
      expect(reasonIn(said, 'fr')).toMatch(/^(doit|ne|n’|est obligatoire)/);
      expect(reasonIn(said, 'en')).not.toMatch(/^(Invalid|Too|Unrecognized)/);
    }
  });

  it('ask for no value that is not in them', () => {
    for (const [reason, told] of Object.entries(REASONS))
      for (const words of typeof told === 'string' ? [told] : Object.values(told))
        expect([reason, places(words) <= places(reason)]).toEqual([reason, true]);
  });
});

const places = (words: string): number => (words.match(/\{…?\}/g) ?? []).length;
