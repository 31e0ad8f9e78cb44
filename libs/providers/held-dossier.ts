import type { PartialDate } from '#domain/date/partial-date.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { dossierModel, factsOf, happenedBy } from '#domain/dossier/facts.js';
import { type Move, movesBy } from '#domain/dossier/holdings.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { type Told, toldOfDossier } from '#domain/provider/story.js';
import { confirms, type Source } from '#domain/source/source.js';
import type { EventStore } from '#event-store/event-store.js';
import { type Point, providerRef, upToOption } from './provider-ref.js';

/** A dossier that changed hands: `provider` is the other hand. */
export interface Transfer {
  dossier: { id: string; scheme: string; service: string | null };
  provider: ProviderRef;
  occurred: PartialDate;
  event: string;
  confirmed: boolean;
  source: Source;
}

/** What a provider had to do with a dossier by a point. */
export interface Held {
  id: string;
  /** Whether it held it on the day itself. */
  holds: boolean;
  wentTo: Transfer[];
  cameFrom: Transfer[];
  /** The dossier's events; of one that went away, up to that day. */
  told: Told[];
}

/** `undefined` for a dossier that was not on record, or that the provider had never held by then. */
export async function heldDossier(
  events: EventStore<LedgerEvent>,
  id: string,
  provider: string,
  point: Point,
): Promise<Held | undefined> {
  const { state } = await events.load(dossierStream(id), dossierModel, upToOption(point));
  const facts = factsOf(state);
  if (!facts) return undefined;
  const moves = movesBy(facts, point.asOf);
  if (![facts.provider, ...moves.map(({ to }) => to)].includes(provider)) return undefined;
  const service = serviceOf(happenedBy(facts, point.asOf), facts.undated)?.name ?? null;
  const about = { id, scheme: facts.scheme, service };
  const holds = (moves.at(-1)?.to ?? facts.provider) === provider;
  const named = await Promise.all(moves.map((move) => withNames(events, move, point)));
  const away = named.filter(({ from }) => from === provider);
  const lastDay = away.at(-1)?.fact.day ?? point.asOf;
  const told = toldOfDossier(state, { kind: 'dossier', ...about }).map((entry) => withProviders(entry, named));
  return {
    id,
    holds,
    wentTo: away.map((move) => transferOf(move, move.taker, about)),
    cameFrom: named.filter(({ to }) => to === provider).map((move) => transferOf(move, move.giver, about)),
    told: holds ? told : told.filter(({ day }) => day === null || day <= lastDay),
  };
}

type NamedMove = Move & { giver: ProviderRef; taker: ProviderRef };

const withNames = async (events: EventStore<LedgerEvent>, move: Move, point: Point): Promise<NamedMove> => ({
  ...move,
  giver: await providerRef(events, move.from, point),
  taker: await providerRef(events, move.to, point),
});

function transferOf({ fact }: Move, provider: ProviderRef, dossier: Transfer['dossier']): Transfer {
  const { occurred, source } = fact.event;
  return { dossier, provider, occurred, event: fact.id, confirmed: confirms(source), source };
}

function withProviders(entry: Told, moves: readonly NamedMove[]): Told {
  const move = moves.find(({ fact }) => fact.id === entry.event);
  return move ? { ...entry, between: { from: move.giver.name, to: move.taker.name } } : entry;
}
