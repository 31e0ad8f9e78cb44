import { describe, expect, it } from '@jest/globals';
import { fold, Name, slugOf } from './text.js';
import { problemsOf } from '../validation.js';

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
    ['', { code: 'blank' }],
    ['   ', { code: 'blank' }],
    ['a\u0000b', { code: 'hidden-character', params: { kind: 'control', codePoint: 'U+0000', position: 2 } }],
    ['a\ud800b', { code: 'malformed-unicode' }],
    ['x'.repeat(201), { code: 'too-large', params: { maximum: 200 } }],
  ])('%j is refused with what would be right', (name, problem) => {
    expect(problemsOf(Name.safeParse(name).error?.issues ?? [], name)).toMatchObject([problem]);
  });
});
