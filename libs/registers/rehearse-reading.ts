import { createHash } from 'node:crypto';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { isKeptUp } from '#domain/dossier/status-change.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Register } from '#domain/register/register.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Source } from '#domain/source/source.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';
import type { EventStore } from '#event-store/event-store.js';
import { statusChangesOf } from '#schemes/rehearse-appends.js';
import type { ReadingPreview } from './attempt.js';
import type { Judgement } from './judge.js';

interface Rehearsing {
  register: Register;
  day: Day;
  source: Source;
  schemes: Schemes;
  recordedAt: Date;
}

/**
 * What a second person has to look at: what a reading records on dossiers, and what it confirms on the others that it lists.
 * `undefined`: nothing but that they lapse, or are outdated, later.
 */
export async function previewOf(
  judgement: Judgement,
  { register, day, source, schemes, recordedAt }: Rehearsing,
  events: EventStore<LedgerEvent>,
): Promise<ReadingPreview | undefined> {
  const { dossiers, onRecord, unconfirmed, figures, providers } = judgement;
  const scheme = schemeOf(register.scheme, schemes);
  const reading = {
    ...{ id: uuidOf('reading', register.slug, day), register: register.slug, day, source, recordedAt, unconfirmed },
    ...{ entries: figures.entries, position: Number.MAX_SAFE_INTEGER, version: 0 },
  };
  const after = new Map(schemes).set(scheme.slug, { ...scheme, readings: [...(scheme.readings ?? []), reading] });
  const drafted = new Map(dossiers.map((one) => [one.id, one.events]));
  const appends = [...new Set([...onRecord, ...drafted.keys()])].map((id) => ({
    ...{ stream: dossierStream(id), expected: 'any' as const },
    events: (drafted.get(id) ?? []).map((event) => ({ id, event })),
  }));
  const all = await statusChangesOf(events, appends, schemes, recordedAt, after);
  const changes = all.filter((change) => !isKeptUp(change, day));
  if (changes.length === 0) return undefined;
  const recorded = dossiers.map((one) => ({ id: one.id, events: one.events }));
  const named = { registered: [...providers.registered], aliases: [...providers.aliases] };
  const rehearsal = createHash('sha256').update(canonicalJson({ recorded, named, unconfirmed, changes }));
  return { rehearsal: rehearsal.digest('base64url'), changes };
}
