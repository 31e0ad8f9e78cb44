import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../..');
const pollMs = 50;

/** `BENCH_PROFILE` names a folder for a CPU profile of every process, which Chromium's DevTools can open. */
const profiles = process.env['BENCH_PROFILE'];
const flags = profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];

/** A script of the build that runs as a process of its own, with nothing of our settings but PATH. */
export interface Running {
  /** The most memory that it has held at once (VmHWM), in MB; of Linux. */
  peakMb(): Promise<number>;
  /** What it holds now (VmRSS), in MB; of Linux. */
  residentMb(): Promise<number>;
  /** What it sends back, to a message if there is one. @throws Error when it ends instead */
  hear<T>(message?: object): Promise<T>;
  /** Resolves once it has said so, or has ended. */
  says(text: string): Promise<void>;
  /** What it said, once it has ended. @throws Error when it ends otherwise than well */
  said(): Promise<string>;
  stop(): Promise<void>;
  /** As the kernel kills. */
  kill(): Promise<void>;
}

export function run(script: string, args: string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [...flags, join(dist, script), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // which api and worker end with
  });
  let text = '';
  let peak = 0;
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const megabytes = async (which: 'VmHWM' | 'VmRSS'): Promise<number> => {
    const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
    return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  };
  const look = async (): Promise<void> => {
    peak = Math.max(peak, await megabytes('VmHWM'));
  };
  const looking = setInterval(() => void look(), pollMs);
  const ended = once(child, 'close').then(([code]) => {
    clearInterval(looking);
    return code as number | null;
  });
  const said = async (): Promise<string> => {
    if ((await ended) !== 0) throw new Error(`${script} failed:\n${text}`);
    return text;
  };
  return {
    said,
    says: (wanted) =>
      new Promise((resolve) => {
        const listen = (): void => {
          if (text.includes(wanted)) resolve();
        };
        child.stdout?.on('data', listen);
        void ended.then(() => {
          resolve();
        });
        listen();
      }),
    async hear<T>(message?: object) {
      const heard = once(child, 'message') as Promise<[T]>;
      if (message) child.send(message);
      const [first] = await Promise.race([heard, said().then(() => Promise.reject(new Error(`${script} ended`)))]);
      return first;
    },
    async peakMb() {
      await look();
      return peak;
    },
    residentMb: () => megabytes('VmRSS'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
