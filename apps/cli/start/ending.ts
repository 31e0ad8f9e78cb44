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
