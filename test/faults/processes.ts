import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RESTART_MS = 500;

/** A process that is started again whenever it ends, as `jalon start` and containers do. */
export class Program {
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #isWanted = false;
  #hasStarted = false;
  /** How often it ended although nobody had killed it. */
  deaths = 0;

  constructor(
    readonly name: string,
    private readonly command: { script: string; env: Record<string, string>; isReady: (output: string) => boolean },
    logPath: string,
  ) {
    this.#log = createWriteStream(logPath);
  }

  start(): void {
    this.#isWanted = true;
    this.#hasStarted = false;
    const { script, env, isReady } = this.command;
    const child = spawn(process.execPath, [script], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // api and worker end with the channel
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => {
        this.#log.write(chunk);
        if (isReady(chunk.toString())) this.#hasStarted = true;
      });
    this.#child = child;
    this.#ended = once(child, 'close').then(async () => {
      this.#log.write(`--- ended with ${String(child.signalCode ?? child.exitCode)}\n`);
      if (this.#isWanted && child.signalCode !== 'SIGKILL') this.deaths += 1;
      this.#hasStarted = false;
      if (this.#isWanted) await sleep(RESTART_MS);
      if (this.#isWanted) this.start();
    });
  }

  /** Whether it has said so. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** As the kernel kills; resolves once it is dead. It is started again. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#hasStarted = false;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** As a rolling restart does: it may complete what it has begun. */
  async restart(): Promise<void> {
    const child = this.#child;
    this.#hasStarted = false;
    child?.kill('SIGTERM');
    if (child) await once(child, 'exit');
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    const child = this.#child;
    child?.kill('SIGCONT');
    child?.kill('SIGTERM');
    const timer = setTimeout(() => child?.kill('SIGKILL'), 10_000);
    await this.#ended;
    clearTimeout(timer);
    this.#log.end();
  }
}

const loader = join(import.meta.dirname, '../runner/sources.js');

/** A module of this folder as a process of its own, which is given its task and answers with messages. */
export class TaskProcess<T extends object> {
  readonly #child: ChildProcess;
  readonly #over: Promise<void>;
  /** Rejects when it fails, and never resolves. */
  readonly failed: Promise<never>;

  constructor(module: string, task: T, onMessage: (message: Record<string, number>) => void = () => undefined) {
    this.#child = fork(join(import.meta.dirname, module), { execArgv: ['--import', loader] });
    this.#child.on('message', onMessage);
    this.#over = once(this.#child, 'exit').then(([code]) => {
      if (code !== 0) throw new Error(`${module} ended with ${String(code)}`);
    });
    this.failed = new Promise((_, reject) => void this.#over.catch(reject));
    this.failed.catch(() => undefined); // whoever waits is told
    this.#child.send(task);
  }

  /** Unless it has ended, which its end says. */
  tell(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Asks it to finish. @throws Error when it failed, or does not finish in time */
  async finish(message: object, patienceMs: number): Promise<void> {
    this.tell(message);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    await this.#over.finally(() => {
      clearTimeout(timer);
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** In the process: the task. Later messages go to `onMessage`. */
export async function receiveTask(onMessage: (message: Record<string, number>) => void): Promise<unknown> {
  process.once('disconnect', () => process.exit(1));
  const [task] = (await once(process, 'message')) as [unknown];
  process.on('message', (message) => {
    onMessage(message as Record<string, number>);
  });
  return task;
}
