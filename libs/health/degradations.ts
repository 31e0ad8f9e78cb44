import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import type { OutdatedProjection } from '#event-store/checkpoint.js';

/** What does not work while the rest does. Names no record: whoever may not read one may read this. */
export type Degradation =
  | { code: 'projection-failures'; projection: string; count: number }
  | ({ worker: string } & WorkerCondition);

/** A projection of this release that no worker follows, because its tables are those of another one. */
export const outdatedProjection = ({ name, version, serving }: OutdatedProjection) => ({
  ...{ code: 'projection-outdated', projection: name, version, serving },
  ...(serving < version && { run: `jalon rebuild ${name}` }),
});

/** A worker checks itself every few seconds and tells the database what hinders it. */
export type WorkerCondition = {
  [C in Database['worker_condition']['code']]: { code: C; detail: Detail[C] };
}[Database['worker_condition']['code']];

interface Detail {
  /** How far the clock of the worker is ahead of the database's; negative: behind. */
  'worker-clock': { aheadSeconds: number };
  'queue-unreachable': Record<string, never>;
  /** Results of messages that could not be logged. */
  'attempts-unrecorded': { count: number };
  /** Told in advance: it holds once no worker repeats it. */
  'worker-silent': Record<string, never>;
  /** An event on record is no longer what was recorded at this position. */
  'ledger-changed': { position: number };
  /** The head of the log contradicts one of this size that was signed. */
  'log-forked': { size: number };
}

/** Conditions that a worker has not repeated for so long have ended with it. */
const CURRENT = sql`interval '1 minute'`;
/** Longer than a worker takes to check itself again, even without its queue. */
const SILENT = sql`interval '20 seconds'`;

export async function degradationsOf(db: Kysely<Database>): Promise<Degradation[]> {
  const failures = await sql<{ projection: string; count: number }>`
    select projection, count(*) as count from projection_failure join checkpoint on name = projection
      and checkpoint.version = projection_failure.version
    group by projection order by projection
  `.execute(db);
  const conditions = await sql<{ worker: string } & WorkerCondition>`
    select worker, code, detail from worker_condition
    where case code when 'worker-silent' then not exists (
      select from worker_condition where code = 'worker-silent' and reported_at > clock_timestamp() - ${SILENT}
    ) else reported_at > clock_timestamp() - ${CURRENT} end
    order by code, worker
  `.execute(db);
  return [...failures.rows.map((row) => ({ code: 'projection-failures' as const, ...row })), ...conditions.rows];
}

/** Replaces what a worker has reported before. */
export async function tellConditions(
  db: Kysely<Database>,
  worker: string,
  conditions: readonly WorkerCondition[],
): Promise<void> {
  const reported = [...conditions, { code: 'worker-silent', detail: {} }];
  const codes = reported.map(({ code }) => code);
  await sql`
    delete from worker_condition
    where (worker = ${worker} and code <> all(${codes}::text[])) or reported_at < clock_timestamp() - ${CURRENT}
  `.execute(db);
  for (const { code, detail } of reported)
    await sql`
      insert into worker_condition (worker, code, detail) values (${worker}, ${code}, ${JSON.stringify(detail)})
      on conflict (worker, code) do update set detail = excluded.detail, reported_at = clock_timestamp()
    `.execute(db);
}
