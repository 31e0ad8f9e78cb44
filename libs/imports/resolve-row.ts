import type { PartialDate } from '#domain/date/partial-date.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Reason } from '#language/reason.js';
import { fold } from '#domain/text/text.js';
import {
  BEGINNING,
  type BookedDossier,
  dossierId,
  holdsAt,
  holdsFrom,
  type NameBook,
  providerId,
} from './name-book.js';
import type { DossierRow, ImportRow } from './parse-row.js';

/** What a row is about, by id. */
export interface Subject {
  provider: string;
  /** Absent for a row about the provider. */
  dossier?: BookedDossier;
}

/**
 * Finds what a row is about; what is not on record yet is entered in the book, as the row would open it, and so are the
 * names that the row itself gives.
 */
export function resolveRow(row: ImportRow, book: NameBook): Subject | Problem {
  const called = book.providersCalled(row.provider);
  if (called.length > 1) {
    const why = reason('row-provider-ambiguous', { name: row.provider, providers: called.length });
    return { row: row.row.line, field: 'provider', ...why };
  }
  const provider = called[0] ?? providerId(row.provider);
  if (!book.isProvider(provider)) book.addName(provider, row.provider);
  if (row.about === 'provider') {
    const { event } = row;
    if (event.type === 'AliasAdded' || event.type === 'ProviderRenamed') book.addName(provider, event.data.name);
    return { provider };
  }
  const dossier = dossierMeant(row, provider, book);
  if ('field' in dossier) return dossier;
  if (row.event.type === 'ScopeDeclared') dossier.services.add(fold(row.event.data.service));
  return { provider, dossier };
}

/** The dossier that `provider / service` of a scheme means; both names may hold a slash themselves. */
export function dependencyMeant(row: DossierRow, book: NameBook): string | Problem | undefined {
  if (row.dependsOn === undefined) return undefined;
  const meant = new Set(
    splits(row.dependsOn).flatMap(([provider, service]) =>
      book
        .providersCalled(provider)
        .flatMap((id) => book.dossiersOf(id, row.scheme))
        .filter(({ services }) => services.has(fold(service)))
        .map(({ id }) => id),
    ),
  );
  const [only] = meant;
  if (only !== undefined && meant.size === 1) return only;
  const asked = { scheme: row.scheme, name: row.dependsOn };
  const why =
    meant.size === 0
      ? reason('row-dependency-not-found', asked)
      : reason('row-dependency-ambiguous', { ...asked, count: meant.size });
  return { row: row.row.line, field: 'depends_on', ...why };
}

/** Every dossier that it may have meant when it was recorded, under whatever name. */
export const dependenciesEver = (row: DossierRow, book: NameBook): string[] => [
  ...new Set(
    splits(row.dependsOn ?? '').flatMap(([provider, service]) =>
      [...book.providersCalled(provider), providerId(provider)]
        .flatMap((id) => book.dossiersOf(id, row.scheme))
        .filter(({ everCalled }) => everCalled.has(fold(service)))
        .map(({ id }) => id),
    ),
  ),
];

/** Every way to read a text as two parts with a slash between blanks in the middle. */
export function splits(text: string): [string, string][] {
  const parts = text.split(/\s+\/\s+/);
  return parts.slice(1).map((_, index) => [parts.slice(0, index + 1).join(' / '), parts.slice(index + 1).join(' / ')]);
}

/** A row, the provider that it names, and the dossiers of its scheme that this provider has or had. */
interface Asked {
  row: DossierRow;
  provider: string;
  had: readonly BookedDossier[];
  /** What the row is about happened then; absent only for types that no file can hold. */
  when: PartialDate | undefined;
}

/** The dossier that a row is about; a new one is entered in the book. */
function dossierMeant(row: DossierRow, provider: string, book: NameBook): BookedDossier | Problem {
  const had = book
    .dossiersOf(provider, row.scheme)
    .filter(({ holdings }) => holdings.some((holding) => holding.provider === provider));
  const asked = { row, provider, had, when: 'occurred' in row.event ? row.event.occurred : undefined };
  const meant = row.service === undefined ? unnamed(asked) : named(asked, row.service);
  return meant ?? opened(asked, book);
}

/**
 * A blank service is for a dossier that the provider has on the row's day: the one that was opened for it without a
 * service, else the only one.
 */
function unnamed({ row, provider, had, when }: Asked): BookedDossier | Problem | undefined {
  const held = had.filter(({ holdings }) => holdsAt(holdings, provider, when));
  const [only, ...others] = ownFirst(provider, held);
  if (others.length > 0)
    return unclear(
      row,
      reason('row-dossier-ambiguous', { provider: row.provider, scheme: row.scheme, count: others.length + 1 }),
    );
  if (only !== undefined || had.length === 0) return only;
  return unclear(
    row,
    reason('row-dossier-not-held', { provider: row.provider, scheme: row.scheme, date: when ?? null }),
  );
}

/** A name is for whoever has the service on the row's day, or gets it later; not for whoever has given it away. */
function named(asked: Asked, service: string): BookedDossier | Problem | undefined {
  const { row, provider, when } = asked;
  const called = dossiersCalled(service, asked);
  const held = called.filter(({ holdings }) => holdsAt(holdings, provider, when));
  const coming = called.filter(({ holdings }) => holdsFrom(holdings, provider, when));
  const [only, ...others] = held.length > 0 ? held : coming;
  const about = { provider: row.provider, service };
  const count = others.length + 1;
  if (others.length > 0) return unclear(row, reason('row-service-ambiguous', { ...about, scheme: row.scheme, count }));
  if (only) return only;
  if (called.length > 0) return unclear(row, reason('row-service-transferred', about));
  return row.event.type === 'ScopeDeclared' ? nameless(asked) : undefined;
}

/** By a name that stands, else by the one it was opened under, which may have been corrected since. */
function dossiersCalled(service: string, { row, provider, had }: Asked): readonly BookedDossier[] {
  const called = had.filter(({ services }) => services.has(fold(service)));
  if (called.length > 0) return called;
  const id = dossierId(provider, row.scheme, service);
  return had.filter((dossier) => dossier.id === id);
}

/** The one that waits for its scope. */
function nameless({ row, provider, had, when }: Asked): BookedDossier | Problem | undefined {
  const held = had.filter(
    ({ openedWithout, services, holdings }) =>
      openedWithout && services.size === 0 && holdsAt(holdings, provider, when),
  );
  const [only, ...others] = ownFirst(provider, held);
  if (others.length === 0) return only;
  const asked = { provider: row.provider, scheme: row.scheme, count: others.length + 1 };
  return unclear(row, reason('row-scope-ambiguous', asked));
}

/** The one that was opened for the provider without a service, else all. One that came to it is like any other. */
function ownFirst(provider: string, held: readonly BookedDossier[]): readonly BookedDossier[] {
  const own = held.filter(({ openedWithout, holdings }) => openedWithout && holdings[0]?.provider === provider);
  return own.length > 0 ? own : held;
}

function opened({ row: { scheme, service }, provider }: Asked, book: NameBook): BookedDossier {
  const services = new Set(service === undefined ? [] : [fold(service)]);
  return book.addDossier({
    id: dossierId(provider, scheme, service),
    scheme,
    holdings: [{ provider, from: BEGINNING }],
    providers: [provider],
    services,
    everCalled: services,
    openedWithout: service === undefined,
  });
}

const unclear = (row: DossierRow, why: Reason): Problem => ({ row: row.row.line, field: 'service', ...why });
