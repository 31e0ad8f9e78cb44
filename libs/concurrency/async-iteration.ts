/**
 * Calls `work` for each item with a bounded concurrency; the next item is only pulled when there is room for it, which `work`
 * may release before it ends. An error of an item does not stop the others, an error of `items` ends them. Rejects with the
 * first error after all calls have ended.
 *
 * Not p-map, which keeps a result per item (`items` may be endless), and lets a slow item hold up the others when it does not.
 */
export async function forEachConcurrent<T>(
  concurrency: number,
  items: AsyncIterable<T>,
  work: (item: T, release: () => void) => Promise<unknown>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const errors: unknown[] = [];
  const underWay = new Set<Promise<unknown>>();
  const start = (item: T): Promise<void> =>
    new Promise((release) => {
      const working = work(item, release)
        .catch((error: unknown) => errors.push(error))
        .finally(() => {
          underWay.delete(working);
          release();
        });
      underWay.add(working);
    });
  const run = async (): Promise<void> => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) await start(next.value);
  };
  await Promise.all(Array.from({ length: concurrency }, () => run().catch((error: unknown) => errors.push(error))));
  await Promise.all(underWay);
  if (errors.length > 0) throw errors[0];
}

/** Reads items in chunks of `size`; the next chunk is read while the consumer works on the last one. */
export async function* prefetch<Item, Chunk>(
  items: readonly Item[],
  size: number,
  read: (chunk: readonly Item[]) => Promise<Chunk>,
): AsyncGenerator<Chunk> {
  let next: Promise<Chunk> | undefined;
  for (let start = 0; start < items.length; start += size) {
    const chunk = await (next ?? read(items.slice(0, size)));
    if (start + size < items.length) {
      next = read(items.slice(start + size, start + 2 * size));
      next.catch(() => undefined); // thrown by the await above
    }
    yield chunk;
  }
}

/** The chunks of an iterable until the signal aborts; then it throws the reason, even while a chunk is awaited. */
export async function* abortable<T>(chunks: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
  });
  aborted.catch(() => undefined);
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      if (signal.aborted) throw signal.reason;
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // Not awaited: a generator that awaits a chunk that never comes does not return.
    void iterator.return?.().catch(() => undefined);
  }
}

/** The items in arrays of `size`; only one of them is held at a time. */
export function* chunksOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    if (chunk.push(item) < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
