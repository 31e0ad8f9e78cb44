import { dayIn } from '#domain/date/day.js';
import { dossierModel, type DossierRecord } from '#domain/dossier/facts.js';
import { type LedgerEvent, providerStream, streamId, streamKind } from '#domain/event/ledger-event.js';
import { providerModel, type ProviderRecord } from '#domain/provider/provider.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { type SchemeHistory, schemesAt } from '#domain/scheme/history.js';
import { schemeModel, type SchemeRecord } from '#domain/scheme/scheme-record.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/recorded.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { amendedBy } from './amended.js';
import type { Change } from './message.js';
import { partiesOf } from './parties.js';
import { standings } from './standings.js';
import { type About, aboutOf, type Place, placeOf, providersAt } from './subject.js';

export interface Placed {
  change: Change;
  /** Where it belongs, for filters. */
  places: Place[];
}

/**
 * What recorded events tell subscribers: the one way from the ledger to a `Change`, for all channels. It follows from what was
 * on record up to the event alone, as of the day on which that was recorded in `zone`: whenever it is asked for, it is the same.
 * Each stream is read once, however many of its events there are.
 *
 * @param batch in order of position
 * @returns one for each event, in their order
 */
export async function changesOf(
  events: EventStore<LedgerEvent>,
  schemes: SchemeCatalogue,
  batch: readonly Recorded<LedgerEvent>[],
  zone: string,
): Promise<Placed[]> {
  if (batch.length === 0) return [];
  const records = await recordsOf(events, batch);
  const lookedAt = lookAll(batch, records, { history: await schemes.history(batch.at(-1)?.position), zone });
  const holders = new Set(lookedAt.flatMap(({ about }) => about.provider ?? []));
  const providerAt = providersAt(await events.loadAll([...holders].map(providerStream), providerModel));
  return lookedAt.map(({ recorded, about, effect, amends, parties }) => {
    const { position, id, stream, version, event } = recorded;
    const provider = about.provider === null ? null : providerAt(about.provider, position);
    const change: Change = {
      ...{ position, id, stream, version, recordedAt: recorded.recordedAt.toISOString() },
      ...{ ...about, provider, ...effect },
      ...(amends && { amends }),
      ...event,
    };
    const place = placeOf(change);
    return { change, places: [place, ...parties.map((party) => ({ ...place, provider: party }))] };
  });
}

interface LookedAt {
  recorded: Recorded<LedgerEvent>;
  about: About;
  effect: Required<Pick<Change, 'status' | 'next'>>;
  amends: LedgerEvent | null;
  parties: string[];
}

function lookAll(
  batch: readonly Recorded<LedgerEvent>[],
  records: Records,
  { history, zone }: { history: SchemeHistory; zone: string },
): LookedAt[] {
  const schemesBy = schemesByPosition(history);
  const steps = new Map(
    [...records.dossier].map(([stream, record]) => [stream, standings(streamId(stream), record, zone)]),
  );
  return batch.map((recorded) => {
    const { stream, version, position, recordedAt } = recorded;
    const step = steps.get(stream)?.(version, schemesBy(position));
    return {
      recorded,
      about: aboutOf(stream, step?.facts, dayIn(zone, recordedAt)),
      effect: { status: step?.status ?? null, next: step?.next ?? null },
      amends: amendedBy(recorded, records[streamKind(stream)].get(stream) ?? []),
      parties: partiesOf(recorded, step?.facts),
    };
  });
}

interface Records {
  dossier: ReadonlyMap<string, DossierRecord>;
  provider: ReadonlyMap<string, ProviderRecord>;
  scheme: ReadonlyMap<string, SchemeRecord>;
}

async function recordsOf(events: EventStore<LedgerEvent>, batch: readonly Recorded<LedgerEvent>[]): Promise<Records> {
  const streams = [...new Set(batch.map(({ stream }) => stream))];
  const ofKind = (kind: keyof Records) => streams.filter((stream) => streamKind(stream) === kind);
  return {
    dossier: await events.loadAll(ofKind('dossier'), dossierModel),
    provider: await events.loadAll(ofKind('provider'), providerModel),
    scheme: await events.loadAll(ofKind('scheme'), schemeModel),
  };
}

/** Asked in order of position. */
function schemesByPosition(history: SchemeHistory): (position: number) => Schemes {
  let seen = -1;
  let schemes = schemesAt([]);
  return (position) => {
    const count = history.filter((publication) => publication.position <= position).length;
    if (count !== seen) schemes = schemesAt(history, position);
    seen = count;
    return schemes;
  };
}
