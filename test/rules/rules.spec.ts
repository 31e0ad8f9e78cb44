import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const broken = join(import.meta.dirname, 'broken');
const { default: dependencyRules } = (await import(join(root, '.dependency-cruiser.js'))) as {
  default: { forbidden: { name: string }[] };
};

/** Run from inside the broken tree, so that its paths look like ours and nothing of it is ignored. */
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

  it.each(readdirSync(join(broken, 'lint')))('see what is wrong in %s, and nothing else', async (file) => {
    const fired = (await findings).filter((finding) => finding.file === file).map(({ rule }) => rule);
    expect(fired).toEqual([basename(file, '.ts').replace(/-again$/, '')]);
  });
});
