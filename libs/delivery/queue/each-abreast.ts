/**
 * Does something for each item, so many at a time; another item is only asked for when there is room for it. Rejects with the
 * first error once all that was begun has ended. Where `items` itself fails, there are no more.
 */
export async function eachAbreast<T>(
  abreast: number,
  items: AsyncIterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const rest = items[Symbol.asyncIterator]();
  const failures: unknown[] = [];
  const walk = async (): Promise<void> => {
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
      await work(next.value).catch((error: unknown) => failures.push(error));
  };
  const lanes = Array.from({ length: abreast }, () => walk().catch((error: unknown) => failures.push(error)));
  await Promise.all(lanes);
  if (failures.length > 0) throw failures[0];
}
