import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The end-to-end tests run what `npm start` runs: the build, made anew. Jest loads this file by `require`. */
// eslint-disable-next-line no-restricted-exports -- where jest looks for it
export default async function build(): Promise<void> {
  const root = process.cwd();
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck'],
    {
      cwd: root,
    },
  );
}
