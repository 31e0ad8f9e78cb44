import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '#settings/read-settings.js';
import { CannotGoOn } from '../complain.js';
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

/** Two signals this close are one Ctrl-C: a terminal sends it to npm and to us, and npm passes its own on. */
const SAME_SIGNAL_MS = 500;

/**
 * How a start ends, however far it has come: what was started is ended in reverse order, so the database goes last. A
 * first SIGINT or SIGTERM asks for it, a second one cuts it short.
 */
export class Ending {
  /** Whatever waits during the start gives up on this. */
  readonly signal: AbortSignal;
  /** Why it ends, when nobody asked for it. */
  failure: Error | undefined;
  readonly #abort = new AbortController();
  readonly #steps: { orderly: () => Promise<void>; atOnce: () => void }[] = [];
  #askedAt: number | undefined;

  constructor() {
    this.signal = this.#abort.signal;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => {
        this.#asked();
      });
    // Whoever read our output is gone: we go on without a reader, or end when the signal comes.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  /** What has to be done in the end for something that has just been started. */
  add(orderly: () => Promise<void>, atOnce: () => void): void {
    this.#steps.push({ orderly, atOnce });
  }

  /** Something that all depends on has broken. */
  fail(failure: Error): void {
    this.failure ??= failure;
    this.#abort.abort();
  }

  /** Resolves when somebody asks for the end; rejects when something broke. */
  async wanted(): Promise<void> {
    if (!this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.signal.addEventListener('abort', () => {
          resolve();
        });
      });
    }
    if (this.failure) throw this.failure;
  }

  async complete(): Promise<void> {
    for (const step of this.#steps.toReversed()) await step.orderly();
    this.#steps.length = 0;
  }

  #asked(): void {
    const now = performance.now();
    this.#askedAt ??= now;
    if (now - this.#askedAt > SAME_SIGNAL_MS) {
      for (const step of this.#steps.toReversed()) step.atOnce();
      process.exit(130);
    }
    if (!this.signal.aborted) console.error('\nEnding …');
    this.#abort.abort();
  }
}
