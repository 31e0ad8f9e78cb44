import type { PartialDate } from '#domain/date/partial-date.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { fold } from '#domain/text/text.js';
import { providerId } from '#dossiers/provider-names.js';
import {
  BEGINNING,
  type RegisteredDossier,
  dossierId,
  isHolderAt,
  isHolderFrom,
  type NameRegistry,
} from './name-registry.js';
import type { DossierRow, ImportRow } from './parse-row.js';

export interface Subject {
  provider: string;
  /** Absent for a row about the provider. */
  dossier?: RegisteredDossier;
}

/** Resolves the provider and dossier of a row. New ones, and names that the row declares, are added to the registry. */
export function resolveRow(row: ImportRow, registry: NameRegistry): Subject | Problem {
  const called = registry.providersCalled(row.provider);
  if (called.length > 1) {
    const why = reason('row-provider-ambiguous', { name: row.provider, providers: called.length });
    return { row: row.row.line, field: 'provider', ...why };
  }
  const provider = called[0] ?? providerId(row.provider);
  if (!registry.isProvider(provider)) registry.addName(provider, row.provider);
  if (row.about === 'provider') {
    const { event } = row;
    if (event.type === 'AliasAdded' || event.type === 'ProviderRenamed') registry.addName(provider, event.data.name);
    return { provider };
  }
  const dossier = resolveDossier(row, provider, registry);
  if ('field' in dossier) return dossier;
  if (row.event.type === 'ScopeDeclared') dossier.services.add(fold(row.event.data.service));
  return { provider, dossier };
}

/** Resolves `provider / service` in a scheme; both names may contain a slash. */
export function resolveDependency(row: DossierRow, registry: NameRegistry): string | Problem | undefined {
  if (row.dependsOn === undefined) return undefined;
  const meant = new Set(
    nameSplits(row.dependsOn).flatMap(([provider, service]) =>
      registry
        .providersCalled(provider)
        .flatMap((id) => registry.dossiersOf(id, row.scheme))
        .filter(({ services }) => services.has(fold(service)))
        .map(({ id }) => id),
    ),
  );
  const [only] = meant;
  if (only !== undefined && meant.size === 1) return only;
  const asked = { scheme: row.schemeName, name: row.dependsOn };
  const why =
    meant.size === 0
      ? reason('row-dependency-not-found', asked)
      : reason('row-dependency-ambiguous', { ...asked, count: meant.size });
  return { row: row.row.line, field: 'depends_on', ...why };
}

/** Every dossier that the name may have referred to when the row was recorded. */
export const pastDependencies = (row: DossierRow, registry: NameRegistry): string[] => [
  ...new Set(
    nameSplits(row.dependsOn ?? '').flatMap(([provider, service]) =>
      [...registry.providersCalled(provider), providerId(provider)]
        .flatMap((id) => registry.dossiersOf(id, row.scheme))
        .filter(({ namesEver }) => namesEver.has(fold(service)))
        .map(({ id }) => id),
    ),
  ),
];

/** Every split of a text at a slash between blanks. */
export function nameSplits(text: string): [string, string][] {
  const parts = text.split(/\s\/\s/).map((part) => part.trim());
  return parts.slice(1).map((_, index) => [parts.slice(0, index + 1).join(' / '), parts.slice(index + 1).join(' / ')]);
}

/** A row, its provider, and the dossiers in its scheme that the provider holds or held. */
interface DossierLookup {
  row: DossierRow;
  provider: string;
  had: readonly RegisteredDossier[];
  /** The event's date; absent only for types that cannot be imported. */
  when: PartialDate | undefined;
}

/** The dossier of a row; a new one is added to the registry. */
function resolveDossier(row: DossierRow, provider: string, registry: NameRegistry): RegisteredDossier | Problem {
  const had = registry
    .dossiersOf(provider, row.scheme)
    .filter(({ holderPeriods }) => holderPeriods.some((period) => period.provider === provider));
  const asked = { row, provider, had, when: 'occurred' in row.event ? row.event.occurred : undefined };
  const meant = row.service === undefined ? dossierWithoutName(asked) : named(asked, row.service);
  return meant ?? opened(asked, registry);
}

