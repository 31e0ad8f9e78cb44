import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = upwards(import.meta.dirname);

/** A path in this package, whether run from source or from the build. */
export const inPackage = (path: string): string => join(root, path);

function upwards(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : upwards(dirname(folder));
}

/** The version of this release. */
export const RELEASE = (JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as { version: string }).version;
