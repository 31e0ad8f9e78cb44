import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = upwards(import.meta.dirname);

/** A path inside this package, wherever it is run from: source and build are not equally deep. */
export const inPackage = (path: string): string => join(root, path);

function upwards(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : upwards(dirname(folder));
}
