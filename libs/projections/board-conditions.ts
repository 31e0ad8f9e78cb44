import { sql, type RawBuilder } from 'kysely';
import { fold } from '#domain/text/fold.js';
import { alikeWithin } from './alike.js';
import type { BoardFilter } from './board-filter.js';
import { calledLike } from './called-like.js';
import { hasWord } from './has-word.js';
import { isProvider } from './is-provider.js';

/** Whether `line` is one that flags and statuses are counted of; `undefined`: all are. */
export function fits({ search = '', scheme, provider }: BoardFilter): RawBuilder<boolean> | undefined {
  const conditions = search.trim() === '' ? [] : hasWords(search);
  if (scheme !== undefined) conditions.push(sql`line.scheme = ${scheme}`);
  if (provider !== undefined)
    conditions.push(sql`line.provider in (select id from provider where ${isProvider(provider)})`);
  return conditions.length === 0 ? undefined : sql`(${sql.join(conditions, sql` and `)})`;
}

/** Whether `line` is shown; what does not fit has an `alike` below 0. */
export function isShown(filter: BoardFilter): RawBuilder<boolean> {
  const within = alikeWithin(filter);
  return within ? sql`line.alike = any(${within}::int[])` : sql`line.alike >= 0`;
}

/** What holds no letter and no digit finds nothing. */
function hasWords(search: string): RawBuilder<boolean>[] {
  const words = new Set(fold(search).split(' '));
  return [...words].map((word) => (word === '' ? sql`false` : isAbout(word)));
}

const isAbout = (word: string): RawBuilder<boolean> =>
  sql`(${hasWord('line.service', word)} or ${calledLike(word, 'line.provider')})`;
