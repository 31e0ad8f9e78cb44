import { type Day, END_OF_TIME } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';
import { fold } from '#domain/text/text.js';
import { uuidOf } from '#event-store/encoding.js';

export interface RegisteredDossier {
  id: string;
  scheme: string;
  /** Holders of the service in order of time, beginning with the provider of `DossierOpened`. */
  holderPeriods: readonly HolderPeriod[];
  /** Every provider named as holder, including corrected and retracted transfers. */
  providers: readonly string[];
  /** Folded names of its service; empty while the scope is unknown. */
  services: Set<string>;
  /** `services` plus corrected names. */
  namesEver: ReadonlySet<string>;
  openedWithoutService: boolean;
}

/** Looks up providers by name, and dossiers by provider, scheme and service. Names are compared folded. */
export class NameRegistry {
  private readonly providers = new Map<string, Set<string>>();
  private readonly known = new Set<string>();
  private readonly dossiers = new Map<string, RegisteredDossier[]>();

  /** Providers that have or had a name. */
  providersCalled(name: string): string[] {
    return [...(this.providers.get(fold(name)) ?? [])];
  }

  isProvider(id: string): boolean {
    return this.known.has(id);
  }

  /** Adds a provider without a name. */
  addProvider(id: string): void {
    this.known.add(id);
  }

  addName(provider: string, name: string): void {
    this.known.add(provider);
    const folded = fold(name);
    this.providers.set(folded, (this.providers.get(folded) ?? new Set()).add(provider));
  }

  /** Dossiers that name a provider as holder at any time. */
  dossiersOf(provider: string, scheme: string): readonly RegisteredDossier[] {
    return this.dossiers.get(`${provider} ${scheme}`) ?? [];
  }

  addDossier(dossier: RegisteredDossier): RegisteredDossier {
    for (const provider of dossier.providers) {
      const key = `${provider} ${dossier.scheme}`;
      const known = this.dossiers.get(key);
      if (known) known.push(dossier);
      else this.dossiers.set(key, [dossier]);
    }
    return dossier;
  }
}

/** A provider's id derives from its first name, a dossier's from provider, scheme and service. */
export const providerId = (name: string): string => uuidOf('provider', fold(name));

export const dossierId = (provider: string, scheme: string, service: string | undefined): string =>
  uuidOf('dossier', provider, scheme, service === undefined ? '' : fold(service));

/** Provider that holds a service from a day until the next period starts. */
interface HolderPeriod {
  provider: string;
  from: Day;
}

/** Before every day in a ledger. */
export const BEGINNING: Day = '0000-01-01';

/** Whether a provider holds a service on any day of a partial date; without a date, whether it is the last holder. */
export const isHolderAt = (holderPeriods: readonly HolderPeriod[], provider: string, date?: PartialDate): boolean =>
  isHolderWithin(holderPeriods, provider, date ? earliest(date) : END_OF_TIME, date ? latest(date) : END_OF_TIME);

/** Whether it holds the service on that date or later. */
export const isHolderFrom = (holderPeriods: readonly HolderPeriod[], provider: string, date?: PartialDate): boolean =>
  isHolderWithin(holderPeriods, provider, date ? earliest(date) : END_OF_TIME, END_OF_TIME);

function isHolderWithin(holderPeriods: readonly HolderPeriod[], provider: string, first: Day, last: Day): boolean {
  return holderPeriods.some((period, index) => {
    const next = holderPeriods[index + 1];
    return period.provider === provider && period.from <= last && (next === undefined || next.from > first);
  });
}
