import { expect, it } from '@jest/globals';
import { printed } from './printed.js';

const words = { ask: 'Mettre fin ?', named: (name: string) => `« ${name} » : inconnu`, list: { code: 'a: b' } };

it('sets narrow spaces in French words, also in those that are given something', () => {
  const { fr, en } = printed({ fr: words, en: words });
  expect(fr.ask).toBe('Mettre fin\u202f?');
  expect(fr.named('Bleu "x"')).toBe('«\u202fBleu "x"\u202f»\u202f: inconnu');
  expect(fr.list).toEqual({ code: 'a: b' });
  expect(en.ask).toBe('Mettre fin ?');
});
