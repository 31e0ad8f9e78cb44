import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '#settings/read-settings.js';
import { CannotGoOn } from '../cannot-go-on.js';
import type { LogLines } from './log-lines.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A child that has run this long is well again: its next crash begins with the first pause. */
const WELL_AFTER_MS = 60_000;
/** The worker lets what it is sending end, and ends by itself within 28 s. */
const PATIENCE_MS = 32_000;

/**
 * A child process that is kept running. One that dies is started again after a pause that doubles; one that dies before
 * the whole has started fails the start, since it would die again. It is a session of its own: Ctrl-C in a terminal
 * reaches only us, and we end children before the database. When we are killed, it notices that the IPC channel closes.
 */
export class Supervised {
  #child: ChildProcess | undefined;
  #pause = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  #state: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(
    private readonly name: string,
    private readonly script: string,
    private readonly env: Environment,
    private readonly lines: LogLines,
  ) {}

  start(onFailure: (failure: Error) => void): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', this.script], {
      env: this.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.lines.follow(this.name, child.stdout);
    this.lines.follow(this.name, child.stderr);
    child.on('close', (code, signal) => {
      this.#child = undefined;
      const how = `ended ${signal ? `by ${signal}` : `with code ${String(code)}`}`;
      if (this.#state === 'stopping') return;
      if (this.#state === 'starting') {
        onFailure(new CannotGoOn(`The ${this.name} ${how} during the start; its last words are above.`));
        return;
      }
      if (performance.now() - startedAt > WELL_AFTER_MS) this.#pause = FIRST_PAUSE_MS;
      this.lines.say(this.name, `${how}; starting it again in ${this.#pause / 1000} s`);
      this.#timer = setTimeout(() => {
        this.start(onFailure);
      }, this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    });
  }

  /** From now on a crash is followed by a new start. */
  hasStarted(): void {
    if (this.#state === 'starting') this.#state = 'running';
  }

  /** Asks it to end, and insists when it takes too long. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await closed;
    clearTimeout(insist);
  }

  kill(): void {
    this.#state = 'stopping';
    this.#child?.kill('SIGKILL');
  }
}
