import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { Day } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { dependenciesOn } from '#domain/dossier/dependencies-on.js';
import type { Dependency, Dependent } from '#domain/dossier/dependency.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type DossierFacts, dossierModel, type DossierRecord, factsOf, happenedBy } from '#domain/dossier/facts.js';
import { dossierView, type DossierView, ProviderRef, serviceOf, standingOn } from '#domain/dossier/standing.js';
import { type Move, movesBy } from '#domain/dossier/transfer.js';
import { liveEvents } from '#domain/event/corrections.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { ProviderEventSchema } from '#domain/event/provider-events.js';
import { Identifier } from '#domain/provider/identifiers.js';
import type { OtherName } from '#domain/provider/name-warnings.js';
import {
  dossierEntries,
  type HistoryEntry,
  historyOf,
  providerEntries,
  type ProviderHistory,
} from '#domain/provider/provider-history.js';
import { providerOn, ProviderStanding } from '#domain/provider/provider-view.js';
import { allNames, NamePeriod, providerModel, providerOf, providerRefOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { confirms, SourceSchema } from '#domain/source/source.js';
import { skeletonOf } from '#domain/text/look-alike.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** The point in valid time and in recording time that a dossier is read at. */
export interface Viewpoint {
  asOf: Day;
  /** As requested; `null`: everything on record. */
  knownAt: string | null;
  /** The last position recorded by `knownAt`. */
  upTo?: number;
  /** As of which it may be read. */
  look?: Look | undefined;
}

/** Dossiers, replayed from their streams and so never stale. */
@Injectable()
export class Dossiers {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @param field of the request, for the refusal @throws Refusal not-found */
  async get(id: string, at: Viewpoint, field = 'id'): Promise<DossierView> {
    const [view] = await viewsOf(this.events, this.schemes, [id], at);
    if (!view) throw refuse('not-found', field, 'dossier-not-found', { dossier: id });
    return view;
  }

  /** In the given order; those that were not on record are omitted. */
  some(ids: readonly string[], at: Viewpoint): Promise<DossierView[]> {
    return viewsOf(this.events, this.schemes, ids, at, { skipUnreadable: true });
  }

  /** The dependencies of dossiers, direct and indirect, by id. */
  async dependenciesOf(dependents: Dependents, at: Viewpoint): Promise<ReadonlyMap<string, Dependency>> {
    return dependenciesAt(this.events, await this.schemes.at(at.upTo, at.look), dependents, at);
  }
}

/** The number of statements does not depend on the number of dossiers, but on the levels of their dependencies. */
async function viewsOf(
  events: EventStore<LedgerEvent>,
  catalogue: SchemeCatalogue,
  ids: readonly string[],
  at: Viewpoint,
  { skipUnreadable = false } = {},
): Promise<DossierView[]> {
  if (ids.length === 0) return [];
  const { asOf, upTo, look } = at;
  const records = await events.loadAll(ids.map(dossierStream), dossierModel, { upTo, look, skipUnreadable });
  const schemes = await catalogue.at(upTo, look);
  const found = ids.flatMap((id) => {
    const record = records.get(dossierStream(id)) ?? [];
    const facts = factsOf(record);
    if (!facts) return [];
    const scheme = schemeOf(facts.scheme, schemes);
    return [{ id, scheme, version: record.at(-1)?.version ?? 0, standing: standingOn(facts, scheme, asOf) }];
  });
  const holders = new Set(found.map(({ standing }) => providerStream(standing.provider)));
  const providers = await events.loadAll([...holders], providerModel, { upTo, look, skipUnreadable: true });
  const dependents = found.map(({ id, standing: { dependsOn } }) => ({ id, dependsOn }));
  const dependencies = await dependenciesAt(events, schemes, dependents, at);
  return found.map((one) => {
    const holder = one.standing.provider;
    const provider = providerRefOf(holder, providers.get(providerStream(holder)), asOf);
    return dossierView({ ...one, provider, dependencies }, at);
  });
}

type Dependents = readonly Pick<Dependent, 'id' | 'dependsOn'>[];

const dependenciesAt = (
  events: EventStore<LedgerEvent>,
  schemes: Schemes,
  dependents: Dependents,
  { asOf, upTo, look }: Viewpoint,
): Promise<ReadonlyMap<string, Dependency>> =>
  dependenciesOn(dependents, asOf, {
    dossiers: (streams) => events.loadAll(streams, dossierModel, { look, skipUnreadable: true }),
    providers: (streams) => events.loadAll(streams, providerModel, { look, skipUnreadable: true }),
    schemes,
    upTo,
  });

/** Providers whose names are read; more than a handful look alike only if somebody tries. */
const MOST = 20;

/** Finds the providers with names that are, or look like, given ones, by the projection, which is milliseconds behind. */
@Injectable()
export class LookAlikeNames {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /**
   * @param names those of one provider, or of one to be registered
   * @param except the id of that provider
   * @param upTo the last position to read; absent: everything on record
   */
  async of(names: readonly string[], { except, upTo }: { except?: string; upTo?: number | undefined }) {
    const found: (OtherName & { id: string })[] = [];
    const candidates = await this.#candidates(names, except);
    const records = await this.events.loadAll(candidates.map(providerStream), providerModel, {
      upTo,
      skipUnreadable: true,
    });
    for (const id of candidates) {
      const provider = providerOf(records.get(providerStream(id)) ?? []);
      if (!provider) continue;
      for (const name of provider.names) found.push({ id, slug: provider.slug, name });
    }
    const skeletons = new Set(names.map(skeletonOf));
    return found.filter(({ name }) => skeletons.has(skeletonOf(name)));
  }

  async #candidates(names: readonly string[], except: string | undefined): Promise<string[]> {
    const skeletons = [...new Set(names.map(skeletonOf))].filter((skeleton) => skeleton !== '');
    if (skeletons.length === 0) return [];
    const rows = await this.db.ledger
      .selectFrom('provider_name')
      .select('provider')
      .distinct()
      .where('skeleton', 'in', skeletons)
      .$if(except !== undefined, (query) => query.where('provider', '<>', except ?? ''))
      .orderBy('provider')
      .limit(MOST)
      .execute();
    return rows.map(({ provider }) => provider);
  }
}

