import { fold } from '#domain/text/fold.js';
import { uuidOf } from '#event-store/id.js';
import type { Holding } from './holding.js';

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
