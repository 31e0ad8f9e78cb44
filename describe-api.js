import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const root = import.meta.dirname;
const TYPES = join(root, 'libs/client/openapi.ts');
const DOCUMENT = join(root, 'dist/openapi.json');

export const DESCRIPTIONS = [TYPES, DOCUMENT];

const HEAD = `/**
 * The types of the REST API, made from its OpenAPI document by \`npm run build\`. Not edited and not stored in git.
 */
`;

/**
 * Writes what follows from the routes of the built API: `dist/openapi.json`, and the types of the client in `libs/client`.
 */
export async function describeApi() {
  const program = join(root, 'dist/apps/api/main.js');
  const { stdout: document } = await promisify(execFile)(process.execPath, [program, 'openapi'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const before = await readFile(DOCUMENT, 'utf8').catch(() => '');
  if (document === before && existsSync(TYPES)) return;
  const { default: openapiTS, astToString } = await import('openapi-typescript'); // it loads a compiler
  // A property with a default may be left out of a request.
  const types = await openapiTS(JSON.parse(document), { defaultNonNullable: false });
  await put(TYPES, HEAD + astToString(types));
  await put(DOCUMENT, document);
}

/** Atomic: what reads it meanwhile never reads a part. */
async function put(path, contents) {
  await writeFile(`${path}.${process.pid}`, contents);
  await rename(`${path}.${process.pid}`, path);
}
