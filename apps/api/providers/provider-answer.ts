import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { ProviderRef } from '#domain/dossier/standing.js';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { HistoryEntry } from '#domain/provider/provider-history.js';
import { SourceSchema } from '#domain/source/source.js';
import { summaryOf } from '#language/describe-event.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { ProviderView } from '#providers/get-provider.js';
import { DossierAnswer, dossierExample, WarningAnswer, warningAnswerOf } from '../dossiers/dossier-answer.js';

const About = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('provider'), id: z.uuid(), name: z.string() }),
  z.strictObject({
    kind: z.literal('dossier'),
    id: z.uuid(),
    scheme: z.string(),
    service: z.string().nullable(),
  }),
]);

/** One thing that happened, as it reads with its corrections. */
const StoryEntry = z
  .strictObject({
    event: z.uuid(),
    position: z.int(),
    day: DaySchema.nullable().describe('The earliest that it can have been; `null`: nobody said when.'),
    precision: z.enum(['day', 'month', 'quarter', 'half', 'year']).nullable(),
    occurred: PartialDateSchema.nullable(),
    type: z.string(),
    about: About,
    title: z.string().nullable(),
    says: z.string().describe('In a few words.'),
    source: SourceSchema.nullable(),
    confirmed: z.boolean(),
    corrected: z.boolean().describe('Whether it was recorded otherwise first.'),
  })
  .meta({ id: 'StoryEntry' });

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
  type: 'GrantIssued',
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

/** One thing on record, and by whose word; the other fields are those of the event that said it. */
const Said = z.object({
  title: z.string().optional(),
  note: z.string().optional(),
  event: z.uuid(),
  occurred: PartialDateSchema.nullable(),
  confirmed: z.boolean(),
  source: SourceSchema,
});

const Names = z.array(z.string()).optional();
const Authorization = Said.extend({ title: z.string(), authority: z.string().optional() });
const ServiceNews = Said.extend({ service: z.string().optional() });
const Holder = z.object({ name: z.string(), share: z.number().optional(), country: z.string().optional() });

const Ownership = Said.extend({
  holders: z.array(Holder),
  technology: Names.describe('Whose technology it works with.'),
  hosting: z.string().optional(),
  until: DaySchema.nullable().describe('The day before the next declaration.'),
});

const NameInTime = z.strictObject({
  name: z.string(),
  since: DaySchema.nullable().describe('`null`: from the beginning on, or nobody recorded when.'),
  until: DaySchema.nullable().describe('The last day; `null`: to this day, or nobody recorded when.'),
  event: z.uuid(),
  source: SourceSchema.nullable(),
});

const Related = z.strictObject({
  id: z.uuid(),
  provider: ProviderRef,
  service: z.string().nullable(),
  scheme: z.string(),
  status: Status,
  confirmed: z.boolean(),
  expiring: z.boolean(),
});

const DossierOfProvider = DossierAnswer.extend({
  buildsOn: z.array(Related).describe('The dossiers of `dependsOn`, as they stand.'),
  dependents: z.array(Related).describe('The dossiers that build on this one, as they stand.'),
}).meta({ id: 'DossierOfProvider' });

const Transfer = z.strictObject({
  dossier: z.strictObject({ id: z.uuid(), scheme: z.string(), service: z.string().nullable() }),
  provider: ProviderRef.describe('Who has it since, or had it before.'),
  occurred: PartialDateSchema,
  event: z.uuid(),
  confirmed: z.boolean(),
  source: SourceSchema,
});

export const ProviderAnswer = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string().describe('As it was called on the day.'),
    aliases: z.array(z.string()).describe('Former and later names, and aliases: all of them find it.'),
    names: z.array(NameInTime).describe('What it was called from when to when, latest first.'),
    announcements: z.array(Said.extend({ type: z.string(), parties: Names, sectors: Names })),
    created: z.array(ServiceNews),
    launches: z.array(ServiceNews),
    ownership: Ownership.nullable().describe('As declared last.'),
    ownershipHistory: z.array(Ownership).describe('Every declaration, latest first.'),
    authorizations: z.object({
      expected: z.array(Authorization).describe('Expected and not obtained so far; also without a day.'),
      obtained: z.array(
        Authorization.extend({ fulfils: z.array(z.uuid()).describe('Expectations, by their events.') }),
      ),
      fulfilled: z.array(Authorization).describe('Expected, and obtained since.'),
    }),
    validations: z
      .array(Said.extend({ authority: z.string() }))
      .describe('Said to be validated: no milestone, and no qualification.'),
    statements: z.array(Said.extend({ speaker: z.string() })),
    lastHeard: DaySchema.nullable(),
    dossiers: z.array(DossierOfProvider).describe('Those that it held on the day.'),
    transferred: z
      .strictObject({ away: z.array(Transfer), received: z.array(Transfer) })
      .describe('Dossiers that went to others by the day, and that came from others.'),
    warnings: z.array(WarningAnswer).describe('Facts about the provider that conflict or are implausible.'),
    story: z
      .array(StoryEntry)
      .describe('Everything about it and its dossiers in order of day; what has no day comes first.'),
    storyLeftOut: z.int().describe('How many of the oldest were left out of a long story.'),
    version: z.int(),
    asOf: DaySchema,
    knownAt: z.string().nullable(),
  })
  .meta({ id: 'Provider' });

type Answered = z.input<typeof ProviderAnswer>;

export type ProviderDossier = z.input<typeof DossierOfProvider>;
export type RelatedDossier = z.input<typeof Related>;

export const providerAnswerOf = (
  { version, ...view }: ProviderView,
  at: Pick<Answered, 'dossiers' | 'asOf' | 'knownAt'>,
  language: Language,
): Answered => ({
  ...view,
  warnings: view.warnings.map((warning) => warningAnswerOf(warning, language)),
  story: view.story.map((told) => storyAnswerOf(told, language)),
  dossiers: at.dossiers,
  version,
  asOf: at.asOf,
  knownAt: at.knownAt,
});

export const ListedProviderAnswer = ProviderRef.extend({
  aliases: z.array(z.string()),
  dossiers: z.array(
    z.strictObject({
      id: z.uuid(),
      scheme: z.string(),
      service: z.strictObject({ name: z.string(), kinds: z.array(z.string()) }).nullable(),
      status: Status,
      confirmed: z.boolean(),
      expiring: z.boolean(),
      stale: z.boolean(),
    }),
  ),
}).meta({ id: 'ListedProvider' });

export const providerExample: Answered = {
  ...dossierExample.provider,
  aliases: ['OVH'],
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

export const listedProviderExample: z.input<typeof ListedProviderAnswer> = {
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
