import { type Day, END_OF_TIME } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { holderOn, movesBy } from '#domain/dossier/transfer.js';
import { readingIn } from '#domain/event/causes.js';
import { type LedgerEvent, named, streamId, streamKind } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import type { Subject } from './change.js';

/** Provider, dossier and scheme of a change or deadline; `null` does not match any list of a filter. */
export interface Place {
  provider: string | null;
  dossier: string | null;
  scheme: string | null;
  /** Slug of the register that says so. */
  register?: string | null;
}

/** @param parties of a transfer */
export function placesOf(
  { provider, dossier, scheme }: Subject,
  register: string | null,
  parties: readonly string[],
): Place[] {
  const place = { dossier: dossier?.id ?? null, scheme, register };
  return [provider?.id ?? null, ...parties].map((one) => ({ provider: one, ...place }));
}

/** The places of an event that is recorded on a day. @param facts of its dossier, with the event */
export const placesOnDossier = (
  dossier: string,
  facts: DossierFacts,
  event: Pick<Recorded<LedgerEvent>, 'id' | 'event'>,
  day: Day,
): Place[] =>
  [holderOn(facts, day), ...partiesOf(event, facts)].map((provider) => ({
    ...{ provider, dossier, scheme: facts.scheme, register: registerNamedBy(event.event) },
  }));

/** For a transfer, the former and the new provider: subscribers of both are notified. */
export function partiesOf(
  { id, event }: Pick<Recorded<LedgerEvent>, 'id' | 'event'>,
  facts: DossierFacts | undefined,
): string[] {
  const holders = named(event, 'holder');
  const move = holders.length > 0 && facts ? movesBy(facts, END_OF_TIME).find(({ fact }) => fact.id === id) : undefined;
  return move ? [move.from, move.to] : holders;
}

/** The register of each event: of its stream, of the reading that recorded it, or the one that it names. */
export async function registersOf(
  events: EventStore<LedgerEvent>,
  batch: readonly Recorded<LedgerEvent>[],
): Promise<(recorded: Recorded<LedgerEvent>) => string | null> {
  const ids = new Set(batch.flatMap(({ causationId }) => readingIn(causationId) ?? []));
  const readings = ids.size === 0 ? undefined : await events.findAll([...ids]);
  return ({ stream, event, causationId }) => {
    if (streamKind(stream) === 'register') return streamId(stream);
    const reading = readings?.get(readingIn(causationId) ?? '');
    return reading ? streamId(reading.stream) : registerNamedBy(event);
  };
}

const registerNamedBy = (event: LedgerEvent): string | null => named(event, 'register')[0] ?? null;
