import { Injectable } from '@nestjs/common';
import { ServiceLists, type DependentDossier } from '#projections/services-with.js';
import { type DossierView, ProviderRef } from '#domain/dossier/standing.js';
import { Dossiers, type Viewpoint } from '#dossiers/get-dossier.js';
import type { Language } from '#language/language.js';
import { Providers, ProviderView } from '#dossiers/get-provider.js';
import {
  dossierAnswerOf,
  DossierAnswer,
  dossierExample,
  WarningAnswer,
  warningAnswersOf,
  eventExample,
} from '../ledger/dossier-answer.js';
import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { DaySchema } from '#domain/date/day.js';
import { HistoryEntry } from '#domain/provider/provider-history.js';
import { summaryOf } from '#language/describe-event.js';
import { phrases } from '#language/phrases.js';
import type { ListedProvider } from '#projections/list-providers.js';

const StoryEntry = HistoryEntry.extend({ says: z.string().describe('A summary of a few words.') }).meta({
  id: 'StoryEntry',
});

const storyAnswerOf = ({ said, between, ...told }: HistoryEntry, language: Language): z.input<typeof StoryEntry> => ({
  ...told,
  says: between ? phrases(language).events.transferred(between) : summaryOf(said, language),
});

const storyExample: z.input<typeof StoryEntry> = {
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  position: 31,
  day: '2023-12-28',
  precision: 'day',
  occurred: '2023-12-28',
  type: eventExample.type,
  about: {
    kind: 'dossier',
    id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
    scheme: 'secnumcloud',
    service: 'Hosted Private Cloud powered by VMware',
  },
  title: null,
  says: 'decision 2279 issued',
  source: { kind: 'decision', publisher: 'ANSSI' },
  confirmed: true,
  corrected: false,
};

/** A dossier that another depends on, or that depends on it. */
export const Related = z.strictObject({
  id: z.uuid(),
  provider: ProviderRef,
  service: z.string().nullable(),
  scheme: z.string(),
  status: Status,
  confirmed: z.boolean(),
  expiring: z.boolean(),
});

const DossierOfProvider = DossierAnswer.extend({
  buildsOn: z.array(Related).describe('The dossiers it depends on, with their status.'),
  dependents: z.array(Related).describe('The dossiers that depend on it, with their status.'),
}).meta({ id: 'DossierOfProvider' });

export const ProviderAnswer = ProviderView.extend({
  warnings: z.array(WarningAnswer).describe('Conflicting or implausible facts about the provider.'),
  story: z
    .array(StoryEntry)
    .describe('The events of the provider and its dossiers in order of day, undated ones first; at most 500.'),
  dossiers: z.array(DossierOfProvider).describe('The dossiers it holds on the day.'),
  asOf: DaySchema,
  knownAt: z.string().nullable(),
}).meta({ id: 'Provider' });

type Answered = z.input<typeof ProviderAnswer>;

export type ProviderDossier = z.input<typeof DossierOfProvider>;
export type RelatedDossier = z.input<typeof Related>;

export const providerAnswerOf = (
  view: ProviderView,
  at: Pick<Answered, 'dossiers' | 'asOf' | 'knownAt'>,
  language: Language,
): Answered => ({
  ...view,
  warnings: warningAnswersOf(view.warnings, language),
  story: view.story.map((told) => storyAnswerOf(told, language)),
  ...at,
});

export const providerExample: Answered = {
  ...dossierExample.provider,
  aliases: ['OVH'],
  identifiers: [{ kind: 'siren', value: '537407926' }],
  names: [
    { name: 'OVHcloud', since: '2019-10-09', until: null, event: '7c1e0d9a-2b3c-4d5e-8f60-718293a4b5c6', source: null },
    { name: 'OVH', since: null, until: '2019-10-08', event: '6b0d1c8f-1a2b-4c3d-8e5f-60718293a4b5', source: null },
  ],
  announcements: [],
  created: [],
  launches: [],
  ownership: null,
  ownershipHistory: [],
  authorizations: { expected: [], obtained: [], fulfilled: [] },
  validations: [],
  statements: [],
  lastHeard: null,
  dossiers: [{ ...dossierExample, buildsOn: [], dependents: [] }],
  transferred: { away: [], received: [] },
  warnings: [],
  story: [storyExample],
  storyLeftOut: 0,
  version: 2,
  asOf: '2026-11-25',
  knownAt: null,
};

export const listedProviderExample: ListedProvider = {
  ...dossierExample.provider,
  aliases: ['OVH'],
  dossiers: [
    {
      id: dossierExample.id,
      scheme: dossierExample.scheme,
      service: dossierExample.service,
      status: 'granted',
      confirmed: true,
      expiring: true,
      stale: false,
    },
  ],
};

/**
 * Reads a provider with its dossiers and their dependencies, which are replayed, and their dependents from the projection: there
 * may be many. The number of statements depends on none of them.
 */
@Injectable()
export class ProviderPage {
  constructor(
    private readonly serviceLists: ServiceLists,
    private readonly dossiers: Dossiers,
    private readonly providers: Providers,
  ) {}

  /** @throws Refusal not-found */
  async of(id: string, at: Viewpoint, language: Language) {
    const { provider, dossiers, around } = await this.around(id, at);
    const pages = dossiers.map((view) => withRelated(view, around, language));
    return providerAnswerOf(provider, { asOf: at.asOf, knownAt: at.knownAt, dossiers: pages }, language);
  }

  /** @throws Refusal not-found */
  async around(id: string, at: Viewpoint) {
    const { provider, dossiers: held } = await this.providers.get(id, at);
    const dossiers = await this.dossiers.some(held, at);
    const heard = [provider, ...dossiers].flatMap(({ lastHeard }) => lastHeard ?? []).toSorted();
    const dependencies = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
    const below = await this.dossiers.some([...dependencies], at);
    const above = await this.serviceLists.dependents(held, at);
    const around = [
      ...below.map((view) => ({ ...view, service: view.service?.name ?? null })),
      ...above.filter((dependent) => !dependencies.has(dependent.id)),
    ];
    return { provider: { ...provider, lastHeard: heard.at(-1) ?? null }, dossiers, around };
  }
}

const withRelated = (view: DossierView, around: readonly DependentDossier[], language: Language): ProviderDossier => ({
  ...dossierAnswerOf(view, language),
  buildsOn: around.filter(({ id }) => view.dependsOn.includes(id)).map(related),
  dependents: around.filter(({ dependsOn }) => dependsOn.includes(view.id)).map(related),
});

const related = ({ id, provider, service, scheme, status, confirmed, expiring }: DependentDossier): RelatedDossier => ({
  ...{ id, provider, service, scheme, status, confirmed, expiring },
});
