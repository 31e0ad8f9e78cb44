import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import { daysOf } from './plain-days.js';

/** An event as stored or as corrected, without its type. */
export interface Said {
  id: string;
  position: number;
  type: DossierEvent['type'];
  occurred?: string | undefined;
  /** When its day was put on record: with itself, or by a correction. */
  datedAt: Date;
  kind?: string | undefined;
  /** `other`: a company that does not speak for the provider. */
  speaker?: string | undefined;
  data: Record<string, unknown>;
  /** What readings of a register make of it: see `withListings`. */
  confirms?: string;
  from?: string;
  counts?: string;
  /** The register that dates a milestone. */
  dates?: string;
}

type Loose = Omit<Said, 'kind'> & { recordedAt: Date; source?: Source | undefined };
type Source = { kind: string; speaker?: string | undefined };

const loose = ({ id, position, recordedAt, event }: OnRecord<DossierEvent>): Loose => ({
  id,
  position,
  type: event.type,
  occurred: 'occurred' in event ? event.occurred : undefined,
  recordedAt,
  datedAt: recordedAt,
  source: event.source,
  data: event.data,
});

/** design.md: "Corrections are events of the same stream … The latest live one wins per field; retracting a correction restores what it replaced." */
export function asCorrected(known: readonly OnRecord<DossierEvent>[]): Said[] {
  const all = known.map(loose);

  const stands = (one: Loose): boolean =>
    !all.some((other) => other.type === 'EventRetracted' && other.data['event'] === one.id && stands(other));

  function current(one: Loose): Loose {
    let now = one;
    for (const other of all) {
      if (other.type !== 'EventCorrected' || other.data['event'] !== one.id || !stands(other)) continue;
      const next = put(now, current(other).data['changes'] as Changes);
      if (!isSound(next)) continue;
      now = { ...next, datedAt: next.occurred === now.occurred ? now.datedAt : other.recordedAt };
    }
    return now;
  }

  return all
    .filter((one) => one.type !== 'EventCorrected' && one.type !== 'EventRetracted' && stands(one))
    .map(current)
    .map(({ source, ...rest }) => ({ ...rest, kind: source?.kind, speaker: source?.speaker }));
}

interface Changes {
  occurred?: string | null;
  source?: Source;
  sourceFields?: Source;
  data?: Record<string, unknown>;
}

function put(one: Loose, { occurred, source, sourceFields, data = {} }: Changes): Loose {
  const next = { ...one, data: { ...one.data } };
  if (occurred !== undefined) next.occurred = occurred ?? undefined;
  if (source !== undefined) next.source = source;
  if (sourceFields !== undefined) next.source = { ...next.source, ...sourceFields };
  for (const [field, value] of Object.entries(data))
    if (value === null) Reflect.deleteProperty(next.data, field);
    else next.data[field] = value;
  return next;
}

const MAY_BE_UNDATED = /^(DossierOpened|GrantExpired|EvidenceAttached|Deadline\w+|Event\w+)$/;

/** "The merged event is validated again": of what the generator can bring about, only these can be unsound. */
function isSound({ type, occurred, source, data: { validFrom, validUntil } }: Loose): boolean {
  if (source && !('publisher' in source)) return false;
  if (occurred === undefined && !MAY_BE_UNDATED.test(type)) return false;
  if (typeof validFrom !== 'string' || typeof validUntil !== 'string') return true;
  return daysOf(validFrom).first <= daysOf(validUntil).last;
}
