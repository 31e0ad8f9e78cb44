import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { isRoot, systemAccount } from '#database/embedded/home-folder.js';
import { inPackage } from '#settings/in-package.js';

/**
 * Started by root, api and worker go on as `jalon-app`, if that account can read the whole program: modules, pages and programs
 * for documents are also read later. Where it cannot, as in a home of root, they stay root, and say so.
 *
 * @param warn is told why this process stays root
 * @returns gives up root, irreversibly; what is loaded, opened or bound stays. Does nothing if there is nothing to give up.
 * @throws NoSystemAccount; Error if it cannot be tried
 */
export async function readyToGiveUpRoot(warn: (message: string) => void): Promise<() => void> {
  const stay = (): void => undefined;
  if (!isRoot()) return stay;
  const account = await systemAccount('jalon-app');
  const obstacle = await obstacleTo(account);
  if (obstacle === undefined) {
    return () => {
      process.setgroups?.([account.gid]);
      process.setgid?.(account.gid);
      process.setuid?.(account.uid);
    };
  }
  warn(`This process stays root: jalon-app cannot ${obstacle}, or start Jalon as an ordinary user.`);
  return stay;
}

/**
 * What the account cannot do, and how to change that. Tried by a process with its rights; if that fails for another reason, this
 * process does, which is started again.
 */
async function obstacleTo({ uid, gid }: { uid: number; gid: number }): Promise<string | undefined> {
  const program = [inPackage('package.json'), inPackage('dist'), inPackage('apps/console/assets'), dependencies()];
  const args = ['-e', READ, ...(await Promise.all(program.map((path) => realpath(path))))];
  try {
    const { stdout: path } = await promisify(execFile)(process.execPath, args, { uid, gid, cwd: '/', env: {} });
    if (path === '') return undefined;
    return `read ${path}. Move the program to a folder that every user can read, such as /opt/jalon`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    return `run ${process.execPath}. Install Node.js where every user can run it, such as /usr/local`;
  }
}

/** `node_modules` of a checkout, or the one in which this package is installed. */
const dependencies = (): string =>
  /^.*[/\\]node_modules(?=[/\\])/.exec(createRequire(import.meta.url).resolve('pg'))?.[0] ?? inPackage('node_modules');

/** Prints the first path that the account may not read; what is gone meanwhile is not read. Hidden folders of `node_modules` are those of tools. */
const READ = `
const { accessSync, constants, existsSync, readdirSync } = require('node:fs');
const { dirname } = require('node:path');
const wayTo = (path) => (path === dirname(path) ? [path] : [...wayTo(dirname(path)), path]);
const read = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = folder + '/' + entry.name;
    if (entry.isDirectory() && !entry.name.startsWith('.')) read(path);
    else if (entry.isFile() && existsSync(path)) accessSync(path, constants.R_OK);
  }
};
try {
  const [manifest, ...folders] = process.argv.slice(1);
  for (const folder of [dirname(manifest), ...folders])
    for (const step of wayTo(folder)) accessSync(step, constants.X_OK);
  accessSync(manifest, constants.R_OK);
  folders.forEach(read);
} catch (error) {
  if (!['EACCES', 'EPERM'].includes(error.code)) throw error;
  process.stdout.write(error.path);
}
`;
