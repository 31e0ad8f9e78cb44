import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { RELEASE } from '#settings/in-package.js';

const root = join(import.meta.dirname, '../../..');
/** The document that the build has made; the types of our own client are made of it there, by openapi-typescript. */
const path = join(root, 'dist/openapi.json');

describe('the OpenAPI document of the build', () => {
  let source: string;
  beforeAll(async () => {
    source = await readFile(path, 'utf8');
  });

  it('has the version of the release', () => {
    expect(JSON.parse(source)).toMatchObject({ info: { version: RELEASE } });
  });

  it.each(['openapi.json', 'openapi-admin.json'])("follows Redocly's rules, without a warning (%s)", async (name) => {
    const source = await readFile(join(root, 'dist', name), 'utf8');
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source, config });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('gives the TypeScript of docs/api.md types by which it compiles as printed', async () => {
    const docs = await readFile(join(root, 'docs/api.md'), 'utf8');
    const [, , command = '', program = ''] =
      /### TypeScript\n([^]*?)```sh\nnpx openapi-typescript \S+ (.*)\n```[^]*?```ts\n([^]*?)```/.exec(docs) ?? [];
    const inside = await mkdtemp(join(root, 'node_modules/.docs-')); // where its imports are found
    try {
      await writeFile(join(inside, 'program.ts'), program);
      const run = promisify(execFile);
      const bin = (name: string) => join(root, 'node_modules/.bin', name);
      await run(bin('openapi-typescript'), [path, ...command.split(' ')], { cwd: inside });
      const options = '--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node --ignoreConfig';
      const [compiled] = await Promise.allSettled([
        run(bin('tsc'), [...options.split(' '), 'program.ts'], { cwd: inside }),
      ]);
      expect(compiled).toMatchObject({ status: 'fulfilled', value: { stdout: '' } });
    } finally {
      await rm(inside, { recursive: true });
    }
  });
});
