import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const { default: dependencyRules } = (await import(join(root, '.dependency-cruiser.js'))) as {
  default: { forbidden: { name: string }[] };
};

/** For each rule a file that breaks it, named after it, by the import that it must not have. */
const FORBIDDEN_IMPORTS = {
  'apps/api/apps-stand-alone.ts': '../worker/innocent.js',
  'apps/api/console-is-on-top.ts': '../console/innocent.js',
  'apps/api/problem/api-leaves-know-no-feature.ts': '../providers/innocent.js',
  'apps/api/queues-only-in-worker.ts': 'bullmq',
  'libs/access/access-mails-links.ts': '#transfer/innocent.js',
  'libs/access/libs-not-to-apps.ts': '../../apps/api/innocent.js',
  'libs/access/no-circular.ts': './there-and-back.js',
  'libs/access/not-to-unresolvable.ts': '#nowhere/innocent.js',
  'libs/access/nothing-imports-tests.spec.ts': '../../test/integration/innocent.js',
  'libs/access/only-specs-use-test-support.ts': '../../test/support/innocent.js',
  'libs/approvals/approvals-run-commands.ts': '#transfer/innocent.js',
  'libs/concurrency/concurrency-is-a-leaf.ts': '#domain/innocent.js',
  'libs/database/database-knows-nobody.ts': '#transfer/innocent.js',
  'libs/deadlines/deadlines-ask-through-interfaces.ts': '#transfer/innocent.js',
  'libs/domain/domain-is-pure.ts': 'node:crypto',
  'libs/event-store/event-store-knows-no-domain.ts': '#domain/innocent.js',
  'libs/imports/imports-ask-for-provider-names.ts': '#transfer/innocent.js',
  'libs/language/language-knows-only-the-domain.ts': '../transfer/innocent.js',
  'libs/programs/programs-know-settings.js': '#transfer/innocent.js',
  'libs/proof/proof-knows-no-domain.ts': '#domain/innocent.js',
  'libs/registers/registers-know-names-on-record.ts': '../subscriptions/subscriptions-name-dossiers.js',
  'libs/schemes/schemes-know-no-feature.ts': '#transfer/innocent.js',
  'libs/settings/settings-are-a-leaf.ts': '#domain/innocent.js',
  'libs/spreadsheets/spreadsheets-know-no-feature.ts': '#transfer/innocent.js',
  'libs/subscriptions/subscriptions-name-dossiers.ts': '#transfer/innocent.js',
  'libs/tracing/tracing-is-a-leaf.ts': '#domain/innocent.js',
  'libs/views/features-stand-alone.ts': '#transfer/innocent.js',
  'migrations/migrations-import-kysely-only.ts': 'pg',
};

const INNOCENT = [
  ...['apps/api', 'apps/api/providers', 'apps/console', 'apps/worker', 'libs/domain', 'libs/transfer'],
  ...['test/integration', 'test/support'],
];

/** For each rule what it sees. */
const BAD_STYLE = {
  'no-current-time': 'export const now = (): Date => new Date();',
  'no-explicit-any': 'export type Anything = any;',
  'no-floating-promises': 'export const forget = (promise: Promise<void>): void => { promise.then(() => undefined); };',
  'no-restricted-exports': 'export default function nameless(): number { return 1; }',
  'no-restricted-properties': 'export const now = (): number => Date.now();',
  'no-super-linear-backtracking': String.raw`export const isBlank = (text: string): boolean => /^\s*,?\s*$/.test(text);`,
  'no-super-linear-move': String.raw`export const cut = (url: string): string => url.replace(/\/+$/, '');`,
  'switch-exhaustiveness-check': `export function size(shape: 'dot' | 'line'): number | undefined {
    switch (shape) { case 'dot': return 0; }
    return undefined;
  }`,
  'switch-exhaustiveness-check-again': `export function size(shape: 'dot' | 'line'): number {
    switch (shape) { case 'dot': return 0; case 'line': return 1; default: return 2; }
  }`,
};

