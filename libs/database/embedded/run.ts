import { spawn } from 'node:child_process';
import type { Account } from './account.js';
import { Unusable } from './unusable.js';

export interface RunOptions {
  /** Must be a folder that the account can enter. */
  cwd: string;
  account?: Account | undefined;
  input?: string;
}

/** Runs one of PostgreSQL's programs to its end; what it said is part of the error when it fails. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<void> {
  const child = spawn(program, args, { cwd: options.cwd, env: environment, ...options.account, stdio: 'pipe' });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined); // it ended without reading all: its exit code tells
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Unusable(`${program} failed:\n${said.trim().split('\n').slice(-8).join('\n')}`);
}

/** Nothing of ours, so that no PGDATA, PGPORT or locale of the surroundings reaches the server. */
export const environment = { PATH: process.env['PATH'], LC_ALL: 'C' };
