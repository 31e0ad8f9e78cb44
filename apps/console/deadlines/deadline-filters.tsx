import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { isDay } from '#domain/date/day.js';
import { DEADLINE_KINDS, DEADLINE_STATES } from '#domain/deadline/deadline.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { phrases } from '#language/phrases.js';
import type { DeadlinesAsked } from '#projections/list-deadlines.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { DeadlinesQuery } from '../../api/deadlines/deadlines.controller.js';
import { Viewpoints } from '../../api/http/reading.js';
import { optionsOf, select, type FieldData, providerField } from '../frame/fields.js';
import type { PageContext } from '../frame/page.js';

const { within, kind, cursor, seen } = DeadlinesQuery.shape;

/** Filters of every page with deadlines. */
export const filterFields = { scheme: Name.optional(), provider: Name.optional(), kind };

export const AGENDA_STATES = ['todo', ...DEADLINE_STATES] as const;

/** `yyyy-mm` */
const isMonth = (text: string): boolean => /^\d{4}-\d\d$/.test(text) && isDay(`${text}-01`);

/** Query parameters of the agenda. `todo`: overdue and open deadlines. `month` replaces both `state` and `within`. */
export const AgendaQuery = z.object({
  state: z.enum(AGENDA_STATES).default('todo'),
  within,
  ...filterFields,
  month: z
    .string()
    .refine(isMonth, { error: because('month-format') })
    .optional(),
  cursor,
  seen,
});

export type AgendaChoice = z.output<typeof AgendaQuery>;
export type DeadlineFilter = Pick<AgendaChoice, 'scheme' | 'provider' | 'kind'>;

/** Beyond this, the provider filter is a text input. */
const MOST_PROVIDERS = 200;

export interface FilterContext {
  schemes: Schemes;
  /** Options; empty when there are too many. */
  providers: readonly ProviderRef[];
  /** As requested; the provider by its slug if it is an option. */
  choice: DeadlineFilter;
  /** For the query; absent: an unknown provider or scheme. */
  filter?: Pick<DeadlinesAsked, 'schemes' | 'providers' | 'kind'>;
  problems: readonly Problem[];
}

@Injectable()
export class DeadlineFilters {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly ids: ProviderIds,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** An unknown provider or scheme is reported beside its field. */
  async filters({ at }: PageContext, { scheme, provider, kind }: DeadlineFilter): Promise<FilterContext> {
    const { asOf, knownAt } = at;
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.catalogue.at(upTo);
    const providers = await this.providerLists.names({ asOf, knownAt, most: MOST_PROVIDERS });
    try {
      if (scheme !== undefined) schemeOf(scheme, schemes);
      const id = provider === undefined ? undefined : await this.ids.of(provider, 'provider');
      const choice = { scheme, provider: providers.find((one) => one.id === id)?.slug ?? provider, kind };
      const [schemesAsked, providersAsked] = [scheme, id].map((one) => (one === undefined ? undefined : [one]));
      const filter = { schemes: schemesAsked, providers: providersAsked, kind };
      return { schemes, providers, choice, filter, problems: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { schemes, providers, choice: { scheme, provider, kind }, problems: error.problems };
    }
  }
}

export function deadlineFields({ language }: PageContext, filters: FilterContext): FieldData[] {
  const t = phrases(language).console.agenda.filter;
  const { schemes, providers, choice } = filters;
  const kinds = optionsOf(DEADLINE_KINDS, phrases(language).mail.reminders.kind);
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[language] }));
  return [
    select('scheme', t.scheme, choice.scheme, names, t.everyScheme),
    providerField(t, providers, choice.provider),
    select('kind', t.kind, choice.kind, kinds, t.everyKind),
  ];
}