/** Events in the story of a provider; the latest of a longer one. */
const STORY_LIMIT = 500;

const Transfer = z.strictObject({
  dossier: z.strictObject({ id: z.uuid(), scheme: z.string(), service: z.string().nullable() }),
  provider: ProviderRef.describe('The other party.'),
  occurred: PartialDateSchema,
  event: z.uuid(),
  confirmed: z.boolean(),
  source: SourceSchema,
});
export type Transfer = z.infer<typeof Transfer>;

export const ProviderView = ProviderStanding.extend({
  id: z.uuid(),
  slug: z.string(),
  name: z.string().describe('On the day.'),
  aliases: z.array(z.string()).describe('Former and later names, and aliases; the provider is found by each of them.'),
  identifiers: z.array(Identifier).describe('Numbers that it is identified by; it is found by each of them, too.'),
  names: z.array(NamePeriod).describe('Names with their periods, latest first.'),
  transferred: z
    .strictObject({ away: z.array(Transfer), received: z.array(Transfer) })
    .describe('Dossiers transferred to and from other providers by the day.'),
  storyLeftOut: z.int().describe('Number of oldest entries left out of `story`.'),
  version: z.int(),
});
export type ProviderView = z.infer<typeof ProviderView> & Pick<ProviderStanding, 'warnings'> & ProviderHistory;

interface FoundProvider {
  provider: ProviderView;
  /** Ids of the dossiers it held on the day, in the order of their opening. */
  dossiers: string[];
}

type Point = Pick<Viewpoint, 'asOf' | 'upTo' | 'look'>;

/** Providers, replayed from their streams and those of their dossiers. */
@Injectable()
export class Providers {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
    private readonly lookAlikes: LookAlikeNames,
  ) {}

  /** @throws Refusal not-found */
  async get(id: string, point: Point): Promise<FoundProvider> {
    const { state, version } = await this.events.load(providerStream(id), providerModel, point);
    const known = providerOf(state, point.asOf);
    if (!known) throw refuse('not-found', 'id', 'provider-not-found', { provider: id });
    const { name, slug, names, identifiers } = known;
    const held = await heldDossiers(this.events, await dossiersEverOf(this.db.ledger, id), id, point);
    const dossiers = held.filter(({ holds }) => holds).map((one) => one.id);
    const around = {
      others: await this.lookAlikes.of(names, { except: id, upTo: point.upTo }),
      services: held.flatMap(({ holds, service }) => (holds && service !== null ? [service] : [])),
    };
    const told = [...providerEntries(state, { kind: 'provider', id, name }), ...held.flatMap((one) => one.told)];
    return {
      provider: {
        id,
        slug,
        name,
        ...{ aliases: names.slice(1), identifiers },
        names: allNames(liveEvents(state, ProviderEventSchema)),
        ...providerOn(state, point.asOf, around),
        transferred: {
          away: held.flatMap(({ wentTo }) => wentTo),
          received: held.flatMap(({ cameFrom }) => cameFrom),
        },
        ...historyOf(told, point.asOf, STORY_LIMIT),
        version,
      },
      dossiers,
    };
  }
}

