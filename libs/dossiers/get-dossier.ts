import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import { dependenciesOn } from '#domain/dossier/dependencies-on.js';
import type { Dependency, Dependent } from '#domain/dossier/dependency.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { dossierView, type DossierView, type ProviderRef, standingOn } from '#domain/dossier/standing.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** The point in valid time and in recording time that a dossier is read at. */
export interface Viewpoint {
  asOf: Day;
  /** As requested; `null`: everything on record. */
  knownAt: string | null;
  /** The last position recorded by `knownAt`. */
  upTo?: number;
}

/** One dossier, replayed from its stream and so never stale. */
export class GetDossier extends Query<DossierView> {
  constructor(
    readonly id: string,
    readonly at: Viewpoint,
  ) {
    super();
  }
}

@QueryHandler(GetDossier)
export class GetDossierHandler implements IQueryHandler<GetDossier> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @throws Refusal unknown-dossier */
  async execute({ id, at }: GetDossier): Promise<DossierView> {
    const folded = await this.#fold(id, at);
    if (!folded) throw refuse('unknown-dossier', 'id', 'dossier-not-found', { dossier: id });
    const dependents = [{ id, dependsOn: folded.standing.dependsOn }];
    const dependencies = await dependenciesAt(this.events, this.schemes, dependents, at);
    return dossierView({ id, ...folded, dependencies }, at);
  }

  async #fold(id: string, { asOf, upTo }: Point) {
    const { state, version } = await this.events.load(dossierStream(id), dossierModel, { upTo });
    const facts = factsOf(state);
    if (!facts) return undefined;
    const scheme = schemeOf(facts.scheme, await this.schemes.at(upTo));
    const standing = standingOn(facts, scheme, asOf);
    return { provider: await this.#provider(standing.provider, { asOf, upTo }), scheme, version, standing };
  }

  /** With its name on that day. */
  async #provider(id: string, { asOf, upTo }: Point): Promise<ProviderRef> {
    const { state } = await this.events.load(providerStream(id), providerModel, { upTo });
    const provider = providerOf(state, asOf);
    if (!provider) throw new Error(`provider ${id} of a dossier is not on record`);
    return { id, slug: provider.slug, name: provider.name };
  }
}

/** The dependencies of dossiers, direct and indirect, by id. */
export class GetDependencies extends Query<ReadonlyMap<string, Dependency>> {
  constructor(
    readonly dependents: readonly Pick<Dependent, 'id' | 'dependsOn'>[],
    readonly at: Viewpoint,
  ) {
    super();
  }
}

@QueryHandler(GetDependencies)
export class GetDependenciesHandler implements IQueryHandler<GetDependencies> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  execute({ dependents, at }: GetDependencies): Promise<ReadonlyMap<string, Dependency>> {
    return dependenciesAt(this.events, this.schemes, dependents, at);
  }
}

async function dependenciesAt(
  events: EventStore<LedgerEvent>,
  schemes: SchemeCatalogue,
  dependents: GetDependencies['dependents'],
  { asOf, upTo }: Point,
): Promise<ReadonlyMap<string, Dependency>> {
  if (dependents.every(({ dependsOn }) => dependsOn.length === 0)) return new Map();
  return dependenciesOn(dependents, asOf, {
    dossiers: (streams) => events.loadAll(streams, dossierModel, { skipUnreadable: true }),
    providers: (streams) => events.loadAll(streams, providerModel, { skipUnreadable: true }),
    schemes: await schemes.at(upTo),
    upTo,
  });
}

type Point = Pick<Viewpoint, 'asOf'> & { upTo?: number | undefined };
