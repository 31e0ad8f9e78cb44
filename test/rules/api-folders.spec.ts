import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const API = join(import.meta.dirname, '../../apps/api');

/**
 * The folders of the API that each one imports from; specs may
 * import any.
 */
function importedFolders(): Map<string, Set<string>> {
  const imported = new Map<string, Set<string>>();
  for (const file of readdirSync(API, { recursive: true, encoding: 'utf8' })) {
    const [folder = '', ...rest] = file.split('/');
    if (rest.length === 0 || !/(?<!\.spec)\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(API, file), 'utf8');
    const others = [...text.matchAll(/from '(\.\.\/[^']+)'/g)]
      .map(([, path = '']) => relative(API, join(API, dirname(file), path)).split('/'))
      .filter(([other, ...within]) => within.length > 0 && other !== folder)
      .map(([other = '']) => other);
    imported.set(folder, new Set([...(imported.get(folder) ?? []), ...others]));
  }
  return imported;
}

describe('the folders of the API', () => {
  it('are in an order in which each one imports earlier ones only', () => {
    const rest = importedFolders();
    expect(rest.size).toBeGreaterThan(20);
    const isReady = (folders: Set<string>) => [...folders].every((folder) => !rest.has(folder));
    for (let next = [...rest]; next.length > 0;) {
      next = [...rest].filter(([, folders]) => isReady(folders));
      for (const [folder] of next) rest.delete(folder);
    }
    expect([...rest.keys()]).toEqual([]); // a knot, and what stands on it
  });
});
