import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { Deadline, DeadlineState } from '#domain/deadline/deadline.js';
import { uuidOf } from '#event-store/id.js';
import { cancelReminders, supersedeReminders } from './drop-reminders.js';
import type { Plannable } from './plan-reminders.js';

interface Kept {
  key: string;
  version: number;
  due: string;
  opens: string;
  lapses: string | null;
  state: DeadlineState;
}

interface Standing {
  dossier: string;
  deadlines: readonly Deadline[];
}

/**
 * Makes the kept deadlines of dossiers these. One that is not among them is kept as cancelled: its key may come back.
 *
 * @returns those that are open and have not been: new, moved or open again
 */
export async function storeDeadlines(
  tx: Transaction<Database>,
  standings: readonly Standing[],
): Promise<(Plannable & { dossier: string })[]> {
  const kept = await keptOf(tx, standings);
  const before = new Map(kept.map((row) => [row.key, row]));
  const now = standings.flatMap(({ dossier, deadlines }) =>
    deadlines.map((body) => ({ ...body, dossier, body, version: versionOf(body, before.get(body.key)) })),
  );
  await upsert(tx, now);
  const keys = new Set(now.map(({ key }) => key));
  const gone = kept.filter(({ key, state }) => state !== 'cancelled' && !keys.has(key));
  await close(tx, gone);
  const settled = now.filter(({ key, state }) => (state === 'met' || state === 'cancelled') && before.has(key));
  await cancelReminders(
    tx,
    [...gone, ...settled].map(({ key }) => key),
  );
  await supersedeReminders(tx, now);
  return now.filter(({ key, version, state }) => {
    const known = before.get(key);
    return state === 'open' && !(known?.state === 'open' && known.version === version);
  });
}

function keptOf(tx: Transaction<Database>, standings: readonly Standing[]): Promise<Kept[]> {
  return tx
    .selectFrom('deadline')
    .select(['key', 'version', 'due', 'opens', 'lapses', 'state'])
    .where(sql<boolean>`dossier = any(${standings.map(({ dossier }) => dossier)}::uuid[])`)
    .execute();
}

function versionOf({ due, opens, lapses }: Deadline, kept: Kept | undefined): number {
  if (!kept) return 1;
  const moved = kept.due !== due || kept.opens !== opens || kept.lapses !== lapses;
  return moved ? kept.version + 1 : kept.version;
}

async function upsert(
  tx: Transaction<Database>,
  deadlines: readonly { dossier: string; version: number; body: Deadline }[],
): Promise<void> {
  const rows = deadlines.map(({ dossier, version, body }) => ({
    ...body,
    dossier,
    version,
    due_earliest: earliest(body.due),
    due_latest: latest(body.due),
    expiry: body.kind === 'grant-end' ? uuidOf('grant-expired', body.event, body.due) : null,
    body,
  }));
  await sql`
    insert into deadline (key, dossier, kind, version, due, due_earliest, due_latest, opens, lapses, state, expiry, body)
    select key, dossier, kind, version, due, due_earliest, due_latest, opens, lapses, state, expiry, body
    from jsonb_populate_recordset(null::deadline, ${JSON.stringify(rows)})
    on conflict (key) do update set
      version = excluded.version, due = excluded.due, due_earliest = excluded.due_earliest,
      due_latest = excluded.due_latest, opens = excluded.opens, lapses = excluded.lapses, state = excluded.state,
      expiry = excluded.expiry, body = excluded.body
    where (deadline.version, deadline.body) is distinct from (excluded.version, excluded.body)
  `.execute(tx);
}

async function close(tx: Transaction<Database>, gone: readonly Kept[]): Promise<void> {
  const keys = gone.map(({ key }) => key);
  if (keys.length === 0) return;
  await sql`
    update deadline set state = 'cancelled', body = jsonb_set(body, '{state}', '"cancelled"')
    where key = any(${keys})
  `.execute(tx);
}
