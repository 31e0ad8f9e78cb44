import { Readable } from 'node:stream';

/**
 * What a client takes at its own pace. A piece is asked for when the one before is taken, so that no more than one waits here;
 * a client that takes nothing of it for too long is cut off.
 */
export class Outlet extends Readable {
  #late: NodeJS.Timeout | undefined;

  /** @param onOver called once, however it ends: `pieces` may then be in the middle of waiting for something */
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
      this.destroy(new TooSlow('the client takes nothing'));
    }, this.patienceMs);
  }
}

class TooSlow extends Error {}
