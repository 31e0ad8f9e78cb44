import type { Day } from '#domain/date/day.js';
import type { Portfolio, UsedService } from '#portfolios/portfolios.js';
import type { ServiceDossier, ServicesFound } from '#projections/services-with.js';

/** A service that the organisation uses, at a point in time. */
export interface PortfolioService {
  /** The dossier by which the portfolio has it. */
  dossier: string;
  usedFor: string;
  /** Its dossiers; empty if it was not on record then. */
  own: ServiceDossier[];
  /** What these depend on, directly or not. */
  inherited: ServiceDossier[];
  /** The soonest end of a grant in force, of its own or inherited. */
  nextEnd: Day | null;
}

/** A certification, and the services of the portfolio that rest on it. */
export interface Dependence {
  dossier: ServiceDossier;
  /** Those that have the certification themselves, and those that inherit it. */
  services: { service: PortfolioService; isInherited: boolean }[];
}

export interface PortfolioView extends Omit<Portfolio, 'createdBy'> {
  services: PortfolioService[];
  /** Those that end first, first; those without an end last. */
  dependences: Dependence[];
}

/** A service that was added by two of its dossiers is shown once. */
export function portfolioView(
  { createdBy: _, services: used, ...portfolio }: Portfolio & { services: UsedService[] },
  found: ServicesFound,
): PortfolioView {
  const services: PortfolioService[] = [];
  const shown = new Set<string>();
  for (const one of used) {
    const own = (found.own.get(one.dossier) ?? []).flatMap((id) => found.dossiers.get(id) ?? []);
    const mark = own[0]?.id ?? one.dossier;
    if (shown.has(mark)) continue;
    shown.add(mark);
    const inherited = below(own, found.dossiers);
    services.push({ ...one, own, inherited, nextEnd: soonest([...own, ...inherited]) });
  }
  return { ...portfolio, services: services.sort(byName), dependences: dependencesOf(services, found.dossiers) };
}

function below(own: readonly ServiceDossier[], dossiers: ServicesFound['dossiers']): ServiceDossier[] {
  const seen = new Set(own.map(({ id }) => id));
  const found: ServiceDossier[] = [];
  const pending = own.flatMap(({ dependsOn }) => dependsOn);
  for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
    const dossier = seen.has(id) ? undefined : dossiers.get(id);
    seen.add(id);
    if (!dossier) continue;
    found.push(dossier);
    pending.push(...dossier.dependsOn);
  }
  return found;
}

const soonest = (dossiers: readonly ServiceDossier[]): Day | null =>
  dossiers.flatMap(({ grantEnd }) => grantEnd ?? []).sort()[0] ?? null;

const nameOf = ({ own, dossier }: PortfolioService): string =>
  own[0] ? `${own[0].provider.name} ${own[0].service ?? ''}` : dossier;

const byName = (a: PortfolioService, b: PortfolioService): number => (nameOf(a) < nameOf(b) ? -1 : 1);

function dependencesOf(services: readonly PortfolioService[], dossiers: ServicesFound['dossiers']): Dependence[] {
  const dependences = [...dossiers.values()].map((dossier) => ({
    dossier,
    services: services.flatMap((service) => {
      const isOwn = service.own.some(({ id }) => id === dossier.id);
      const isInherited = service.inherited.some(({ id }) => id === dossier.id);
      return isOwn || isInherited ? [{ service, isInherited: !isOwn }] : [];
    }),
  }));
  const key = ({ dossier }: Dependence): string => dossier.grantEnd ?? '9999';
  return dependences.sort((a, b) =>
    key(a) === key(b) ? b.services.length - a.services.length : key(a) < key(b) ? -1 : 1,
  );
}
