import { Injectable } from '@nestjs/common';
import type { Day } from '#domain/date/day.js';
import { dependenciesOn } from '#domain/dossier/dependencies-on.js';
import type { Dependency, Dependent } from '#domain/dossier/dependency.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { dossierView, type DossierView, standingOn } from '#domain/dossier/standing.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
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
