import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { ProviderRef } from '#domain/dossier/standing.js';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { OpenDossier } from '#domain/statistics/statistics.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeStatistics, type TimedDossier } from '#projections/scheme-statistics.js';
import { openDossierColumns } from '../csv/dossier-columns.js';
import { dossierExample } from '../dossiers/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { NameInPath, page, seen, viewpoint } from '../http/query-fields.js';
import { BoardReading, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const Spread = z
  .strictObject({
    min: z.number(),
    lowerQuartile: z.number(),
    median: z.number(),
    upperQuartile: z.number(),
    max: z.number(),
  })
  .describe('In days.');

const Step = {
  from: z.string().describe('A milestone, or `announcement`.'),
  to: z.string().describe('The milestone it leads to.'),
  n: z.int().describe('How many dossiers made the step.'),
  few: z.boolean().describe('Fewer than 5: nothing can be expected from them.'),
  note: z
    .string()
    .nullable()
    .describe('The sample size in words, in the language of the request; `null` unless `few`.'),
};

const Summary = z.strictObject({
  ...Step,
  days: Spread.nullable().describe('Between the earliest days that the dates can mean; `null` when n is 0.'),
  imprecise: z.int().describe('How many of the n rest on a date that is not a day.'),
  possible: z
    .strictObject({ shortest: Spread, longest: Spread })
    .nullable()
    .describe('What `days` would be if every such date meant the day that makes the step short, or long.'),
  unconfirmed: z.int().describe('How many of the n the authority itself does not date at both ends.'),
  outOfOrder: z.int().describe('Dossiers left out because the step ended before it began.'),
});

const Place = z.strictObject({
  ...Step,
  since: PartialDateSchema,
  days: z.int().describe('From the earliest day of `since` to `asOf`.'),
  leastDays: z.int().describe('From its latest day.'),
  longerThan: z.int().describe('How many of the n took less than `days`.'),
  percentile: z.int().nullable().describe('Their share in percent; `null` when n is 0.'),
});

const OpenAnswer = z.strictObject({
  id: z.uuid(),
  provider: ProviderRef,
  service: z.strictObject({ name: z.string(), kinds: z.array(z.string()) }).nullable(),
  status: Status,
  stage: z.string().nullable().describe('The furthest milestone it has reached.'),
  step: Place.nullable().describe('In the step it is making.'),
  whole: Place.nullable().describe('On the whole way, from the first milestone.'),
  announced: Place.nullable().describe('Since its first announcement.'),
});

const StatisticsAnswer = z
  .strictObject({
    scheme: z.string(),
    asOf: DaySchema,
    knownAt: z.string().nullable(),
    steps: z.array(Summary).describe('From each milestone to the next, in the order of the scheme.'),
    whole: Summary.nullable().describe('From the first milestone to the outcome.'),
    announced: Summary.nullable().describe(
      'From the first announcement (an announcement, an intent, a target, a validation) to the outcome; `from` is `announcement`, and only the outcome counts for `unconfirmed`.',
    ),
    open: z.array(OpenAnswer).describe('The dossiers that wait for an outcome, the longest at their stage first.'),
  })
  .meta({ id: 'Statistics' });

type Sample = Pick<z.input<typeof Summary>, 'from' | 'to' | 'n' | 'few'>;

const withNote = <S extends Sample>(sample: S, language: Language) => ({
  ...sample,
  note: sample.few ? phrases(language).sampleNote(sample) : null,
});

const maybeWithNote = <S extends Sample>(sample: S | null, language: Language) => sample && withNote(sample, language);

export const openAnswerOf = (open: OpenDossier<TimedDossier>, language: Language): z.input<typeof OpenAnswer> => {
  const { id, provider, service, status } = open.dossier;
  return {
    ...{ id, provider, service, status, stage: open.stage },
    step: maybeWithNote(open.step, language),
    whole: maybeWithNote(open.whole, language),
    announced: maybeWithNote(open.announced, language),
  };
};

const j0ToJ1 = {
  from: 'J0',
  to: 'J1',
  n: 1,
  few: true,
  note: 'Only 1 dossier on record went from J0 to J1; a single case is no basis for an estimate.',
};
const j1ToJ2 = {
  from: 'J1',
  to: 'J2',
  n: 0,
  few: true,
  note: 'No dossier on record went from J1 to J2, so there is no basis for comparison.',
};
const nothing = { days: null, imprecise: 0, possible: null, unconfirmed: 0, outOfOrder: 0 };

const statisticsExample: z.input<typeof StatisticsAnswer> = {
  scheme: 'secnumcloud',
  asOf: '2026-11-25',
  knownAt: null,
  steps: [
    {
      ...j0ToJ1,
      days: { min: 214, lowerQuartile: 214, median: 214, upperQuartile: 214, max: 214 },
      imprecise: 0,
      possible: null,
      unconfirmed: 1,
      outOfOrder: 0,
    },
    { ...j1ToJ2, ...nothing },
  ],
  whole: null,
  announced: null,
  open: [
    {
      id: dossierExample.id,
      provider: dossierExample.provider,
      service: dossierExample.service,
      status: 'in-progress',
      stage: 'J1',
      step: { ...j1ToJ2, since: '2025-11-17', days: 373, leastDays: 373, longerThan: 0, percentile: null },
      whole: null,
      announced: null,
    },
  ],
};

const StatisticsQuery = z.strictObject({ ...viewpoint, ...page('number', 'uuid'), ...seen });

@ApiTags('schemes')
@Controller('v1')
export class StatisticsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get(['schemes/:id/statistics', 'schemes/:id/statistics.csv'])
  @Route({
    summary: 'Get the durations of the steps of a scheme',
    description:
      'Computed from the recorded dossiers as of a day: the duration of each step, and the progress of every open dossier. Pages apply to `open`.',
    needs: 'public-read',
    answers: StatisticsAnswer,
    example: statisticsExample,
    csv: {
      name: 'statistics-{id}',
      rows: 'The dossiers of a scheme that await an outcome, those longest at their stage first,',
      columns: openDossierColumns,
      itemsOf: ({ open }: z.input<typeof StatisticsAnswer>) => open,
    },
    problems: ['unknown-scheme', 'not-seen-yet'],
  })
  async getSchemeStatistics(
    @Param('id', { schema: NameInPath }) scheme: string,
    @Query({ schema: StatisticsQuery }) query: z.output<typeof StatisticsQuery>,
    @RequestLanguage() language: Language,
  ) {
    const position = await this.board.position(query.seen);
    const viewpoint = this.viewpoints.day(query);
    const found = await this.queries.execute(new SchemeStatistics({ ...query, ...viewpoint, scheme }));
    const { open, steps, whole, announced } = found;
    const { items, next } = open;
    const { asOf, knownAt } = viewpoint;
    const at = { scheme, asOf, knownAt: knownAt?.toISOString() ?? null };
    const body = {
      ...at,
      steps: steps.map((step) => withNote(step, language)),
      whole: maybeWithNote(whole, language),
      announced: maybeWithNote(announced, language),
      open: items.map((one) => openAnswerOf(one, language)),
    };
    return new Answer(body, { position, ...(next !== null && { next: { cursor: next } }) });
  }
}
