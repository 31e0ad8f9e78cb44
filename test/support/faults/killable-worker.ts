import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { built } from '#test/built.js';
import type { Working } from '#test/working.js';

/** A worker that can be killed as the kernel kills. */
export interface KillableWorker {
  process: ChildProcess;
  /** Resolves once it says that it runs, or has ended. */
  running: Promise<void>;
  /** Resolves once it has ended, by itself or not. */
  ended: Promise<void>;
  /** What it complained of, in its own log. */
  errors: string[];
  /** Whether it has said that it runs. */
  runs(): boolean;
  isOver(): boolean;
  /** Takes the processor away from it, and gives it back: the kernel goes on answering for it. */
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
}

/** Starts one on the database, clock and receiver of a test, and does not wait for it. */
export function startKillableWorker(jalon: Working, env: Record<string, string> = {}): KillableWorker {
  const child = spawn(process.execPath, [built('apps/worker/main.ts')], {
    env: { ...surroundings(jalon), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr!.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  let [runs, over] = [false, false];
  const ended = once(child, 'close').then(() => {
    over = true;
  });
  return {
    process: child,
    running: Promise.race([ended, saysThatItRuns(child, errors).then(() => void (runs = true))]),
    ended,
    errors,
    runs: () => runs,
    isOver: () => over,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const surroundings = ({ settings, clock }: Working): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: settings.DATABASE_URL,
  JALON_SECRET: settings.JALON_SECRET,
  JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
  JALON_CLOCK_OFFSET: String(Math.round(clock.now().getTime() - Date.now())),
});

const saysThatItRuns = (child: ChildProcess, errors: string[]): Promise<void> =>
  new Promise((resolve) => {
    let rest = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.includes('Worker started')) resolve();
        if (/"level":[56]0/.test(line)) errors.push(line);
      }
    });
  });
