/** The pieces of a file as they come, until the signal says that nobody needs them any more: then it throws the reason. */
export async function* untilLost<T>(pieces: AsyncIterable<T>, lost: AbortSignal): AsyncGenerator<T> {
  const reader = pieces[Symbol.asyncIterator]();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(lost.reason as Error);
    };
  });
  aborted.catch(() => undefined);
  lost.addEventListener('abort', stop);
  try {
    for (;;) {
      if (lost.aborted) throw lost.reason;
      const next = await Promise.race([reader.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    lost.removeEventListener('abort', stop);
    // Not waited for: a reader that waits for a piece that never comes would not end.
    void reader.return?.().catch(() => undefined);
  }
}
