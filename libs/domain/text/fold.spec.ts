import { describe, expect, it } from '@jest/globals';
import { fold, slugOf } from './fold.js';
import { Name } from './text.js';

describe('a name', () => {
  it.each([
    ['Cegedim.cloud', 'cegedim cloud', 'cegedim-cloud'],
    ['3DS  OUTSCALE', '3ds outscale', '3ds-outscale'],
    ['Éducation “Index”', 'education index', 'education-index'],
    ['  Bleu ', 'bleu', 'bleu'],
    ['華為雲', '華為雲', ''],
    ['—', '', ''],
  ])('%p folds to %p and has the slug %p', (name, folded, slug) => {
    expect([fold(name), slugOf(name)]).toEqual([folded, slug]);
  });

  it.each([
    ['', 'must not be blank'],
    ['   ', 'must not be blank'],
    ['a\u0000b', 'must not hold control characters such as NUL'],
    ['a\ud800b', 'must be well-formed Unicode (it holds half of a surrogate pair)'],
    ['x'.repeat(201), 'must be at most 200 characters'],
  ])('%j is refused with what would be right', (name, message) => {
    expect(Name.safeParse(name).error?.issues[0]?.message).toBe(message);
  });
});
