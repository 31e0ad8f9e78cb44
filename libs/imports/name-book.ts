import { type Day, END_OF_TIME } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';
import { fold } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';

export interface BookedDossier {
  id: string;
  scheme: string;
  /** Who has its service from when on, in order of the days; first the provider that it was opened for. */
  holdings: readonly Holding[];
  /** Every provider that the record ever gave it to, also where that was taken back. */
  providers: readonly string[];
  /** Every name its service has or had, folded; empty while its scope is unknown. */
  services: Set<string>;
  /** These, and what was corrected since. */
  everCalled: ReadonlySet<string>;
  openedWithout: boolean;
}

/** Who is called what: providers by name, dossiers by provider, scheme and service. Names are compared folded. */
export class NameBook {
  private readonly providers = new Map<string, Set<string>>();
  private readonly known = new Set<string>();
  private readonly dossiers = new Map<string, BookedDossier[]>();

  /** The providers that carry or carried a name. */
  providersCalled(name: string): string[] {
    return [...(this.providers.get(fold(name)) ?? [])];
  }

  isProvider(id: string): boolean {
    return this.known.has(id);
  }

  /** A provider whose names do not matter here. */
  addProvider(id: string): void {
    this.known.add(id);
  }

  addName(provider: string, name: string): void {
    this.known.add(provider);
    const folded = fold(name);
    this.providers.set(folded, (this.providers.get(folded) ?? new Set()).add(provider));
  }

  /** Those that a provider has, had, or was once said to have. */
  dossiersOf(provider: string, scheme: string): readonly BookedDossier[] {
    return this.dossiers.get(`${provider} ${scheme}`) ?? [];
  }

  addDossier(dossier: BookedDossier): BookedDossier {
    for (const provider of dossier.providers) {
      const key = `${provider} ${dossier.scheme}`;
      const booked = this.dossiers.get(key);
      if (booked) booked.push(dossier);
      else this.dossiers.set(key, [dossier]);
    }
    return dossier;
  }
}

/** A provider is identified by its first name, a dossier by what it is about. */
export const providerId = (name: string): string => uuidOf('provider', fold(name));

export const dossierId = (provider: string, scheme: string, service: string | undefined): string =>
  uuidOf('dossier', provider, scheme, service === undefined ? '' : fold(service));

/** A provider that has a service from a day on, until the next one has it. */
interface Holding {
  provider: string;
  from: Day;
}

/** Before every day that a ledger can hold. */
export const BEGINNING: Day = '0000-01-01';

/** Whether a provider has a service on some day that a date can mean; without a date: whether it has it in the end. */
export const holdsAt = (holdings: readonly Holding[], provider: string, date?: PartialDate): boolean =>
  isHolding(holdings, provider, date ? earliest(date) : END_OF_TIME, date ? latest(date) : END_OF_TIME);

/** Whether it has it then or gets it later. */
export const holdsFrom = (holdings: readonly Holding[], provider: string, date?: PartialDate): boolean =>
  isHolding(holdings, provider, date ? earliest(date) : END_OF_TIME, END_OF_TIME);

function isHolding(holdings: readonly Holding[], provider: string, first: Day, last: Day): boolean {
  return holdings.some((holding, index) => {
    const next = holdings[index + 1];
    return holding.provider === provider && holding.from <= last && (next === undefined || next.from > first);
  });
}
