/** Limits the records that are written in the background. */
export class PendingRecords {
  readonly #underWay = new Set<Promise<void>>();
  #errors: unknown[] = [];

  constructor(private readonly most: number) {}

  /** Resolves once fewer than the limit are pending. @param recorded must not reject */
  async add(recorded: Promise<void>): Promise<void> {
    this.#underWay.add(recorded);
    void recorded.finally(() => this.#underWay.delete(recorded));
    while (this.#underWay.size > this.most) await Promise.race(this.#underWay);
  }

  failed(error: unknown): void {
    this.#errors.push(error);
  }

  /** Resolves when all are written. @throws the first error reported to `failed` */
  async end(): Promise<void> {
    await Promise.all(this.#underWay);
    if (this.#errors.length > 0) throw this.#errors[0];
  }
}
