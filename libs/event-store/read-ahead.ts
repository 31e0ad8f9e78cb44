/** What is read of items, so many at a time; the next ones are read while the last ones are worked on. */
export async function* readAhead<Item, Read>(
  items: readonly Item[],
  size: number,
  read: (some: readonly Item[]) => Promise<Read>,
): AsyncGenerator<Read> {
  let next: Promise<Read> | undefined;
  for (let start = 0; start < items.length; start += size) {
    const some = await (next ?? read(items.slice(0, size)));
    if (start + size < items.length) {
      next = read(items.slice(start + size, start + 2 * size));
      next.catch(() => undefined); // told when it is waited for
    }
    yield some;
  }
}