/** A dossier that a provider holds or held. */
interface ProviderDossier {
  id: string;
  /** Whether it is the holder on the day. */
  holds: boolean;
  /** Its name by the day. */
  service: string | null;
  wentTo: Transfer[];
  cameFrom: Transfer[];
  /** The dossier's events; up to the transfer if it was transferred away. */
  told: HistoryEntry[];
}

/** Those of the candidates that are on record and that the provider held by then; two statements. */
async function heldDossiers(
  events: EventStore<LedgerEvent>,
  candidates: readonly string[],
  provider: string,
  point: Point,
): Promise<ProviderDossier[]> {
  const records = await events.loadAll(candidates.map(dossierStream), dossierModel, {
    ...point,
    skipUnreadable: true,
  });
  const everHeld = candidates.flatMap((id) => {
    const record = records.get(dossierStream(id)) ?? [];
    const facts = factsOf(record);
    const moves = facts ? movesBy(facts, point.asOf) : [];
    if (!facts || ![facts.provider, ...moves.map(({ to }) => to)].includes(provider)) return [];
    return [{ id, record, facts, moves }];
  });
  const parties = new Set(everHeld.flatMap(({ moves }) => moves.flatMap(({ from, to }) => [from, to])));
  const names = await events.loadAll([...parties].map(providerStream), providerModel, {
    ...point,
    skipUnreadable: true,
  });
  const nameOf = (id: string) => providerRefOf(id, names.get(providerStream(id)), point.asOf);
  return everHeld.map((one) => heldDossier(one, provider, point.asOf, nameOf));
}

/** @param nameOf a provider with its name at the point */
function heldDossier(
  { id, record, facts, moves }: { id: string; record: DossierRecord; facts: DossierFacts; moves: readonly Move[] },
  provider: string,
  asOf: Day,
  nameOf: (provider: string) => ProviderRef,
): ProviderDossier {
  const service = serviceOf(happenedBy(facts, asOf), facts.undated)?.name ?? null;
  const about = { id, scheme: facts.scheme, service };
  const holds = (moves.at(-1)?.to ?? facts.provider) === provider;
  const named = moves.map((move): NamedMove => ({ ...move, giver: nameOf(move.from), taker: nameOf(move.to) }));
  const away = named.filter(({ from }) => from === provider);
  const lastDay = away.at(-1)?.fact.day ?? asOf;
  const told = dossierEntries(record, { kind: 'dossier', ...about }).map((entry) => withProviders(entry, named));
  return {
    id,
    holds,
    service,
    wentTo: away.map((move) => transferOf(move, move.taker, about)),
    cameFrom: named.filter(({ to }) => to === provider).map((move) => transferOf(move, move.giver, about)),
    told: holds ? told : told.filter(({ day }) => day === null || day <= lastDay),
  };
}

type NamedMove = Move & { giver: ProviderRef; taker: ProviderRef };

function transferOf({ fact }: Move, provider: ProviderRef, dossier: Transfer['dossier']): Transfer {
  const { occurred, source } = fact.event;
  return { dossier, provider, occurred, event: fact.id, confirmed: confirms(source), source };
}

function withProviders(entry: HistoryEntry, moves: readonly NamedMove[]): HistoryEntry {
  const move = moves.find(({ fact }) => fact.id === entry.event);
  return move ? { ...entry, between: { from: move.giver.name, to: move.taker.name } } : entry;
}

/** Dossiers that name a provider as holder at any time, in the order of their opening. */
async function dossiersEverOf(db: Kysely<Database>, provider: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from dossier
    where provider = ${provider} or id in (select dossier from dossier_holder where provider = ${provider})
    order by first_position
  `.execute(db);
  return rows.map(({ id }) => id);
}
