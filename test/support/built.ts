import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** Makes the build anew, once per run of jest: what a test runs as a process is what `npm start` runs, and never stale. */
export async function build(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: root });
}

/** The file of the build to run for a source such as `apps/worker/main.ts`. */
export const built = (source: string): string => join(root, 'dist', source.replace(/\.ts$/, '.js'));
