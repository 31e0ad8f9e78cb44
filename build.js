import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * `npm run build`: compiles everything to `dist`, and writes what follows from the routes of the built API: its OpenAPI
 * documents, and the types of the client in `libs/client`, which are not stored in git. Types are checked by `npm run types`.
 */
const root = dirname(fileURLToPath(import.meta.url)); // also in a Node.js that is too old
const COMPILER = join(root, 'node_modules/@typescript/native/bin/tsc');
/** What the compiler knows of its last run; it writes nothing when nothing has changed. */
const COMPILED = join(root, 'dist/tsconfig.build.tsbuildinfo');
const PROGRAMS = ['api', 'worker', 'cli'].map((app) => join(root, 'dist/apps', app, 'main.js'));
const DOCUMENT = join(root, 'dist/openapi.json');
const ADMIN_DOCUMENT = join(root, 'dist/openapi-admin.json');
const TYPES = join(root, 'libs/client/openapi.ts');
const HEAD = `/** The types of the REST API, made from its OpenAPI document by \`npm run build\`. Not edited and not stored in git. */
`;

const changedAt = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

/** Deletes migrations that were renamed or belong to another branch; they would be run. */
async function forgetOtherMigrations() {
  const names = async (folder) => readdir(join(root, folder)).catch(() => []);
  const sources = new Set((await names('migrations')).map((file) => parse(file).name));
  const others = (await names('dist/migrations')).filter((file) => !sources.has(file.split('.', 1)[0]));
  await Promise.all(others.map((file) => rm(join(root, 'dist/migrations', file), { force: true })));
}

async function compile() {
  const built = await Promise.all(PROGRAMS.map(changedAt));
  if (built.includes(0)) await rm(COMPILED, { force: true }); // somebody has deleted what it takes for granted
  const compiler = spawn(process.execPath, [COMPILER, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  const [code] = await once(compiler, 'exit');
  if (code !== 0) process.exit(1);
  await chmod(PROGRAMS[2], 0o755); // the program of `npx jalon`
}

async function describeApi() {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [PROGRAMS[0], 'openapi'], { maxBuffer: 64 * 1024 * 1024 });
  const documents = JSON.parse(stdout);
  const written = [DOCUMENT, ADMIN_DOCUMENT].map((path) => readFile(path, 'utf8').catch(() => ''));
  const made = [documents.public, documents.admin].map((document) => JSON.stringify(document));
  if (made.join() !== (await Promise.all(written)).join() || (await changedAt(TYPES)) === 0) {
    const { default: openapiTS, astToString } = await import('openapi-typescript'); // it loads a compiler
    // A property with a default may be left out of a request.
    const types = await openapiTS(together(documents), { defaultNonNullable: false });
    await put(TYPES, HEAD + astToString(types));
  }
  await put(ADMIN_DOCUMENT, made[1]);
  await put(DOCUMENT, made[0]);
}

/** The client knows every route. */
const together = ({ public: open, admin }) => ({
  ...open,
  paths: { ...open.paths, ...admin.paths },
  components: {
    ...open.components,
    schemas: { ...open.components.schemas, ...admin.components.schemas },
    responses: { ...open.components.responses, ...admin.components.responses },
  },
});

/** Atomic: what reads it meanwhile never reads a part. */
async function put(path, contents) {
  await writeFile(`${path}.${process.pid}`, contents);
  await rename(`${path}.${process.pid}`, path);
}

function refuse(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

const { engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const [required, found] = [engines.node.slice('>='.length), process.version.slice(1)];
if (found.localeCompare(required, 'en', { numeric: true }) < 0)
  refuse(`Node.js ${found} is too old: install version ${required} or later.`);
if (!existsSync(COMPILER)) refuse('The dependencies are not installed: run npm ci first.');
await mkdir(join(root, 'dist'), { recursive: true });
await forgetOtherMigrations();
await compile();
const described = Math.min(await changedAt(DOCUMENT), (await changedAt(TYPES)) === 0 ? 0 : Infinity);
if (described < (await changedAt(COMPILED))) await describeApi();
