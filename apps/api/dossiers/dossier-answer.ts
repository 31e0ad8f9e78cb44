import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { STATUSES } from '#domain/dossier/status.js';
import { WARNING_KINDS, type Warning } from '#domain/warning/warning.js';
import { SourceSchema, type Source } from '#domain/source/source.js';
import { summaryWithTitle } from '#language/describe-event.js';
import type { Language } from '#language/language.js';
import { warningText } from '#language/reason.js';

export const StatusField = z.enum(STATUSES);

export const ProviderRefAnswer = z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() });

const Grant = z.strictObject({
  id: z.uuid(),
  decision: z.string().nullable(),
  validFrom: PartialDateSchema,
  validUntil: PartialDateSchema.nullable(),
  state: z.enum(['in-force', 'suspended', 'withdrawn', 'expired', 'refuted', 'not-yet-valid']),
  runsUntil: DaySchema.nullable().describe('The last day on which it is in force, as things stand.'),
  currentUntil: DaySchema.nullable().describe(
    'Of a report, the last day on which it counts as current; of a duty, the last before it lapses.',
  ),
  conditions: z.array(z.string()),
  reservations: z.array(z.strictObject({ text: z.string(), due: PartialDateSchema.optional() })),
  referential: z.string().nullable(),
  level: z.string().nullable(),
  confirmed: z.boolean(),
  events: z.array(z.uuid()),
});

const Target = z.strictObject({
  milestone: z.string(),
  due: PartialDateSchema,
  announced: PartialDateSchema,
  confirmed: z.boolean(),
  referential: z.string().optional(),
  reached: DaySchema.nullable(),
  event: z.uuid(),
  slipDays: z.int().describe('From the latest day of `due` to the day it was reached, or to `asOf` while it is not.'),
});

const Side = z.strictObject({
  event: z.uuid(),
  type: z.string(),
  occurred: PartialDateSchema.nullable(),
  says: z.string(),
  source: SourceSchema.pick({ kind: true, publisher: true, url: true }).nullable(),
});

export const WarningAnswer = z
  .strictObject({
    code: z.string(),
    kind: z.enum(WARNING_KINDS),
    text: z.string().describe('For people: it may be reworded.'),
    params: z.record(z.string(), z.unknown()).describe('Of the code: the values that `text` gives.'),
    events: z.array(z.uuid()).describe('On both sides, the one that stands first.'),
    sides: z.array(Side).describe('What each of the first few says, and by whose word.'),
  })
  .meta({ id: 'Warning' });

const Stage = z.strictObject({ milestone: z.string(), occurred: PartialDateSchema, confirmed: z.boolean() });

/** A dossier as REST shows it, alone and in lists. */
export const DossierAnswer = z
  .strictObject({
    id: z.uuid(),
    provider: ProviderRefAnswer,
    service: z.strictObject({ name: z.string(), kinds: z.array(z.string()) }).nullable(),
    scheme: z.string(),
    status: StatusField,
    confirmed: z.boolean().describe('Whether the authority itself says so.'),
    because: z.array(z.uuid()).describe('The events that establish the status.'),
    expiring: z.boolean(),
    stale: z.boolean(),
    lastHeard: DaySchema.nullable(),
    announced: z
      .strictObject({ occurred: PartialDateSchema, day: DaySchema, event: z.uuid() })
      .nullable()
      .describe('When somebody first told of it.'),
    stage: Stage.nullable(),
    milestones: z.array(Stage.extend({ day: DaySchema, event: z.uuid() })).describe('Every one that was reached.'),
    grants: z.array(Grant),
    targets: z.array(Target),
    labels: z.array(z.string()),
    dependsOn: z.array(z.uuid()),
    warnings: z.array(WarningAnswer),
    version: z.int(),
    asOf: DaySchema,
    knownAt: z.string().nullable(),
  })
  .meta({ id: 'Dossier' });

export const dossierAnswerOf = (view: DossierView, language: Language = 'en'): z.input<typeof DossierAnswer> => ({
  ...view,
  warnings: view.warnings.map((warning) => warningAnswerOf(warning, language)),
});

export function warningAnswerOf(warning: Warning, language: Language = 'en'): z.input<typeof WarningAnswer> {
  const { code, kind, params, events, sides } = warning;
  return {
    ...{ code, kind, text: warningText(warning, language), params, events },
    sides: sides.map(({ event, said }) => ({
      event,
      type: said.type,
      occurred: said.occurred ?? null,
      says: summaryWithTitle(said, language),
      source: said.source ? citedOf(said.source) : null,
    })),
  };
}

const citedOf = ({ kind, publisher, url }: Source) => ({ kind, publisher, ...(url !== undefined && { url }) });

export const dossierExample: z.input<typeof DossierAnswer> = {
  id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  provider: { id: '5a0c2b7e-1f5b-5e55-8f6d-2a9d1c3b4e5f', slug: 'ovhcloud', name: 'OVHcloud' },
  service: { name: 'Hosted Private Cloud powered by VMware', kinds: ['IaaS'] },
  scheme: 'secnumcloud',
  status: 'granted',
  confirmed: true,
  because: ['9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f'],
  expiring: true,
  stale: false,
  lastHeard: '2023-12-28',
  announced: null,
  stage: { milestone: 'J3', occurred: '2023-12-28', confirmed: true },
  milestones: [
    {
      milestone: 'J3',
      occurred: '2023-12-28',
      day: '2023-12-28',
      confirmed: true,
      event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
    },
  ],
  grants: [
    {
      id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      decision: '2279',
      validFrom: '2023-12-28',
      validUntil: '2026-12-29',
      state: 'in-force',
      runsUntil: '2026-12-29',
      currentUntil: null,
      conditions: [],
      reservations: [],
      referential: '3.2',
      level: null,
      confirmed: true,
      events: ['9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f'],
    },
  ],
  targets: [],
  labels: ['cloud-de-confiance'],
  dependsOn: [],
  warnings: [],
  version: 7,
  asOf: '2026-11-25',
  knownAt: null,
};
