import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = upwards(dirname(fileURLToPath(import.meta.url))); // also in a Node.js that is too old

/** A path in this package, whether run from source or from the build. */
export const inPackage = (path: string): string => join(root, path);

function upwards(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : upwards(dirname(folder));
}

const manifest = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as {
  version: string;
  engines: { node: string };
};

/** The version of this release. */
export const RELEASE = manifest.version;

// The first of ours that the command line loads. What it loads later may not even be read by an old Node.js.
const [required, found] = [manifest.engines.node.slice('>='.length), process.version.slice(1)];
if (found.localeCompare(required, 'en', { numeric: true }) < 0) {
  console.error(`Node.js ${found} is too old: install version ${required} or later.`);
  process.exit(1);
}
