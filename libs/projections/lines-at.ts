import { sql, type RawBuilder } from 'kysely';
import type { Point } from './point.js';

/** All that `board_line.reach` can be, in days. */
const REACHES = [1, 4, 16, 64, 256, 1024, 4096, 2 ** 20];

/**
 * Of every line that holds at a point, some of what the indexes of lines have of it. A line that holds on a day began less
 * than its reach before it: a look at each reach finds few lines that do not hold, on any day.
 *
 * @param columns of `line`, what is needed and no more: PostgreSQL hands them on as they are
 * @param condition on `line`
 */
export function linesAt(
  { asOf, position }: Point,
  columns: RawBuilder<unknown>,
  condition: RawBuilder<boolean>,
): RawBuilder<unknown> {
  const known = position === null ? [sql<boolean>`line.known_to is null`] : knownAt(position);
  const parts = known.flatMap((when) =>
    REACHES.map(
      (reach) => sql`
        select ${columns} from board_line as line
        where line.reach = ${reach} and line.from_day > ${asOf}::date - ${reach}::int and line.from_day <= ${asOf}::date
          and line.to_day >= ${asOf}::date and ${when} and ${condition}
      `,
    ),
  );
  return sql.join(parts, sql` union all `);
}

/** Lines that are known no longer have an index of their own. */
const knownAt = (position: number): RawBuilder<boolean>[] => [
  sql`line.known_to is null and line.known_from <= ${position}::bigint`,
  sql`line.known_to > ${position}::bigint and line.known_from <= ${position}::bigint`,
];
