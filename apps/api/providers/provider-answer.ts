import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { SourceSchema } from '#domain/source/source.js';
import type { ProviderView } from '#providers/get-provider.js';
import { DossierAnswer, dossierExample, ProviderRefAnswer, StatusField } from '../dossiers/dossier-answer.js';

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

export const ProviderAnswer = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    aliases: z.array(z.string()).describe('Former names and aliases.'),
    announcements: z.array(Said.extend({ type: z.string(), parties: Names, sectors: Names })),
    created: z.array(ServiceNews),
    launches: z.array(ServiceNews),
    ownership: Said.extend({ holders: z.array(Holder), technology: Names, hosting: z.string().optional() })
      .nullable()
      .describe('As declared last.'),
    authorizations: z.object({
      expected: z.array(Authorization).describe('Expected and not obtained so far.'),
      obtained: z.array(Authorization),
    }),
    validations: z
      .array(Said.extend({ authority: z.string() }))
      .describe('Said to be validated: no milestone, and no qualification.'),
    statements: z.array(Said.extend({ speaker: z.string() })),
    lastHeard: DaySchema.nullable(),
    dossiers: z.array(DossierAnswer),
    version: z.int(),
    asOf: DaySchema,
    knownAt: z.string().nullable(),
  })
  .meta({ id: 'Provider' });

type Answered = z.input<typeof ProviderAnswer>;

/** The document promises what is answered here. */
export const providerAnswerOf = (
  { version, ...view }: ProviderView,
  at: Pick<Answered, 'dossiers' | 'asOf' | 'knownAt'>,
): Answered => ({ ...view, dossiers: at.dossiers, version, asOf: at.asOf, knownAt: at.knownAt });

export const ListedProviderAnswer = ProviderRefAnswer.extend({
  aliases: z.array(z.string()),
  dossiers: z.array(
    z.strictObject({
      id: z.uuid(),
      scheme: z.string(),
      service: z.strictObject({ name: z.string(), kinds: z.array(z.string()) }).nullable(),
      status: StatusField,
      confirmed: z.boolean(),
      expiring: z.boolean(),
      stale: z.boolean(),
    }),
  ),
}).meta({ id: 'ListedProvider' });

export const providerExample: Answered = {
  ...dossierExample.provider,
  aliases: ['OVH'],
  announcements: [],
  created: [],
  launches: [],
  ownership: null,
  authorizations: { expected: [], obtained: [] },
  validations: [],
  statements: [],
  lastHeard: null,
  dossiers: [dossierExample],
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
