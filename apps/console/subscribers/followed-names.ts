import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ListProviders } from '#projections/list-providers.js';
import { dossierNames } from '#ledger/dossier-names.js';
import type { DossierNames } from '#domain/dossier/standing.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, registerNames } from '#subscriptions/filter.js';
import { dossierTitle, schemeName } from '#language/describe-standing.js';
import type { PageContext } from '../frame/page.js';
import type { Choice } from './subscription-fields.js';

/** Beyond this, provider names are typed instead of selected. */
const MOST_BOXES = 30;

/** The maximum of a filter. */
const MOST_NAMES = 200;

export interface SubscriptionChoices {
  schemes: Choice[];
  registers: Choice[];
  /** Absent: there are too many to list. */
  providers?: Choice[];
  /** Dossiers already in the filter. */
  dossiers: Choice[];
}

/** Names of the providers, dossiers, schemes and registers that a subscription can follow. */
@Injectable()
export class FollowedNames {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly catalogue: SchemeCatalogue,
    private readonly ids: ProviderIds,
  ) {}

  /** @param named ids already in the filter; they are always offered, so that saving the form keeps them */
  async choices(
    page: PageContext,
    named: { providers: readonly string[]; dossiers: readonly string[] },
  ): Promise<SubscriptionChoices> {
    const { items } = await this.queries.execute(new ListProviders({ asOf: page.today, limit: MOST_BOXES + 1 }));
    const schemes = await this.catalogue.at();
    const listed = new Map(items.map(({ id, name }) => [id, name]));
    const others = await this.providers(idsIn(named.providers).filter((id) => !listed.has(id)));
    const dossiers = await this.dossiers(idsIn(named.dossiers), page);
    return {
      schemes: [...schemes.keys()]
        .map((slug) => ({ value: slug, label: schemeName(slug, schemes, page.language) }))
        .sort((a, b) => a.label.localeCompare(b.label)),
      registers: choicesIn(await registerNames(this.catalogue)),
      ...(items.length <= MOST_BOXES && { providers: choicesIn(new Map([...listed, ...others])) }),
      dossiers: choicesIn(dossiers),
    };
  }

  /** Names by id or slug. */
  async of({ providers = [], dossiers = [] }: Pick<Filter, 'providers' | 'dossiers'>, page: PageContext) {
    return {
      providers: await this.providers(providers),
      dossiers: await this.dossiers(dossiers, page),
      schemes: await this.catalogue.at(),
      registers: await registerNames(this.catalogue),
    };
  }

  async providers(ids: readonly string[]): Promise<Map<string, string>> {
    const records = await this.events.loadAll(ids.map(providerStream), providerModel, { skipUnreadable: true });
    return new Map(ids.map((id) => [id, providerRefOf(id, records.get(providerStream(id))).name]));
  }

  async dossiers(ids: readonly string[], { today, language }: PageContext): Promise<Map<string, string>> {
    const places = await dossierNames(this.events, ids, today);
    const schemes = await this.catalogue.at();
    const titleOf = (place: DossierNames | undefined) => place && dossierTitle(place, schemes, language);
    return new Map(ids.map((id) => [id, titleOf(places.get(id)) ?? id]));
  }

  /** Replaces typed names, one per line, by provider ids. @returns a problem per unknown name */
  async named(form: URLSearchParams): Promise<Problem[]> {
    const lines = (form.get('providerNames') ?? '').split('\n').map((line) => line.trim());
    const names = [...new Set(lines)].filter((line) => line !== '');
    if (names.length > MOST_NAMES)
      return [{ field: 'providerNames', ...reason('too-large', { of: 'array', maximum: MOST_NAMES, included: true }) }];
    const problems: Problem[] = [];
    for (const name of names) {
      const id = Name.safeParse(name).success ? await this.#idOf(name) : undefined;
      if (id !== undefined) form.append('filter.providers', id);
      else problems.push({ field: 'providerNames', ...reason('provider-not-identified', { name }) });
    }
    return problems;
  }

  async #idOf(name: string): Promise<string | undefined> {
    try {
      return await this.ids.of(name);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

const idsIn = (values: readonly string[]): string[] =>
  [...new Set(values)].filter((id) => z.uuid().safeParse(id).success).slice(0, MOST_NAMES);

const choicesIn = (named: ReadonlyMap<string, string>): Choice[] =>
  [...named].map(([value, label]) => ({ value, label }));
