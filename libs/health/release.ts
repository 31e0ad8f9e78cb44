import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packageOf = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? join(folder, 'package.json') : packageOf(dirname(folder));

/** The version of this release, from its package. */
export const { version: RELEASE } = JSON.parse(readFileSync(packageOf(import.meta.dirname), 'utf8')) as {
  version: string;
};
