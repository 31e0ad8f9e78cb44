import { Readable } from 'node:stream';

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON contains no line
 * breaks, so each event is one line of data.
 */
const frame = (id: string, event: string, json: string): string => `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;

/** @param id the position with its epoch */
export const changeFrame = (id: string, json: string): string => frame(id, 'change', json);

/** Nothing else matches up to this position; the client resumes here even if its filter rarely matches. */
export const positionFrame = (id: string, position: number): string =>
  frame(id, 'position', JSON.stringify({ position }));

/**
 * Why a client must start over: its id is not a position, or is beyond the head of this ledger, or the ledger was rewound to an
 * earlier position.
 */
export type ResetReason = 'not-a-position' | 'beyond-head' | 'ledger-reset';

/** @param reset the stream continues after `position` */
export const resetFrame = (id: string, reset: { reason: ResetReason; position: number; head: number }): string =>
  frame(id, 'reset', JSON.stringify(reset));

/** A comment: clients ignore it, and it keeps the connection open in proxies. */
export const HEARTBEAT = ':\n\n';

/** Delay before the client reconnects. */
export const retryFrame = (ms: number): string => `retry: ${ms}\n\n`;

const LARGEST = 32 * 1024;

/** Joins frames into pieces of about `LARGEST` characters, which bounds the buffer of slow clients. */
export function* pieces(frames: Iterable<string>): Generator<string> {
  let piece = '';
  for (const one of frames) {
    if (piece !== '' && piece.length + one.length > LARGEST) {
      yield piece;
      piece = '';
    }
    piece += one;
  }
  if (piece !== '') yield piece;
}

/**
 * The response body. A piece is requested when the previous one was read, so that at most one is buffered; a client that
 * does not read for `patienceMs` is disconnected.
 */
export class Outlet extends Readable {
  #late: NodeJS.Timeout | undefined;

  /** @param onOver called once at the end; `pieces` may still be waiting then */
  constructor(
    private readonly pieces: AsyncGenerator<string, void>,
    private readonly patienceMs: number,
    private readonly onOver: (cutOff: boolean) => void,
  ) {
    super({ highWaterMark: 1 });
  }

  override _read(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
    this.pieces.next().then(
      (next) => {
        this.#give(next);
      },
      (error: unknown) => {
        this.destroy(error as Error);
      },
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#late);
    this.onOver(error instanceof TooSlow);
    void this.pieces.return().catch(() => undefined);
    done(error);
  }

  #give({ done, value }: IteratorResult<string, void>): void {
    if (this.destroyed || this.push(done ? null : value)) return;
    this.#late = setTimeout(() => {
      this.destroy(new TooSlow('the client does not read'));
    }, this.patienceMs);
  }
}

class TooSlow extends Error {}
