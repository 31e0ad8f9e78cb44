import { type RawBuilder, sql, type Transaction } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import type { Database } from '#database/tables.js';
import type { ImportSummaryTable } from '#database/tables/subscription.js';
import { planDeliveries, type PlannedDelivery } from '../sending/planned-deliveries.js';
import type { PlacedChange } from '../messages/changes-of.js';
import type { Subject } from '../messages/message.js';

export interface PastChange {
  change: PlacedChange['change'];
  importId: string;
  subscription: string;
}

const MOST_SUBJECTS = 50;

const CHUNK = 2_000;

/**
 * Adds changes to the summaries of their imports, in the transaction that fans them out, once each. In any order: one that
 * failed at first comes later than others.
 */
export async function addToSummaries(tx: Transaction<Database>, changes: Iterable<PastChange>): Promise<void> {
  for (const chunk of chunksOf(summariesOf(changes).values(), CHUNK)) {
    await sql`
      insert into import_summary as kept (subscription, import, events, after, up_to, recorded_at, subjects)
      select subscription, import, events, after, up_to, recorded_at, subjects::jsonb from unnest(
        ${chunk.map(({ subscription }) => subscription)}::uuid[],
        ${chunk.map((part) => part.import)}::uuid[],
        ${chunk.map(({ events }) => events)}::int[],
        ${chunk.map(({ after }) => after)}::bigint[],
        ${chunk.map((part) => part.up_to)}::bigint[],
        ${chunk.map((part) => part.recorded_at)}::timestamptz[],
        ${chunk.map(({ subjects }) => JSON.stringify(Object.fromEntries(subjects)))}::text[]
      ) as part (subscription, import, events, after, up_to, recorded_at, subjects)
      on conflict (subscription, import) do update set
        events = kept.events + excluded.events, after = least(kept.after, excluded.after),
        up_to = greatest(kept.up_to, excluded.up_to), recorded_at = greatest(kept.recorded_at, excluded.recorded_at),
        subjects = case
          when (select count(*) from jsonb_object_keys(kept.subjects)) > ${MOST_SUBJECTS} then kept.subjects
          else kept.subjects || excluded.subjects
        end
    `.execute(tx);
  }
}

interface Part extends Pick<ImportSummaryTable, 'subscription' | 'import' | 'events' | 'after' | 'up_to'> {
  recorded_at: string;
  /** By stream. */
  subjects: Map<string, Subject>;
}

function summariesOf(changes: Iterable<PastChange>): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const { change, importId, subscription } of changes) {
    const key = `${subscription} ${importId}`;
    const known = parts.get(key);
    const part = known ?? {
      ...{ subscription, import: importId, events: 0, after: change.position - 1, up_to: 0 },
      ...{ recorded_at: '', subjects: new Map<string, Subject>() },
    };
    if (!known) parts.set(key, part);
    part.events += 1;
    part.after = Math.min(part.after, change.position - 1);
    part.up_to = Math.max(part.up_to, change.position);
    if (part.recorded_at < change.recordedAt) part.recorded_at = change.recordedAt;
    const { provider, dossier, scheme } = change;
    if (part.subjects.size <= MOST_SUBJECTS) part.subjects.set(change.stream, { provider, dossier, scheme });
  }
  return parts;
}

/** A long file is imported in batches: the import is over when it has recorded nothing for this long. */
const OVER_MS = 120_000;

const AT_ONCE = 500;

/**
 * Plans one message per subscription and import that is over. Idempotent, also across processes. An import that goes on later
 * gets another one. Call it only when all changes are fanned out.
 */
export async function planSummaries(
  db: LedgerDatabase,
  now: Date,
  signal = new AbortController().signal,
): Promise<void> {
  const before = new Date(now.getTime() - OVER_MS);
  let planned = AT_ONCE;
  while (planned === AT_ONCE && !signal.aborted)
    planned = await db.transaction().execute((tx) => planSome(tx, db.epochs, { before, now }));
}

interface Summary extends Omit<ImportSummaryTable, 'subjects'> {
  subjects: Record<string, Subject>;
}

async function planSome(
  tx: Transaction<Database>,
  epochs: LedgerEpochs,
  { before, now }: { before: Date; now: Date },
): Promise<number> {
  const { rows } = await sql<Summary & { ended: boolean }>`
    with taken as (
      delete from import_summary where (subscription, import) in (
        select subscription, import from import_summary where recorded_at < ${before} and not ${isSentAgain(sql.ref('import_summary.subscription'))}
        order by recorded_at limit ${AT_ONCE} for update skip locked
      )
      returning *
    )
    select taken.*, state = 'unsubscribed' as ended
    from taken join subscription on subscription.id = taken.subscription
  `.execute(tx);
  const deliveries = rows.filter(({ ended }) => !ended).map((summary) => deliveryOf(summary, epochs));
  await planDeliveries(tx, deliveries, now);
  return rows.length;
}

function deliveryOf(summary: Summary, epochs: LedgerEpochs): PlannedDelivery {
  const { subscription, events, after, up_to: upTo, recorded_at: at } = summary;
  const subjects = Object.values(summary.subjects);
  const data = {
    ...{ import: summary.import, events, after, afterInQuery: epochs.written(after), upTo },
    ...{ subjects: subjects.slice(0, MOST_SUBJECTS), more: subjects.length > MOST_SUBJECTS },
  };
  return {
    // With the epoch, as for events: `webhook-id` derives from it.
    cause: { kind: 'import', reference: `${summary.import}:${epochs.written(after + 1)}` },
    subscription,
    message: { type: 'import.summary', timestamp: at.toISOString(), data },
  };
}

/** SQL condition: what is collected of readings and imports for a subscription is not complete yet. */
export const isSentAgain = (subscription: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select from subscription where subscription.id = ${subscription} and recovering
    and state <> 'unsubscribed' and (recovery -> 'reached')::bigint > (recovery -> 'after')::bigint
)`;
