import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { SpanRow } from './span-rows.js';

export type SpanTable = 'dossier_span' | 'deadline_span';

/** From which position on a dossier's spans are what they are. */
export interface Known {
  dossier: string;
  position: number;
}

const columns: Record<SpanTable, RawBuilder<unknown>> = {
  dossier_span: sql`from_day, to_day, status, confirmed, expiring, stale, grant_end, service, depends_on, body`,
  deadline_span: sql`from_day, to_day, key, kind, state, due_earliest, due_latest, lapses, body`,
};

const sameKey: Record<SpanTable, RawBuilder<unknown>> = {
  dossier_span: sql`true`,
  deadline_span: sql`span.key = next.key`,
};

/**
 * Makes `rows` what is known of some dossiers, each from a position on: spans that say the same already stay as they
 * are, their other open ones are closed, and what is new is inserted.
 */
export async function respan(
  tx: Transaction<Database>,
  table: SpanTable,
  known: readonly Known[],
  rows: readonly (SpanRow & { dossier: string; known_from: number })[],
): Promise<void> {
  const spans = sql.table(table);
  const dossiers = known.map(({ dossier }) => dossier);
  const positions = known.map(({ position }) => position);
  const same = sql`
    span.dossier = next.dossier and span.known_to is null and span.from_day = next.from_day
    and span.to_day = next.to_day and ${sameKey[table]} and span.body = next.body
  `;
  await sql`
    with next as materialized (
      select * from jsonb_populate_recordset(null::${spans}, ${JSON.stringify(rows)})
    ), closed as (
      update ${spans} as span set known_to = known.position
      from unnest(${dossiers}::uuid[], ${positions}::bigint[]) as known (dossier, position)
      where span.dossier = known.dossier and span.known_to is null and not exists (select from next where ${same})
    )
    insert into ${spans} (dossier, known_from, ${columns[table]})
    select dossier, known_from, ${columns[table]} from next
    where not exists (select from ${spans} as span where ${same})
  `.execute(tx);
}

/** Takes back what positions `first` to `last` did to a dossier's spans; they must be the last that did anything. */
export async function unspan(
  tx: Transaction<Database>,
  table: SpanTable,
  dossier: string,
  { first, last }: { first: number; last: number },
): Promise<void> {
  const spans = sql.table(table);
  await sql`delete from ${spans} where dossier = ${dossier} and known_from between ${first} and ${last}`.execute(tx);
  await sql`
    update ${spans} set known_to = null where dossier = ${dossier} and known_to between ${first} and ${last}
  `.execute(tx);
}
