import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformFile } from '@swc/core';

export interface Compiled {
  /** The file to run for a source file such as `apps/worker/main.ts`. */
  script(source: string): string;
  remove(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');

/** Today's sources, compiled as the build would, in a folder of their own: what a test runs as a process is never stale. */
export async function compiled(): Promise<Compiled> {
  const home = await mkdtemp(join(tmpdir(), 'jalon-compiled-'));
  const script = (source: string) => join(home, 'dist', source.replace(/\.tsx?$/, '.js'));
  await copyFile(join(root, 'package.json'), join(home, 'package.json'));
  await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
  for (const source of await sources()) {
    const { code } = await transformFile(join(root, source), options);
    await mkdir(dirname(script(source)), { recursive: true });
    await writeFile(script(source), code);
  }
  return { script, remove: () => rm(home, { recursive: true, force: true }) };
}

async function sources(): Promise<string[]> {
  const folders = ['apps', 'libs', 'migrations'];
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((file) => join(folder, file)),
    ),
  );
  return files.flat().filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts'));
}

const options = {
  swcrc: false,
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
} as const;
