import { sql, type Transaction } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import type { Database } from '#database/tables.js';
import { streamId } from '#domain/event/ledger-event.js';
import { READING } from '#domain/register/register-events.js';
import type { PlacedChange } from '../messages/changes-of.js';
import {
  type Change,
  isStandingChanged,
  MOST_DOSSIERS,
  type ReadDossier,
  type ReadingNews,
} from '../messages/message.js';
import type { Filter } from '../filter.js';
import type { Subscriber } from './fan-out.js';

/** Changes of a reading up to which each is a message of its own. */
const FEW_CHANGES = 10;

/** Whether a subscription follows readings: it gets a message about each, and none about what they changed one by one. */
const followsReadings = ({ registers, eventTypes }: Filter): boolean =>
  registers !== undefined || (eventTypes?.includes(READING) ?? false);

/** The filter of what readings changed: a subscription to readings names no type of it. */
export function changesFilter({ eventTypes, ...filter }: Filter): Filter {
  return eventTypes && !eventTypes.includes(READING) ? { ...filter, eventTypes } : filter;
}

/** What becomes of the changes of a reading that match a filter. @param isWanted whether the reading itself matches */
export function isSentAsOne(filter: Filter, isWanted: boolean, changes: number): boolean {
  return followsReadings(filter) ? isWanted || changes > 0 : changes > FEW_CHANGES;
}

/** A change that a reading caused. What is about the register itself is in the message about the reading. */
export const isCausedBy = (readingId: string | undefined, type: Change['type']): readingId is string =>
  readingId !== undefined && type !== READING && type !== 'RegisterPublished';

export type ReadingChange = Extract<Change, { type: typeof READING }>;

/** The changes of one reading that match one subscription. */
interface Part {
  changes: number;
  dossiers: number;
  /** Stream of the last change. A reading records the events of a dossier in a row. */
  last: string;
  body: PartBody;
  /** Whether `body` is as it is kept: most changes of a long reading only count. */
  isKept: boolean;
}

interface PartBody {
  /** While there are few: each may become a message of its own. */
  few: Change[];
  /** By stream, up to twice as many as are named; those that moved are kept rather than others. */
  named: Record<string, ReadDossier>;
}

type SummarySubscriber = Pick<Subscriber, 'id' | 'filter'>;

/**
 * Collects the changes of readings by subscription until the reading itself, which is recorded after them in the same append,
 * decides whether they are one message or several. The collected changes outlive a batch in `reading_summary`.
 */
export class ReadingMessages {
  private constructor(
    private readonly parts: Map<string, Part>,
    private readonly kept: ReadonlySet<string>,
    private readonly names: ReadonlyMap<string, string>,
  ) {}

  /** Goes on with what earlier batches have collected for these subscriptions. @param names of registers, by slug */
  static async of(
    tx: Transaction<Database>,
    placed: readonly PlacedChange[],
    subscribers: readonly SummarySubscriber[],
    names: ReadonlyMap<string, string>,
  ): Promise<ReadingMessages> {
    const readings = [...new Set(placed.flatMap(({ readingId }) => readingId ?? []))];
    if (readings.length === 0) return new ReadingMessages(new Map(), new Set(), names);
    const rows = await tx
      .selectFrom('reading_summary')
      .selectAll()
      .where('reading', '=', sql<string>`any(${readings}::uuid[])`)
      .where('subscription', '=', sql<string>`any(${subscribers.map(({ id }) => id)}::uuid[])`)
      .execute();
    const parts = new Map(
      rows.map(({ subscription, reading, body, ...counts }) => [
        keyOf(subscription, reading),
        { ...counts, body: body as PartBody, isKept: true },
      ]),
    );
    return new ReadingMessages(parts, new Set(parts.keys()), names);
  }

  add({ id }: SummarySubscriber, reading: string, change: Change): void {
    const key = keyOf(id, reading);
    const part = this.parts.get(key) ?? {
      ...{ changes: 0, dossiers: 0, last: '', isKept: false },
      body: { few: [], named: {} },
    };
    this.parts.set(key, part);
    part.changes += 1;
    if (part.changes <= FEW_CHANGES + 1) {
      part.body.few = part.changes > FEW_CHANGES ? [] : [...part.body.few, change];
      part.isKept = false;
    }
    name(part, change);
  }

