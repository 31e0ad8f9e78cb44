import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { transformFileSync, version } from '@swc/core';

/** As in `tsconfig.json`, with the type metadata that Nest's injection needs. */
const options = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
  },
};

const folder = join(import.meta.dirname, '../../node_modules/.cache/compiled-for-tests');
const how = createHash('sha1')
  .update(version + JSON.stringify(options))
  .digest('hex');

/** Compiles a source file to JavaScript: the tests run the sources. What has not changed since is not compiled again. */
export function compile(path) {
  const { mtimeMs, size } = statSync(path);
  const stamp = `\n// ${how} ${mtimeMs} ${size}`;
  const kept = join(folder, createHash('sha1').update(path).digest('hex'));
  try {
    const code = readFileSync(kept, 'utf8');
    if (code.endsWith(stamp)) return code;
  } catch {
    // It was not compiled before.
  }
  const code = transformFileSync(path, options).code + stamp;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, code);
    renameSync(`${kept}.${process.pid}`, kept);
  } catch {
    // The folder belongs to another user: everything is compiled again.
  }
  return code;
}
