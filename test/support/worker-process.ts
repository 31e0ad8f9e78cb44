import { spawn, type ChildProcess } from 'node:child_process';
import { built } from '#test/built.js';
import type { Working } from '#test/working.js';

/** A worker as a process of its own, on the same database and with a clock that is `offsetMs` ahead; resolves once it runs. */
export async function startWorkerProcess({ settings }: Working, offsetMs: number): Promise<ChildProcess> {
  const { DATABASE_URL, JALON_SECRET, REDIS_URL } = settings;
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL,
    JALON_SECRET,
    ...(REDIS_URL !== undefined && { REDIS_URL }),
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    DASHBOARD_PORT: 'off',
    JALON_CLOCK_OFFSET: String(Math.round(offsetMs)),
  };
  const child = spawn(process.execPath, [built('apps/worker/main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Worker started')) resolve();
    });
    child.once('exit', (status) => {
      reject(new Error(`the worker ended with ${String(status)}`));
    });
  });
  return child;
}
