import { z } from 'zod';
import { DIFFERING } from '#projections/difference.js';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { ProviderRefAnswer, StatusField } from '../dossiers/dossier-answer.js';
import { differenceExample } from './difference-example.js';

const Service = z.strictObject({ name: z.string(), kinds: z.array(z.string()) }).nullable();

const Side = z
  .strictObject({
    status: StatusField,
    confirmed: z.boolean(),
    expiring: z.boolean(),
    stale: z.boolean(),
    stage: z.strictObject({ milestone: z.string(), occurred: PartialDateSchema, confirmed: z.boolean() }).nullable(),
    grant: z
      .strictObject({ decision: z.string().nullable(), validUntil: PartialDateSchema.nullable() })
      .nullable()
      .describe('The one in force, or suspended.'),
    labels: z.array(z.string()),
    provider: ProviderRefAnswer,
    service: Service,
  })
  .nullable();

const Reason = z.strictObject({
  id: z.uuid(),
  type: z.string(),
  occurred: PartialDateSchema.nullable(),
  recordedAt: z.iso.datetime(),
  publisher: z.string().nullable().describe('Of its source.'),
  position: z.int(),
  visible: z.enum(['from', 'to']).describe('The only one of the two points that sees it.'),
});

export const DifferenceAnswer = z
  .strictObject({
    id: z.uuid().describe("The dossier's."),
    provider: ProviderRefAnswer,
    service: Service,
    scheme: z.string(),
    change: z.enum(['appeared', 'gone', 'changed']),
    kind: z
      .enum(['happened', 'learned', 'both'])
      .describe(
        '`happened`: something changed between the two days. `learned`: what the less informed point told was not so, or not all.',
      ),
    fields: z.array(z.enum(DIFFERING)).describe('What changed; empty when the dossier appeared or is gone.'),
    before: Side.describe('At `from`; `null` when it had not begun.'),
    after: Side.describe('At `to`; `null` when it had not begun.'),
    because: z
      .array(Reason)
      .describe('The events that one point sees and the other does not, the last 20; empty when only time has passed.'),
    more: z.int().describe('How many more events there are.'),
  })
  .meta({ id: 'Difference' });

const PointAnswer = z.strictObject({ asOf: DaySchema, knownAt: z.string().nullable() });

export const DiffAnswer = z
  .strictObject({ from: PointAnswer, to: PointAnswer, items: z.array(DifferenceAnswer) })
  .meta({ id: 'Diff' });

export const diffExample: z.input<typeof DiffAnswer> = {
  from: { asOf: '2026-06-01', knownAt: null },
  to: { asOf: '2026-11-25', knownAt: null },
  items: [differenceExample],
};
