/**
 * A mutex per key: work of one key runs one at a time, in order of arrival; different keys do not wait for each other. Keys
 * without work take no memory, for which mutexes of a library would need as much code around them.
 */
export class KeyedMutex {
  private readonly last = new Map<string, Promise<unknown>>();

  get isIdle(): boolean {
    return this.last.size === 0;
  }

  async runExclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    const previous = this.last.get(key);
    const current = previous === undefined ? work() : previous.then(work);
    const settled = current.catch(() => undefined);
    this.last.set(key, settled);
    try {
      return await current;
    } finally {
      if (this.last.get(key) === settled) this.last.delete(key);
    }
  }
}
