import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export type Step = [command: string, output: string];

/** Each command of a page's `console` blocks with the output that stands below it. */
export const sessionIn = (page: string): Step[] =>
  [...readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8').matchAll(/```console\n(.*?)```/gs)].flatMap(
    ([, block = '']) => block.split(/^\$ /m).slice(1).map(stepOf),
  );

function stepOf(step: string): Step {
  const lines = step.trimEnd().split('\n');
  const end = lines.findIndex((line, index) => index > 0 && !line.startsWith('> '));
  const command = end < 0 ? lines : lines.slice(0, end);
  return [command.map((line) => line.replace(/^> /, '')).join('\n'), end < 0 ? '' : lines.slice(end).join('\n')];
}

/** What is printed as `…` may be anything. */
export const asPrinted = (output: string): RegExp =>
  new RegExp(
    `^${output
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
    's',
  );

const AFTER_EACH = '\u001e';

/** Runs steps in one shell, so that one may use what another has set. What each of them prints, in order. */
export async function runInOneShell(steps: readonly Step[], env: Record<string, string>): Promise<string[]> {
  const script = steps.map(([command]) => `${command}\nprintf '${AFTER_EACH}'`).join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...process.env, ...env } });
  return stdout.split(AFTER_EACH).map((output) => output.trimEnd());
}
