import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { build, built } from '#test/built.js';

describe('the build', () => {
  it('may be made by several at once, and leaves no migration behind that has no source', async () => {
    const gone = join(dirname(built('migrations/any.ts')), '2000-01-01-a-gone.js.map'); // no process would run it
    await writeFile(gone, '');
    const builds = await Promise.allSettled(Array.from({ length: 3 }, build));
    expect(builds.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(existsSync(gone)).toBe(false);
  });
});