/** A tree whose paths look like ours, and of which nothing is ignored. */
const broken = mkdtempSync(join(tmpdir(), 'jalon-rules-'));
const settings = {
  extends: join(root, 'tsconfig.json'),
  compilerOptions: { rootDir: '.' },
  include: ['.'],
  exclude: [],
};
const files = Object.entries({
  'package.json': JSON.stringify({ type: 'module', imports: { '#*.js': './libs/*.ts' } }),
  'tsconfig.json': JSON.stringify(settings),
  ...Object.fromEntries(INNOCENT.map((folder) => [`${folder}/innocent.ts`, 'export const innocent = true;'])),
  'libs/access/there-and-back.ts': "export * from './no-circular.js';",
  ...Object.fromEntries(Object.entries(FORBIDDEN_IMPORTS).map(([file, from]) => [file, `export * from '${from}';`])),
  ...Object.fromEntries(Object.entries(BAD_STYLE).map(([rule, text]) => [`lint/${rule}.ts`, text])),
});
for (const [file, text] of files) {
  mkdirSync(dirname(join(broken, file)), { recursive: true });
  writeFileSync(join(broken, file), `${text}\n`);
}
symlinkSync(join(root, 'node_modules'), join(broken, 'node_modules'));
afterAll(() => {
  rmSync(broken, { recursive: true });
});

function run(tool: string, ...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const options = { cwd: broken, env, maxBuffer: 50_000_000 };
    // Each tool exits with an error when a rule fires, which is what is wanted here.
    execFile(process.execPath, [join(root, 'node_modules', tool), ...args], options, (_, stdout) => {
      resolve(stdout);
    });
  });
}

interface Violation {
  from: string;
  rule: { name: string };
}
interface LintReport {
  diagnostics: { filename: string; code: string }[];
}

async function dependencyViolations(): Promise<Map<string, string[]>> {
  const config = join(root, '.dependency-cruiser.js');
  const args = ['--config', config, '--output-type', 'json', 'apps', 'libs', 'migrations', 'test'];
  const report = JSON.parse(await run('dependency-cruiser/bin/dependency-cruise.mjs', ...args)) as {
    summary: { violations: Violation[] };
  };
  const byFile = new Map<string, string[]>();
  for (const { from, rule } of report.summary.violations) {
    const file = basename(from).replace(/\..*$/, '');
    byFile.set(file, [...(byFile.get(file) ?? []), rule.name]);
  }
  return byFile;
}

describe('the dependency rules', () => {
  const violations = dependencyViolations();

  it.each(dependencyRules.forbidden.map(({ name }) => name))('%s fires on the file that breaks it', async (name) => {
    expect((await violations).get(name)).toEqual([name]);
  });

  it('leave the innocent alone', async () => {
    expect((await violations).has('innocent')).toBe(false);
  });
});

/** File and rule of everything that oxlint finds. */
async function lintFindings(): Promise<{ file: string; rule: string }[]> {
  const config = join(root, '.oxlintrc.json');
  const report = JSON.parse(
    await run('oxlint/bin/oxlint', '--config', config, '--format', 'json', 'lint'),
  ) as LintReport;
  return report.diagnostics.map(({ filename, code }) => ({
    file: basename(filename),
    rule: code.replace(/^.*\((.*)\)$/, '$1'),
  }));
}

describe('the lint rules', () => {
  const findings = lintFindings();

  it.each(Object.keys(BAD_STYLE))('see what breaks %s, and nothing else', async (rule) => {
    const fired = (await findings).filter((finding) => finding.file === `${rule}.ts`);
    expect(fired.map((finding) => finding.rule)).toEqual([rule.replace(/-again$/, '')]);
  });
});

const API = join(root, 'apps/api');

/** The folders of the API that each one imports from; specs may import any. */
function importedFolders(): Map<string, Set<string>> {
  const imported = new Map<string, Set<string>>();
  for (const file of readdirSync(API, { recursive: true, encoding: 'utf8' })) {
    const [folder = '', ...rest] = file.split('/');
    if (rest.length === 0 || !/(?<!\.spec)\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(API, file), 'utf8');
    const others = [...text.matchAll(/from '(\.\.\/[^']+)'/g)]
      .map(([, path = '']) => relative(API, join(API, dirname(file), path)).split('/'))
      .filter(([other, ...within]) => within.length > 0 && other !== folder)
      .map(([other = '']) => other);
    imported.set(folder, new Set([...(imported.get(folder) ?? []), ...others]));
  }
  return imported;
}

describe('the folders of the API', () => {
  it('are in an order in which each one imports earlier ones only', () => {
    const rest = importedFolders();
    expect(rest.size).toBeGreaterThan(20);
    const isReady = (folders: Set<string>) => [...folders].every((folder) => !rest.has(folder));
    for (let next = [...rest]; next.length > 0;) {
      next = [...rest].filter(([, folders]) => isReady(folders));
      for (const [folder] of next) rest.delete(folder);
    }
    expect([...rest.keys()]).toEqual([]); // a knot, and what stands on it
  });
});
