import type { PartialDate } from '#domain/date/partial-date.js';
import type { Problem } from '#domain/refusal.js';
import { fold } from '#domain/text/fold.js';
import { BEGINNING, holdsAt, holdsFrom } from './holding.js';
import { dossierId, type BookedDossier, type NameBook } from './name-book.js';
import type { DossierRow } from './parse-row.js';

/** A row, the provider that it names, and the dossiers of its scheme that this provider has or had. */
interface Asked {
  row: DossierRow;
  provider: string;
  had: readonly BookedDossier[];
  /** What the row is about happened then; absent only for types that no file can hold. */
  when: PartialDate | undefined;
}

/** The dossier that a row is about; a new one is entered in the book. */
export function dossierMeant(row: DossierRow, provider: string, book: NameBook): BookedDossier | Problem {
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
    return unclear(row, `${row.provider} has ${others.length + 1} dossiers for ${row.scheme}: name the service`);
  if (only !== undefined || had.length === 0) return only;
  return unclear(
    row,
    `${row.provider} has no dossier for ${row.scheme} at ${when ?? 'present'}, only at other times: name the service`,
  );
}

/** A name is for whoever has the service on the row's day, or gets it later; not for whoever has given it away. */
function named(asked: Asked, service: string): BookedDossier | Problem | undefined {
  const { row, provider, when } = asked;
  const called = dossiersCalled(service, asked);
  const held = called.filter(({ holdings }) => holdsAt(holdings, provider, when));
  const coming = called.filter(({ holdings }) => holdsFrom(holdings, provider, when));
  const [only, ...others] = held.length > 0 ? held : coming;
  const many = `${row.provider} has ${others.length + 1} dossiers for ${row.scheme}`;
  if (others.length > 0) return unclear(row, `${many}: they are or were called ${service}`);
  if (only) return only;
  if (called.length > 0)
    return unclear(row, `${row.provider} has given ${service} away by then: name the provider that has it`);
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
  return unclear(row, `${row.provider} has ${others.length + 1} dossiers for ${row.scheme} without a service`);
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

const unclear = (row: DossierRow, reason: string): Problem => ({ row: row.row.line, field: 'service', reason });
