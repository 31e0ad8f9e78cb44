import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { count } from '../progress.js';
import { fail, type Finding, ok } from './finding.js';

/**
 * Whether every attached file is stored that no administrator removed, by size; `jalon evidence verify` reads their bytes.
 * Buckets are not asked.
 */
export async function evidence(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{ attached: number; missing: number }>`
    with attached as (
      select distinct data ->> 'sha256' as sha256, (data ->> 'size')::bigint as size
      from event where type = 'EvidenceAttached'
    )
    select count(*) as attached, count(*) filter (where file.id is null or file.store = 'database' and attached.size <>
      (select coalesce(sum(length(bytes)), 0) from evidence_part where evidence_part.file = file.id)) as missing
    from attached left join evidence_file as file on file.sha256 = attached.sha256
    where file.removed_at is null
  `.execute(db);
  const [{ attached, missing } = { attached: 0, missing: 0 }] = rows;
  if (missing === 0) return ok(`${count(attached)} files of evidence, none missing.`);
  return fail(
    `${count(missing)} of ${count(attached)} files of evidence missing or incomplete.`,
    'Run jalon evidence verify; restore the tables evidence_file and evidence_part from a backup, or attach the files again.',
  );
}