  /** The message about the reading, or the changes that are sent one by one. @param isWanted whether it matches itself */
  settle({ id, filter }: SummarySubscriber, read: ReadingChange, isWanted: boolean): ReadingNews | Change[] {
    const key = keyOf(id, read.id);
    const part = this.parts.get(key);
    this.parts.delete(key);
    if (!isSentAsOne(filter, isWanted, part?.changes ?? 0)) return part?.body.few ?? [];
    const register = streamId(read.stream);
    return readOf(read, { register, name: this.names.get(register) ?? register }, part);
  }

  /** Keeps what is not settled for the next batch, and forgets what is. */
  async keep(tx: Transaction<Database>): Promise<void> {
    const settled = [...this.kept].filter((key) => !this.parts.has(key)).map(ofKey);
    for (const chunk of chunksOf(settled, CHUNK))
      await sql`
        delete from reading_summary using unnest(
          ${chunk.map(({ subscription }) => subscription)}::uuid[], ${chunk.map(({ reading }) => reading)}::uuid[]
        ) as settled (subscription, reading)
        where reading_summary.subscription = settled.subscription and reading_summary.reading = settled.reading
      `.execute(tx);
    for (const chunk of chunksOf(this.parts, CHUNK)) {
      const rows = chunk.map(([key, part]) => ({ ...ofKey(key), ...part }));
      await sql`
        insert into reading_summary as kept (subscription, reading, changes, dossiers, last, body)
        select subscription, reading, changes, dossiers, last, coalesce(body, '{}')::jsonb from unnest(
          ${rows.map(({ subscription }) => subscription)}::uuid[], ${rows.map(({ reading }) => reading)}::uuid[],
          ${rows.map(({ changes }) => changes)}::int[], ${rows.map(({ dossiers }) => dossiers)}::int[],
          ${rows.map(({ last }) => last)}::text[],
          ${rows.map(({ isKept, body }) => (isKept ? null : JSON.stringify(body)))}::text[]
        ) as part (subscription, reading, changes, dossiers, last, body)
        on conflict (subscription, reading) do update set
          changes = excluded.changes, dossiers = excluded.dossiers, last = excluded.last,
          body = case when excluded.body = '{}' then kept.body else excluded.body end
      `.execute(tx);
    }
  }
}

const CHUNK = 500;

const keyOf = (subscription: string, reading: string): string => `${subscription} ${reading}`;

function ofKey(key: string): { subscription: string; reading: string } {
  const [subscription = '', reading = ''] = key.split(' ');
  return { subscription, reading };
}

function name(part: Part, { stream, dossier, provider, scheme, status = null }: Change): void {
  if (!dossier) return;
  if (part.last !== stream) part.dossiers += 1;
  part.last = stream;
  const { named } = part.body;
  const before = named[stream];
  const hasMoved = status !== null && isStandingChanged(status);
  if (!before && Object.keys(named).length >= (hasMoved ? 2 * MOST_DOSSIERS : MOST_DOSSIERS)) return;
  const from = before?.status ?? status;
  part.isKept = false;
  named[stream] = {
    provider,
    dossier,
    scheme,
    status: from && { before: from.before, after: (status ?? from).after },
  };
}

/** @param part the changes that match; absent if there are none */
function readOf(
  { id: reading, occurred: day, position, data }: ReadingChange,
  register: Pick<ReadingNews, 'register' | 'name'>,
  part: Part | undefined,
): ReadingNews {
  const named = Object.values(part?.body.named ?? {});
  const moved = named.filter(({ status }) => status && isStandingChanged(status));
  const dossiers = [...moved, ...named.filter((one) => !moved.includes(one))].slice(0, MOST_DOSSIERS);
  return {
    ...{ ...register, scheme: data.scheme },
    ...{ reading, day, position },
    ...{ entries: data.entries, added: data.added.length, changed: data.changed.length, gone: data.gone.length },
    ...{ changes: part?.changes ?? 0, dossiers, more: (part?.dossiers ?? 0) > dossiers.length },
  };
}
