import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';

/** The dossiers that a provider ever held or came to hold, by anybody's word at any time, in the order of their opening. */
export async function dossiersEverOf(db: LedgerDatabase, provider: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from dossier
    where provider = ${provider} or id in (select dossier from dossier_holder where provider = ${provider})
    order by first_position
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** The dossiers that build on some others at a point, as the board has it, in the order of their opening. */
export async function dependentsOf(
  db: LedgerDatabase,
  dossiers: readonly string[],
  { asOf, upTo }: { asOf: Day; upTo?: number | undefined },
): Promise<string[]> {
  if (dossiers.length === 0) return [];
  const known =
    upTo === undefined
      ? sql`span.known_to is null`
      : sql`span.known_from <= ${upTo} and coalesce(span.known_to > ${upTo}, true)`;
  const { rows } = await sql<{ id: string }>`
    select distinct dossier.id, dossier.first_position
    from dossier_span as span join dossier on dossier.id = span.dossier
    where span.depends_on <> '{}' and span.depends_on && ${[...dossiers]}::uuid[]
      and ${asOf}::date between span.from_day and span.to_day and ${known}
    order by dossier.first_position
  `.execute(db);
  return rows.map(({ id }) => id);
}
