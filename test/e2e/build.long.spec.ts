import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { build, built } from '#test/built.js';

const root = resolve(import.meta.dirname, '../..');
const OLD = "data:text/javascript,Object.defineProperty(process,'version',{value:'v18.20.8'})";

describe('the build', () => {
  it('may be made by several at once, and no migration stays that has no source', async () => {
    const gone = join(dirname(built('migrations/any.ts')), '2000-01-01-a-gone.js.map'); // no process would run it
    await writeFile(gone, '');
    const builds = await Promise.allSettled([build(), build()]);
    expect(builds.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(existsSync(gone)).toBe(false);
  });

  it('is left as it is when nothing has changed', async () => {
    const program = built('apps/cli/main.ts');
    const { mtimeMs } = await stat(program);
    await build();
    expect((await stat(program)).mtimeMs).toBe(mtimeMs);
  });

  it('is what npm pack takes, and imports no package that an installation lacks', async () => {
    const pack = ['pack', '--dry-run', '--ignore-scripts', '--json'];
    const { stdout } = await promisify(execFile)('npm', pack, { cwd: root, maxBuffer: 10_000_000 });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['cli', 'api', 'worker'].map((program) => `dist/apps/${program}/main.js`),
        ...['samples/ledger.csv', 'apps/console/assets/base.css', 'LICENSE'],
      ]),
    );
    expect(paths.filter((path) => path.startsWith('dist/migrations/')).length).toBeGreaterThan(40);
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { dependencies: object };
    const imported = new Set<string>();
    for (const path of paths.filter((one) => one.startsWith('dist/') && one.endsWith('.js')))
      for (const [, name = ''] of (await readFile(join(root, path), 'utf8')).matchAll(
        /^(?:import|export) .*?from ['"]([^.'"#][^'"]*)['"];$/gm,
      ))
        imported.add(name.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1'));
    const lacking = [...imported].filter(
      (name) => !name.startsWith('node:') && !builtinModules.includes(name) && !(name in manifest.dependencies),
    );
    expect([lacking, imported.has('kysely')]).toEqual([[], true]);
  });

  it('says what to do where the dependencies are missing or Node.js is too old, as does the command line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jalon-build-'));
    for (const file of ['build.js', 'package.json']) await copyFile(join(root, file), join(folder, file));
    const run = (...args: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      return [status, stderr];
    };
    const old = [1, 'Node.js 18.20.8 is too old: install version 20.19 or later.\n'];
    expect(run(join(folder, 'build.js'))).toEqual([1, 'The dependencies are not installed: run npm ci first.\n']);
    expect(run('--import', OLD, join(folder, 'build.js'))).toEqual(old);
    expect(run('--import', OLD, built('apps/cli/main.ts'), 'start')).toEqual(old);
    await rm(folder, { recursive: true });
  });
});
