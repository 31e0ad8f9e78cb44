import { describe, expect, it } from '@jest/globals';
import { localPath } from './session-cookie.js';

describe('where one is sent after signing in', () => {
  it.each(['/', '/providers/bleu?asOf=2021-05-27', '/dossiers/a/record?type=TargetSet&x=%2F'])(
    '%s is a path of ours',
    (path) => {
      expect(localPath(path)).toBe(path);
    },
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '\\/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
    undefined,
  ])('%j leads to the board', (text) => {
    expect(localPath(text)).toBe('/');
  });
});
