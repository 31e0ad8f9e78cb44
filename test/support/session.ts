import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export type Step = [command: string, output: string];

const STEP = /^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```)?/gms;

/** Each `sh` block of a page, with the output in the `text` block that follows it; empty where none does. */
export const sessionIn = (page: string): Step[] =>
  [...readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8').matchAll(STEP)].map(
    ([, command = '', output = '']) => [command.trimEnd(), output.trimEnd()],
  );

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
