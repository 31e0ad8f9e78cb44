import { phrases } from '#language/phrases.js';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { FewProviderNames } from '#projections/list-providers.js';
import { DEADLINE_KINDS, DEADLINE_STATES } from '#domain/deadline/deadline.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import type { Language } from '#language/language.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { capitalized } from '#language/format.js';
import { schemeName } from '#language/describe-standing.js';
import { DeadlinesQuery } from '../../deadlines/deadlines.controller.js';
import { Viewpoints } from '../../http/reading.js';
import { Choice, Field, ProviderField } from '../frame/controls.js';
import { addressOf, type PointInTime, type PageContext } from '../frame/page.js';

const { within, kind, cursor, seen } = DeadlinesQuery.shape;

/** What deadlines may be narrowed to, on every page that shows some. */
export const filterFields = { scheme: Name.optional(), provider: Name.optional(), kind };

export const AGENDA_STATES = ['todo', ...DEADLINE_STATES] as const;

/** What the address of the agenda may ask for, beside its moment. `todo`: what is overdue, and what is to come. */
export const AgendaQuery = z.object({
  state: z.enum(AGENDA_STATES).default('todo'),
  within,
  ...filterFields,
  cursor,
  seen,
});

export type AgendaChoice = z.output<typeof AgendaQuery>;
export type DeadlineFilter = Pick<AgendaChoice, 'scheme' | 'provider' | 'kind'>;

/** As many as one may choose from; more are typed. */
const MOST_PROVIDERS = 200;

/** What stands around deadlines that are shown: what they can be narrowed to, and what they are. */
export interface FilterContext {
  schemes: Schemes;
  /** To choose from; none when there are too many. */
  providers: readonly ProviderRef[];
  /** As asked for, the provider by its slug where it is one to choose from. */
  choice: DeadlineFilter;
  /** For the query, the provider by its id; absent when something that was named is not on record. */
  filter?: DeadlineFilter;
  problems: readonly Problem[];
}

@Injectable()
export class DeadlineFilters {
  constructor(
    private readonly queries: QueryBus,
    private readonly ids: ProviderIds,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** What is not on record is told beside its field, so that something else can be chosen. */
  async filters(at: PointInTime, { scheme, provider, kind }: DeadlineFilter): Promise<FilterContext> {
    const { asOf, knownAt } = at;
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.catalogue.at(upTo);
    const providers = await this.queries.execute(new FewProviderNames({ asOf, knownAt, most: MOST_PROVIDERS }));
    try {
      if (scheme !== undefined) schemeOf(scheme, schemes);
      const id = provider === undefined ? undefined : await this.ids.of(provider, 'provider');
      const slug = providers.find((one) => one.id === id)?.slug;
      const choice = { scheme, provider: slug ?? provider, kind };
      return { schemes, providers, choice, filter: { scheme, provider: id, kind }, problems: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { schemes, providers, choice: { scheme, provider, kind }, problems: error.problems };
    }
  }
}

/** Fields by which deadlines are narrowed: scheme, provider, kind. */
export function DeadlineFilterFields({ page, filters }: { page: PageContext; filters: FilterContext }) {
  const { language } = page;
  const t = phrases(language).console.agenda.filter;
  const { schemes, providers, choice, problems } = filters;
  const kinds = DEADLINE_KINDS.map((value) => ({
    value,
    label: capitalized(phrases(language).mail.reminders.kind[value]),
  }));
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[language] }));
  const first = (label: string) => ({ value: '', label });
  return (
    <>
      <Field page={page} name="scheme" label={t.scheme} problems={problems}>
        {(input) => <Choice {...input} chosen={choice.scheme} options={[first(t.everyScheme), ...names]} />}
      </Field>
      <ProviderField {...{ page, providers, problems }} words={t} chosen={choice.provider} />
      <Field page={page} name="kind" label={t.kind}>
        {(input) => <Choice {...input} chosen={choice.kind} options={[first(t.everyKind), ...kinds]} />}
      </Field>
    </>
  );
}

/** What deadlines are narrowed to, each in a word; nothing for all of them. */
export function filterInWords({ choice, schemes, providers }: FilterContext, language: Language): string[] {
  const { scheme, provider, kind } = choice;
  return [
    ...(scheme === undefined ? [] : [schemeName(scheme, schemes, language)]),
    ...(provider === undefined ? [] : [providers.find(({ slug }) => slug === provider)?.name ?? provider]),
    ...(kind === undefined ? [] : [phrases(language).mail.reminders.kind[kind]]),
  ];
}

const VIEWS = [
  { view: 'agenda', path: '/deadlines' },
  { view: 'month', path: '/deadlines/month' },
  { view: 'calendar', path: '/deadlines/calendar' },
] as const;

/** To the other ways of looking at the same deadlines. */
export function DeadlineViews({
  page,
  choice: { scheme, provider, kind },
}: {
  page: PageContext;
  choice: DeadlineFilter;
}) {
  const t = phrases(page.language).console.agenda.views;
  return (
    <nav class="deadline-views" aria-label={t.label}>
      <ul>
        {VIEWS.map(({ view, path }) => (
          <li key={view}>
            <a
              href={addressOf(page, path, { scheme, provider, kind })}
              {...(path === page.path && { 'aria-current': 'page' })}
            >
              {t[view]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
