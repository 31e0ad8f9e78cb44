import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { Day } from '#domain/date/day.js';
import { windowsOf, type Windows } from './due-windows.js';
import type { Plannable } from './plan-reminders.js';
import type { Recipient } from './planning.js';
import type { Round } from './round.js';

const PAGE = 2_000;

/** The deadlines that are not settled and of which some of the recipients are reminded on some days, in pages. */
export async function* deadlinesNear(
  { tx, schemes }: Round,
  recipients: readonly Recipient[],
  days: { from: Day; to: Day },
): AsyncGenerator<Plannable[]> {
  const keys = await keysIn(tx, windowsOf(recipients, schemes, days), days);
  for (let start = 0; start < keys.length; start += PAGE) yield pageOf(tx, keys.slice(start, start + PAGE));
}

async function keysIn(tx: Transaction<Database>, windows: Windows, { from, to }: { from: Day; to: Day }) {
  const { rows } = await sql<{ key: string }>`
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
    order by key
  `.execute(tx);
  return rows.map(({ key }) => key);
}

async function pageOf(tx: Transaction<Database>, keys: readonly string[]): Promise<Plannable[]> {
  const rows = await tx
    .selectFrom('deadline')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .select(['key', 'kind', 'version', 'due', 'opens', 'lapses', 'state', 'dossier_plan.dossier', 'provider', 'scheme'])
    .where(sql<boolean>`key = any(${[...keys]})`)
    .orderBy('key')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as Deadline['kind'] }));
}
