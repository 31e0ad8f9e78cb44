import type { Problem } from '#domain/refusal.js';
import { fold } from '#domain/text/fold.js';
import { dossierMeant } from './dossier-meant.js';
import { providerId, type BookedDossier, type NameBook } from './name-book.js';
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
    const reason = `${called.length} providers are or were called ${row.provider}`;
    return { row: row.row.line, field: 'provider', reason };
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
  const reason = `${meant.size === 0 ? 'no dossier' : `${meant.size} dossiers`} of ${row.scheme} called ${row.dependsOn}`;
  return { row: row.row.line, field: 'depends_on', reason: `${reason}; it is written provider / service` };
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
