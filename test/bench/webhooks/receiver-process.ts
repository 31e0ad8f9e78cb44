import { run, type Running } from '../process.js';

/** What came, as one that keeps to `webhook-id` sees it. */
export interface Report {
  requests: number;
  messages: number;
  /** Messages that were answered with a yes, if only once. */
  taken: number;
  /** Messages that came more than once. */
  repeated: number;
  /** How often one came again in other words. */
  otherBodies: number;
  meanBytes: number;
  /** Messages a second, but for the first twentieth. */
  perSecond: number;
}

export interface Arrival {
  id: string;
  /** The first time, in ms since 1970. */
  firstMs: number;
  isTaken: boolean;
}

/** Many endpoints in one process; each is a port of its own, as each host would be. */
export class Receiver {
  #asked: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly running: Running,
    readonly ports: readonly number[],
  ) {}

  static async open(endpoints: number): Promise<Receiver> {
    const running = run('test/bench/webhooks/receiver.js', [String(endpoints)], {});
    const { ports } = await running.hear<{ ports: number[] }>();
    return new Receiver(running, ports);
  }

  url(endpoint: number): string {
    return `http://127.0.0.1:${this.ports[endpoint] ?? 0}/hook`;
  }

  /** How many messages came, and how many requests have no answer yet. */
  count(): Promise<{ messages: number; open: number }> {
    return this.#ask('count');
  }

  report(): Promise<Report> {
    return this.#ask('report');
  }

  async arrivals(): Promise<Arrival[]> {
    const rows = await this.#ask<[string, number, boolean][]>('arrivals');
    return rows.map(([id, firstMs, isTaken]) => ({ id, firstMs, isTaken }));
  }

  /** Forgets what came. From now on it answers after a while by chance, at most so many ms. */
  async forget(slowestMs = 0): Promise<void> {
    await this.#ask('forget', slowestMs);
  }

  close(): Promise<void> {
    return this.running.stop();
  }

  /** One question after the other: answers do not say which they belong to. */
  #ask<T>(ask: string, value = 0): Promise<T> {
    const answer = this.#asked.then(() => this.running.hear<T>({ ask, value }));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }
}
