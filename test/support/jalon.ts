import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { format } from 'node:util';
import { jest } from '@jest/globals';
import { type Command } from 'commander';
import { built } from '#test/built.js';
import { until } from '#test/until.js';
import { printError } from '../../apps/cli/print-error.js';

/** A program of ours that runs as a process. */
interface Running {
  pid: number;
  /** What it has said so far, on both streams. */
  output(): string;
  /** Resolves to the match once it has said so; rejects when it ends without. */
  says(words: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
}

/** Runs the built command line. */
export const jalon = (args: readonly string[], env?: Readonly<Record<string, string>>): Running =>
  runBuilt('apps/cli/main.ts', args, env);

/** Runs a built program with nothing of our own settings in its environment, but for PATH. */
export function runBuilt(source: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [built(source), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let said = '';
  let over = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    return code as number | null;
  });
  const says = async (words: RegExp): Promise<RegExpExecArray> => {
    await until(() => words.test(said) || over);
    const match = words.exec(said);
    if (match === null) throw new Error(`The program ended without saying ${String(words)}:\n${said}`);
    return match;
  };
  return { pid: child.pid ?? 0, output: () => said, says, kill: (signal) => child.kill(signal), ended };
}

/** A command that ends by itself: its exit code and all that it said. */
export async function jalonSays(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const command = jalon(args, env);
  return { code: await command.ended, said: command.output() };
}

/** The same in this process, which takes a tenth of the time: for specs that are not about processes. */
export async function saysHere(command: Command, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let said = '';
  const hear = (...parts: unknown[]): void => void (said += `${format(...parts)}\n`);
  const write = (text: string | Uint8Array): boolean => ((said += String(text)), true);
  const spies = [
    ...(['log', 'error'] as const).map((name) => jest.spyOn(console, name).mockImplementation(hear)),
    ...[process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(write)),
  ];
  const surroundings = process.env;
  process.env = { PATH: surroundings['PATH'], ...env };
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    printError(error);
    process.exitCode = 1;
  } finally {
    process.env = surroundings;
    for (const spy of spies) spy.mockRestore();
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, said };
}

export interface StartedJalon extends Running {
  address: string;
  /** Stored at the first start of a home only. */
  adminKey: string | undefined;
  adminKeyFile: string | undefined;
}

/**
 * `jalon start` on a free port, once all of it runs.
 *
 * @param onListening is called before that, when the API listens
 */
export async function startJalon(
  env: Readonly<Record<string, string>>,
  onListening?: (address: string) => Promise<void>,
): Promise<StartedJalon> {
  const start = jalon(['start'], { PORT: '0', ...env });
  if (onListening) await onListening((await start.says(/Server listening at (http:[^"]+)/))[1] ?? '');
  const [line] = await start.says(/^.*"msg":"Jalon is running\."\}$/m);
  const { address, adminKeyFile: file } = JSON.parse(line) as { address: string; adminKeyFile?: string };
  const adminKey = file === undefined ? undefined : (await readFile(file, 'utf8')).trim();
  return { ...start, address, adminKey, adminKeyFile: file };
}

/** The children of a process with their command lines, by the kernel's own list; none when it has ended. */
export async function childrenOf(parent: number): Promise<{ pid: number; command: string }[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  return Promise.all(
    children
      .split(' ')
      .filter((child) => child.trim() !== '')
      .map(async (child) => ({
        pid: Number(child),
        command: await readFile(`/proc/${Number(child)}/cmdline`, 'utf8').catch(() => ''),
      })),
  );
}
