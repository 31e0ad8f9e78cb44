import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { windowsOf, type Windows } from './due-windows.js';
import type { Plannable } from './plan-reminders.js';
import { isConfirmed } from '../keeping/is-confirmed.js';
import type { Round } from '../round.js';
import type { Days } from '../rungs/rungs-for.js';

const PAGE = 2_000;

/**
 * The deadlines that are not settled and of which some of the recipients are reminded on some days, in pages.
 *
 * @param only those under these schemes; absent: under any
 */
export async function* deadlinesNear(
  { tx, recipients, schemes }: Round,
  days: Days,
  only?: readonly string[],
): AsyncGenerator<Plannable[]> {
  const keys = await keysIn(tx, windowsOf(recipients, schemes, days), days, only);
  for (let start = 0; start < keys.length; start += PAGE) yield pageOf(tx, keys.slice(start, start + PAGE));
}

async function keysIn(tx: Transaction<Database>, windows: Windows, { from, to }: Days, only?: readonly string[]) {
  const isUnder = sql`join deadline using (key) join dossier_plan using (dossier) where scheme = any(${only})`;
  const { rows } = await sql<{ key: string }>`
    with near as (
    select key from unnest(${windows.earliest.map(([first]) => first)}::date[],
      ${windows.earliest.map(([, last]) => last)}::date[]) as near (first, last)
    join deadline on due_earliest between first and last where state in ('open', 'missed')
    union
    select key from unnest(${windows.latest.map(([first]) => first)}::date[],
      ${windows.latest.map(([, last]) => last)}::date[]) as near (first, last)
    join deadline on due_latest between first and last where state in ('open', 'missed')
    union
    select key from reminder_answer join deadline on key = deadline_key and version = deadline_version
    where snoozed_until between ${from} and ${to} and state in ('open', 'missed')
    )
    select key from near ${only ? isUnder : sql``} order by key
  `.execute(tx);
  return rows.map(({ key }) => key);
}

async function pageOf(tx: Transaction<Database>, keys: readonly string[]): Promise<Plannable[]> {
  const rows = await tx
    .selectFrom('deadline')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['key', 'kind', 'version', 'due', 'opens', 'lapses', 'state', 'dossier_plan.dossier', 'provider', 'scheme'])
    .select(isConfirmed.as('confirmed'))
    .where(sql<boolean>`key = any(${[...keys]})`)
    .orderBy('key')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as Deadline['kind'] }));
}
