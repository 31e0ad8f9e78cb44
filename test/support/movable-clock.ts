import { Clock } from '#database/clock.js';

/** A clock that a test sets forward. It ticks on between. */
export class MovableClock extends Clock {
  #movedMs = 0;
  /** How far the clock of the machine is wrong. */
  wrongByMs = 0;

  override system(): Date {
    return new Date(super.system().getTime() + this.wrongByMs);
  }

  override now(): Date {
    return new Date(super.now().getTime() + this.#movedMs);
  }

  forward(ms: number): void {
    this.#movedMs += ms;
  }
}