/** A row without a service refers to the dossier that was opened without one, else to the only one held on the row's date. */
function dossierWithoutName({ row, provider, had, when }: DossierLookup): RegisteredDossier | Problem | undefined {
  const held = had.filter(({ holderPeriods }) => isHolderAt(holderPeriods, provider, when));
  const [only, ...others] = preferOwn(provider, held);
  if (others.length > 0)
    return serviceProblem(
      row,
      reason('row-dossier-ambiguous', { provider: row.provider, scheme: row.schemeName, count: others.length + 1 }),
    );
  if (only !== undefined || had.length === 0) return only;
  return serviceProblem(
    row,
    reason('row-dossier-not-held', { provider: row.provider, scheme: row.schemeName, date: when ?? null }),
  );
}

/** A service name refers to the holder on the row's date or a later one, not to a former holder. */
function named(asked: DossierLookup, service: string): RegisteredDossier | Problem | undefined {
  const { row, provider, when } = asked;
  const called = dossiersCalled(service, asked);
  const held = called.filter(({ holderPeriods }) => isHolderAt(holderPeriods, provider, when));
  const coming = called.filter(({ holderPeriods }) => isHolderFrom(holderPeriods, provider, when));
  const [only, ...others] = held.length > 0 ? held : coming;
  const about = { provider: row.provider, service };
  const count = others.length + 1;
  if (others.length > 0)
    return serviceProblem(row, reason('row-service-ambiguous', { ...about, scheme: row.schemeName, count }));
  if (only) return only;
  if (called.length > 0) return serviceProblem(row, reason('row-service-transferred', about));
  return row.event.type === 'ScopeDeclared' ? dossierWithoutScope(asked) : undefined;
}

/** By a current name, else by the name it was opened with, which may have been corrected. */
function dossiersCalled(service: string, { row, provider, had }: DossierLookup): readonly RegisteredDossier[] {
  const called = had.filter(({ services }) => services.has(fold(service)));
  if (called.length > 0) return called;
  const id = dossierId(provider, row.scheme, service);
  return had.filter((dossier) => dossier.id === id);
}

/** The dossier opened without a service, whose scope a `ScopeDeclared` row declares. */
function dossierWithoutScope({ row, provider, had, when }: DossierLookup): RegisteredDossier | Problem | undefined {
  const held = had.filter(
    ({ openedWithoutService, services, holderPeriods }) =>
      openedWithoutService && services.size === 0 && isHolderAt(holderPeriods, provider, when),
  );
  const [only, ...others] = preferOwn(provider, held);
  if (others.length === 0) return only;
  const asked = { provider: row.provider, scheme: row.schemeName, count: others.length + 1 };
  return serviceProblem(row, reason('row-scope-ambiguous', asked));
}

/** The dossier opened for this provider without a service, else all. */
function preferOwn(provider: string, held: readonly RegisteredDossier[]): readonly RegisteredDossier[] {
  const own = held.filter(
    ({ openedWithoutService, holderPeriods }) => openedWithoutService && holderPeriods[0]?.provider === provider,
  );
  return own.length > 0 ? own : held;
}

function opened({ row: { scheme, service }, provider }: DossierLookup, registry: NameRegistry): RegisteredDossier {
  const services = new Set(service === undefined ? [] : [fold(service)]);
  return registry.addDossier({
    id: dossierId(provider, scheme, service),
    scheme,
    holderPeriods: [{ provider, from: BEGINNING }],
    providers: [provider],
    services,
    namesEver: services,
    openedWithoutService: service === undefined,
  });
}

const serviceProblem = (row: DossierRow, why: Reason): Problem => ({ row: row.row.line, field: 'service', ...why });
