/** What is being recorded beside the work that goes on, so many at a time. */
export class PendingRecords {
  readonly #underWay = new Set<Promise<void>>();
  #errors: unknown[] = [];

  constructor(private readonly most: number) {}

  /** Resolves at once while there is room, else when there is again. @param recorded does not reject */
  async add(recorded: Promise<void>): Promise<void> {
    this.#underWay.add(recorded);
    void recorded.finally(() => this.#underWay.delete(recorded));
    while (this.#underWay.size > this.most) await Promise.race(this.#underWay);
  }

  failed(error: unknown): void {
    this.#errors.push(error);
  }

  /** Resolves when all is recorded. @throws the first error of which it was told */
  async end(): Promise<void> {
    await Promise.all(this.#underWay);
    if (this.#errors.length > 0) throw this.#errors[0];
  }
}
