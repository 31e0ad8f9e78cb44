import { Gauge, type Registry } from 'prom-client';
import { daysBetween, type Day } from '#domain/date/day.js';
import type { RegisterView } from '#registers/get-register.js';

const DAY_SECONDS = 86_400;

/** Whether registers are read in time, per register. */
export class RegisterFigures {
  readonly #age: Gauge<'register'>;
  readonly #stale: Gauge<'register'>;
  readonly #held: Gauge<'register'>;
  readonly #failures: Gauge<'register'>;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['register'] as const, registers: [registry] });
    this.#age = gauge('jalon_register_age_seconds', 'Time since the day of the last reading of a register.');
    this.#stale = gauge('jalon_register_stale', '1 if a register was not read in time.');
    this.#held = gauge('jalon_register_held', 'Readings of a register that wait for an officer.');
    this.#failures = gauge('jalon_register_fetch_failures', 'Failed fetches of a register since the last success.');
  }

  ask(views: readonly RegisterView[], today: Day): void {
    this.forget();
    for (const { register, lastRead, stale, held, failures } of views) {
      const { slug } = register;
      if (lastRead !== null) this.#age.labels(slug).set(daysBetween(lastRead, today) * DAY_SECONDS);
      this.#stale.labels(slug).set(stale ? 1 : 0);
      this.#held.labels(slug).set(held);
      this.#failures.labels(slug).set(failures);
    }
  }

  forget(): void {
    for (const gauge of [this.#age, this.#stale, this.#held, this.#failures]) gauge.reset();
  }
}
