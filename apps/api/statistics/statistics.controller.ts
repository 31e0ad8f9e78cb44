import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { ProviderRef, Service } from '#domain/dossier/standing.js';
import { DaySchema } from '#domain/date/day.js';
import { Summary } from '#domain/statistics/durations.js';
import { type OpenDossier, Progress, type StepProgress } from '#domain/statistics/statistics.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeStatistics, type TimedDossier } from '#projections/scheme-statistics.js';
import { openDossierColumns } from '../csv/dossier-columns.js';
import { dossierExample } from '../ledger/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { NameInPath, page, seen, viewpoint } from '../http/query-fields.js';
import { BoardReading, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const note = z
  .string()
  .nullable()
  .describe('The sample size in words, in the language of the request; `null` unless `few`.');

const SummaryAnswer = Summary.extend({ note });
const StepProgressAnswer = Progress.shape.step.unwrap().extend({ note });

const OpenAnswer = Progress.extend({
  id: z.uuid(),
  provider: ProviderRef,
  service: Service.nullable(),
  status: Status,
  confirmed: z.boolean().describe('The status, by the authority.'),
  step: StepProgressAnswer.nullable().describe('In its current step.'),
  whole: StepProgressAnswer.nullable().describe('Since the first milestone.'),
  announced: StepProgressAnswer.nullable().describe('Since the first announcement.'),
});
export type OpenAnswer = z.input<typeof OpenAnswer>;

const StatisticsAnswer = z
  .strictObject({
    scheme: z.string(),
    asOf: DaySchema,
    knownAt: z.string().nullable(),
    steps: z.array(SummaryAnswer).describe('From each milestone to the next, in the order of the scheme.'),
    whole: SummaryAnswer.nullable().describe('From the first milestone to the outcome.'),
    announced: SummaryAnswer.nullable().describe(
      'From the first announcement, intent, target or validation to the outcome. `from` is `announcement`; `unconfirmed` only considers the outcome.',
    ),
    open: z.array(OpenAnswer).describe('The dossiers without an outcome, those longest at their stage first.'),
  })
  .meta({ id: 'Statistics' });

const noted = <T extends { n: number; few: boolean }>(sample: T, language: Language) => ({
  ...sample,
  note: sample.few ? phrases(language).sampleNote(sample.n) : null,
});

function openAnswerOf(open: OpenDossier<TimedDossier>, language: Language): OpenAnswer {
  const { dossier, stage, stageConfirmed, step, whole, announced } = open;
  const { id, provider, service, status, confirmed } = dossier;
  const progress = (step: StepProgress | null) => step && noted(step, language);
  return {
    ...{ id, provider, service, status, confirmed, stage, stageConfirmed },
    ...{ step: progress(step), whole: progress(whole), announced: progress(announced) },
  };
}

const noCase = {
  n: 0,
  few: true,
  note: 'No dossier has completed this stage.',
};

const statisticsExample: z.input<typeof StatisticsAnswer> = {
  scheme: 'secnumcloud',
  asOf: '2026-11-25',
  knownAt: null,
  steps: [
    {
      ...{
        from: 'J0',
        to: 'J1',
        n: 1,
        few: true,
        note: 'Only one dossier: not representative.',
      },
      days: { min: 214, lowerQuartile: 214, median: 214, upperQuartile: 214, max: 214 },
      ...{ imprecise: 0, possible: null, unconfirmed: 1, outOfOrder: 0 },
    },
    {
      ...{ from: 'J1', to: 'J2', ...noCase, days: null },
      ...{ imprecise: 0, possible: null, unconfirmed: 0, outOfOrder: 0 },
    },
  ],
  whole: null,
  announced: null,
  open: [
    {
      id: dossierExample.id,
      provider: dossierExample.provider,
      service: dossierExample.service,
      status: 'in-progress',
      confirmed: true,
      stage: 'J1',
      stageConfirmed: false,
      step: {
        ...{ from: 'J1', to: 'J2', ...noCase, since: '2025-11-17' },
        ...{ days: 373, leastDays: 373, longerThan: 0, percentile: null },
      },
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
    etag: 'content',
    answers: StatisticsAnswer,
    example: statisticsExample,
    csv: {
      name: 'statistics-{id}',
      rows: 'the open dossiers of a scheme',
      columns: openDossierColumns,
      itemsOf: ({ open }: z.input<typeof StatisticsAnswer>) => open,
    },
    problems: ['unknown-scheme', 'ledger-reset', 'not-seen-yet'],
  })
  async getSchemeStatistics(
    @Param('id', { schema: NameInPath }) scheme: string,
    @Query({ schema: StatisticsQuery }) query: z.output<typeof StatisticsQuery>,
    @RequestLanguage() language: Language,
  ) {
    const position = await this.board.position(query.seen);
    const viewpoint = this.viewpoints.day(query);
    const found = await this.queries.execute(new SchemeStatistics({ ...query, ...viewpoint, scheme }));
    const { steps, whole, announced, open } = found;
    const body = {
      scheme,
      asOf: viewpoint.asOf,
      knownAt: viewpoint.knownAt?.toISOString() ?? null,
      steps: steps.map((step) => noted(step, language)),
      whole: whole && noted(whole, language),
      announced: announced && noted(announced, language),
      open: open.items.map((one) => openAnswerOf(one, language)),
    };
    const { next } = open;
    return new Answer(body, { position, ...(next !== null && { next: { cursor: next } }) });
  }
}
