import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';

/** Whether `provider`, as the query calls it, is the one of an id or slug; found by an index. */
export const isProvider = (idOrSlug: string): RawBuilder<boolean> =>
  z.guid().safeParse(idOrSlug).success ? sql`provider.id = ${idOrSlug}` : sql`provider.slug = ${idOrSlug}`;
