import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const loader = join(import.meta.dirname, '../runner/sources.js');

/** A module of this folder as a process of its own, which is given its task and answers with messages. */
export class Hand<T extends object> {
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

  tell(message: object): void {
    if (this.#child.connected) this.#child.send(message);
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
export async function handed(onMessage: (message: Record<string, number>) => void): Promise<unknown> {
  process.once('disconnect', () => process.exit(1));
  const [task] = (await once(process, 'message')) as [unknown];
  process.on('message', (message) => {
    onMessage(message as Record<string, number>);
  });
  return task;
}
