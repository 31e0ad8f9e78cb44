/** Something that is away fails at every attempt to reach it, in the same words: the log says it once a while. */
export class FirstOfItsKind {
  readonly #saidAt = new Map<string, number>();

  constructor(private readonly quietMs: number) {}

  /** Whether these words have not been said for a while; from now on they have. */
  isNews(words: string): boolean {
    const now = performance.now();
    const saidAt = this.#saidAt.get(words);
    if (saidAt !== undefined && now - saidAt < this.quietMs) return false;
    if (this.#saidAt.size > 100) this.#saidAt.clear();
    this.#saidAt.set(words, now);
    return true;
  }
}
