import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { type Register, RegisterShape } from '#domain/register/register.js';
import type { RegisterView } from '#registers/get-register.js';

const Point = z.strictObject({
  day: DaySchema,
  entries: z.int(),
  added: z.int(),
  changed: z.int(),
  gone: z.int(),
  event: z.uuid().describe('The event `RegisterRead`.'),
  reading: z.uuid().nullable().describe('For its differences and document; `null` in a restored ledger.'),
});

const listed = {
  version: z.int().describe('Version of its stream; 0: built-in and never read.'),
  builtIn: z.boolean(),
  lastRead: DaySchema.nullable().describe('Day of the last reading.'),
  entries: z.int().nullable().describe('Number of entries listed by the last reading.'),
  stale: z.boolean().describe('Whether it was not read for longer than `staleAfterDays`.'),
  held: z.int().optional().describe('Number of readings that wait for a decision. Only with an API key.'),
};

/** A register in the list. */
export const ListedRegister = RegisterShape.extend(listed).meta({ id: 'ListedRegister' });

export const RegisterAnswer = RegisterShape.extend({
  ...listed,
  readings: z.array(Point).describe('Ascending by day.'),
}).meta({ id: 'RegisterAnswer' });

/** @param open without a key */
export const listedRegisterOf = (
  { register, version, builtIn, lastRead, entries, stale, held }: RegisterView,
  open: boolean,
) => ({
  ...register,
  ...{ version, builtIn, lastRead, entries, stale },
  ...(!open && { held }),
});

export const registerAnswerOf = (view: RegisterView, open: boolean): z.input<typeof RegisterAnswer> => ({
  ...listedRegisterOf(view, open),
  readings: view.readings.map(({ attempt, ...point }) => ({ ...point, reading: attempt })),
});

/** A register that lists decisions in a table, as French administrations publish them. */
export const registerExample: Register = {
  slug: 'harbour-list',
  name: 'List of sealed harbours',
  scheme: 'hds',
  publisher: 'ANS',
  kind: 'list',
  url: 'https://harbour.example/list.csv',
  staleAfterDays: 45,
  limits: { gonePercent: 5, movedPercent: 5 },
  reader: {
    format: 'csv',
    dates: 'day-month-year',
    blanks: ['-', 'n/a'],
    fields: { provider: 'Hébergeur', service: 'Service', stage: 'Statut', validFrom: 'Début', validUntil: 'Fin' },
    stages: { certifié: 'granted', 'audit en cours': 'stage-2', retiré: 'absent' },
    milestones: {},
  },
  notes: ['Columns as published in November 2026.'],
};

export const registerAnswerExample: z.input<typeof RegisterAnswer> = {
  ...registerExample,
  ...{ version: 3, builtIn: false, lastRead: '2026-11-25', entries: 84, stale: false, held: 0 },
  readings: [
    {
      day: '2026-11-25',
      ...{ entries: 84, added: 2, changed: 1, gone: 0 },
      event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      reading: '0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11',
    },
  ],
};
