import { sql, type RawBuilder } from 'kysely';

/** Whether a column is one of a list; an absent list lets all pass. */
export const among = (
  column: string,
  list: readonly string[] | undefined,
  type: 'uuid' | 'text',
): RawBuilder<boolean> =>
  list === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...list]}::${sql.raw(type)}[])`;
