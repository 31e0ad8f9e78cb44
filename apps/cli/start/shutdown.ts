import { aborted } from '#concurrency/timeout.js';
import { isForPeople, say } from './log-lines.js';

/** Signals this close together are one Ctrl-C: the terminal sends it to npm and to this process, and npm forwards it. */
const SAME_SIGNAL_MS = 500;

/**
 * The shutdown of a start, however far it has come: stops everything in reverse order, the database last. The first SIGINT
 * or SIGTERM shuts down in order, the second immediately.
 */
export class Shutdown {
  /** Aborted when the shutdown begins. */
  readonly signal: AbortSignal;
  /** The cause, unless a signal was. */
  failure: Error | undefined;
  readonly #abort = new AbortController();
  readonly #steps: { orderly: () => Promise<void>; atOnce: () => void }[] = [];
  #signalledAt: number | undefined;

  constructor() {
    this.signal = this.#abort.signal;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => {
        this.#handleSignal();
      });
    // When the reader of the output is gone, go on without it until a signal arrives.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  /** Registers how to stop something that was just started. */
  add(orderly: () => Promise<void>, atOnce: () => void): void {
    this.#steps.push({ orderly, atOnce });
  }

  fail(failure: Error): void {
    this.failure ??= failure;
    this.#abort.abort();
  }

  /** Resolves on a signal, rejects on a failure. */
  async wanted(): Promise<void> {
    await aborted(this.signal);
    if (this.failure) throw this.failure;
  }

  async complete(): Promise<void> {
    for (const step of this.#steps.toReversed()) await step.orderly();
    this.#steps.length = 0;
  }

  #handleSignal(): void {
    const now = performance.now();
    this.#signalledAt ??= now;
    if (now - this.#signalledAt > SAME_SIGNAL_MS) {
      for (const step of this.#steps.toReversed()) step.atOnce();
      process.exit(130);
    }
    if (!this.signal.aborted) say(isForPeople() ? '\nStopping …' : 'Stopping');
    this.#abort.abort();
  }
}
