import { z } from 'zod';
import { ProviderRef } from '#domain/dossier/standing.js';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { DEADLINE_KINDS, DEADLINE_STATES } from '#domain/deadline/deadline.js';
import { dossierExample } from '../dossiers/dossier-answer.js';

export const DeadlineAnswer = z
  .strictObject({
    key: z.string().describe('Stays the same when the dates move.'),
    kind: z.enum(DEADLINE_KINDS),
    due: PartialDateSchema,
    opens: DaySchema,
    lapses: DaySchema.nullable(),
    state: z.enum(DEADLINE_STATES),
    title: z.string().nullable(),
    event: z.uuid().describe('The event that the deadline results from.'),
    confirmed: z.boolean().describe('Confirmed by the authority, or set by an officer.'),
    daysLeft: z.int().describe('Days to the earliest day of `due`; negative: days since its latest day.'),
    dossier: z.strictObject({
      id: z.uuid(),
      provider: ProviderRef,
      service: z.strictObject({ name: z.string(), kinds: z.array(z.string()) }).nullable(),
      scheme: z.string(),
    }),
    dependsOn: z.uuid().nullable().describe('For `dependency-end`: the dossier whose grant ends.'),
  })
  .meta({ id: 'Deadline' });

export const deadlineExample: z.input<typeof DeadlineAnswer> = {
  key: 'grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  kind: 'grant-end',
  due: '2026-12-29',
  opens: '2026-07-02',
  lapses: null,
  state: 'open',
  title: '2279',
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  confirmed: true,
  daysLeft: 34,
  dossier: {
    id: dossierExample.id,
    provider: dossierExample.provider,
    service: dossierExample.service,
    scheme: dossierExample.scheme,
  },
  dependsOn: null,
};
