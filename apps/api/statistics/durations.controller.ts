import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import type { CurvePoint } from '#domain/statistics/survival.js';
import { FEWEST, Forecast, Times } from '#domain/statistics/times.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeDurations } from '#projections/scheme-durations.js';
import type { Column } from '../csv/csv-line.js';
import { Answer } from '../http/answer.js';
import { NameInPath, seen, timesFields, viewpoint } from '../http/query-fields.js';
import { BoardReading, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const note = z
  .string()
  .nullable()
  .describe('Why there is no figure, in the language of the request; otherwise `null`.');

const DurationsAnswer = Times.extend({
  scheme: z.string(),
  asOf: DaySchema,
  knownAt: z.string().nullable(),
  level: z.string().nullable().describe('As requested.'),
  year: z.int().nullable().describe('As requested.'),
  note,
  forecast: Forecast.extend({ note }),
}).meta({ id: 'Durations' });

const noteOn = ({ completed, few }: { completed: number; few: boolean }, language: Language): string | null =>
  few ? phrases(language).estimateNote(completed, FEWEST) : null;

/** Also where observations end before the day asked for. */
const noteOnForecast = (forecast: Forecast, language: Language): string | null =>
  noteOn(forecast, language) ?? (forecast.share === null ? phrases(language).observedTooShort : null);

const counts = { n: 14, completed: 11, pending: 2, ended: 1, few: false };
const median = { days: 307, lower: 190, upper: 402 };

const example: z.input<typeof DurationsAnswer> = {
  ...{ scheme: 'fedramp', asOf: '2026-11-25', knownAt: null, level: 'high', year: null },
  ...{ from: 'assessment', to: 'certification', ...counts, note: null },
  ...{ atLatest: 0, imprecise: 0, unconfirmed: 0, outOfOrder: 1 },
  quartiles: {
    lower: { days: 190, lower: 88, upper: 307 },
    median,
    upper: { days: 402, lower: 307, upper: null },
  },
  forecast: {
    ...{ after: 0, within: 365, n: 14, completed: 11, few: false, note: null },
    ...{ share: 0.5714, lower: 0.3449, upper: 0.8189 },
  },
  levels: [{ level: 'high', ...counts, median }],
  years: [{ year: 2024, ...counts, median }],
  curve: [{ days: 88, atRisk: 14, reached: 1, waiting: 0.9286, lower: 0.5908, upper: 0.9898 }],
};

export const curveColumns: readonly Column<CurvePoint>[] = [
  { name: 'days', description: 'since the start', of: (point) => point.days },
  { name: 'at_risk', of: (point) => point.atRisk },
  { name: 'reached', of: (point) => point.reached },
  { name: 'waiting', description: 'share that has not completed the step', of: (point) => point.waiting },
  { name: 'lower', of: (point) => point.lower },
  { name: 'upper', of: (point) => point.upper },
];

const DurationsQuery = z.strictObject({ ...timesFields, ...viewpoint, ...seen });

@ApiTags('schemes')
@Controller('v1')
export class DurationsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get(['schemes/:id/durations', 'schemes/:id/durations.csv'])
  @Route({
    summary: 'Estimate the time between two milestones of a scheme',
    description:
      'Kaplan-Meier estimates that count pending dossiers, with 95% intervals: quartiles, the survival curve, and the share that completes the step within a year. No estimate is based on fewer than 10 completed dossiers.',
    needs: 'public-read',
    etag: 'content',
    answers: DurationsAnswer,
    example,
    csv: {
      name: 'durations-{id}',
      rows: 'the survival curve of a step',
      columns: curveColumns,
      itemsOf: ({ curve }: z.input<typeof DurationsAnswer>) => curve,
      isWhole: true,
    },
    problems: ['unknown-scheme', 'unknown-milestone', 'ledger-reset', 'not-seen-yet'],
  })
  async getSchemeDurations(
    @Param('id', { schema: NameInPath }) scheme: string,
    @Query({ schema: DurationsQuery }) query: z.output<typeof DurationsQuery>,
    @RequestLanguage() language: Language,
  ) {
    const position = await this.board.position(query.seen);
    const { from, to, level, year, after } = query;
    const viewpoint = this.viewpoints.day(query);
    const durations = new SchemeDurations({ ...viewpoint, scheme, from, to, level, year, after });
    const times = await this.queries.execute(durations);
    const body: z.input<typeof DurationsAnswer> = {
      ...{ scheme, asOf: viewpoint.asOf, knownAt: viewpoint.knownAt?.toISOString() ?? null },
      ...{ level: level ?? null, year: year ?? null, ...times, note: noteOn(times, language) },
      forecast: { ...times.forecast, note: noteOnForecast(times.forecast, language) },
    };
    return new Answer(body, { position });
  }
}
