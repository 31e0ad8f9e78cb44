import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { REPORT_MS, REPORTS_MISSED } from '#programs/supervision.js';
import type { Environment } from '#settings/settings.js';
import { UserError } from '../terminal.js';
import type { LogLines } from './log-lines.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After running this long, the pause before a restart is reset. */
const RESET_AFTER_MS = 60_000;
/** The worker finishes pending deliveries and exits within 28 s. */
const STOP_MS = 32_000;
/** V8 otherwise lets the space of new objects grow to 32 MB in each process while it starts, and keeps it. */
const FLAGS = ['--max-semi-space-size=2'];

/**
 * A supervised child process: restarted when it exits, after a pause that doubles, and ended when it no longer reports that its
 * event loop runs, if it ever did. An exit before everything has started fails the start. The child is in its own session,
 * so that Ctrl-C in a terminal reaches only the parent, which stops the children before the database. If the parent is
 * killed, the child notices the closed IPC channel.
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

  /** @param args not of a child that is started again */
  start(onFailure: (failure: Error) => void, args: readonly string[] = []): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...FLAGS, this.script, ...args], {
      env: this.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.lines.follow(this.name, child.stdout);
    this.lines.follow(this.name, child.stderr);
    let missed = Number.NaN; // until its first report
    child.on('message', () => (missed = 0));
    const counting = setInterval(() => {
      missed += 1;
      if (missed > REPORTS_MISSED) child.kill('SIGKILL');
    }, REPORT_MS);
    child.on('close', (code, signal) => {
      clearInterval(counting);
      this.#child = undefined;
      const how = `exited ${signal ? `on ${signal}` : `with code ${String(code)}`}`;
      if (this.#state === 'stopping') return;
      if (this.#state === 'starting') {
        onFailure(new UserError(`The ${this.name} ${how} during the start; see its output above.`));
        return;
      }
      if (performance.now() - startedAt > RESET_AFTER_MS) this.#pause = FIRST_PAUSE_MS;
      this.lines.print(this.name, `${how}; restarting in ${this.#pause / 1000} s`);
      this.#timer = setTimeout(() => {
        this.start(onFailure);
      }, this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    });
  }

  /** Unless the child has just ended, which `onFailure` is told. */
  tell(message: string): void {
    if (this.#child?.connected === true) this.#child.send(message, () => undefined);
  }

  /** From now on the child is restarted when it exits. */
  hasStarted(): void {
    if (this.#state === 'starting') this.#state = 'running';
  }

  /** SIGTERM, then SIGKILL if it takes too long. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await closed;
    clearTimeout(forced);
  }

  kill(): void {
    this.#state = 'stopping';
    this.#child?.kill('SIGKILL');
  }
}
