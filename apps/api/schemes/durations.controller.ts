import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { ProviderRef, Standing } from '#domain/dossier/standing.js';
import { Duration } from '#domain/durations/durations.js';
import { Forecast } from '#domain/durations/forecasts.js';
import { CurvePoint } from '#domain/durations/survival.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { MOST_WAITING, SchemeDurations } from '#projections/scheme-durations.js';
import type { Look } from '#event-store/ledger-head.js';
import { Named, RequestLook } from '../auth/caller.js';
import { type Column, fields, List } from '../csv/csv.js';
import { dossierExample } from '../ledger/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { seen, stepFields, viewpoint } from '../http/query-fields.js';
import { ListPosition, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const DurationAnswer = Duration.extend({
  note: z
    .string()
    .nullable()
    .describe('The sample size in words, in the language of the request; `null` unless `few`.'),
});

const Waiting = Standing.pick({ service: true, status: true, confirmed: true, stage: true }).extend({
  id: z.uuid(),
  provider: ProviderRef,
  since: PartialDateSchema,
  days: z
    .int()
    .describe('From the earliest day of `since` to `asOf`, or to the last reading of the register that lists it.'),
  chance: z
    .number()
    .nullable()
    .describe(
      'That it completes the step within 365 days, at most 0.8 where fewer than 20 dossiers were pending for so long; `null` unless there is a `forecast`.',
    ),
});

const DurationsAnswer = DurationAnswer.extend({
  scheme: z.string(),
  asOf: DaySchema,
  knownAt: z.string().nullable(),
  level: z.string().nullable().describe('As requested.'),
  year: z.int().nullable().describe('As requested.'),
  stagesSince: DaySchema.nullable().describe('Day since which the scheme has its stages; `null`: always.'),
  curve: z.array(CurvePoint).describe('The survival curve of the step.'),
  forecast: Forecast.nullable().describe(
    'How many of the pending dossiers complete the step within 365 days, and how good such forecasts were; `null` with fewer than 10 completed.',
  ),
  waiting: z
    .array(Waiting)
    .describe(`The dossiers pending in the step, the longest first; at most ${MOST_WAITING} of the \`pending\` ones.`),
  steps: z
    .array(DurationAnswer)
    .describe('From each milestone to the next; from the first one, and from the first announcement, to the outcome.'),
}).meta({ id: 'Durations' });

const noted = (duration: Duration, language: Language): z.input<typeof DurationAnswer> => ({
  ...duration,
  note: duration.few ? phrases(language).sampleNote(duration.completed) : null,
});

const round = (share: number): number => Math.round(share * 10_000) / 10_000;

const rounded = ({ waiting, lower, upper, ...point }: CurvePoint): CurvePoint => ({
  ...point,
  ...{ waiting: round(waiting), lower: round(lower), upper: upper === null ? null : round(upper) },
});

const duration: z.input<typeof DurationAnswer> = {
  ...{ from: 'assessment', to: 'certification', n: 14, completed: 11, pending: 2, ended: 1, few: false, note: null },
  quartiles: {
    lower: { days: 190, lower: 88, upper: 307 },
    median: { days: 307, lower: 190, upper: 402 },
    upper: { days: 402, lower: 307, upper: null },
  },
  ...{ atLatest: 0, imprecise: 0, unconfirmed: 0, outOfOrder: 1, earlierStages: 0 },
};

const example: z.input<typeof DurationsAnswer> = {
  ...{ scheme: 'fedramp', asOf: '2026-11-25', knownAt: null, level: 'high', year: null },
  ...{ ...duration, stagesSince: null },
  curve: [{ days: 88, atRisk: 14, reached: 1, waiting: 0.9286, lower: 0.5908, upper: 0.9898 }],
  forecast: {
    ...{ day: '2026-11-25', pending: 2, expected: 0.6, interval80: { lower: 0, upper: 2 } },
    interval95: { lower: 0, upper: 2 },
    record: {
      origins: [
        {
          ...{ day: '2025-11-25', pending: 4, expected: 1.4, interval80: { lower: 0, upper: 4 } },
          ...{ interval95: { lower: 0, upper: 4 }, came: 2, brier: 0.2301, baseRate: 0.5, baseBrier: 0.25 },
        },
      ],
      ...{ covered80: 1, covered95: 1, brier: 0.2301, baseBrier: 0.25 },
      reliability: [{ from: 0.2, to: 0.4, dossiers: 4, forecast: 0.35, came: 0.5 }],
    },
  },
  waiting: [
    {
      ...{ id: dossierExample.id, provider: dossierExample.provider, service: dossierExample.service },
      ...{ status: 'in-progress', confirmed: true, since: '2025-11-17', days: 373, chance: 0.31 },
      stage: { milestone: 'assessment', occurred: '2025-11-17', confirmed: true },
    },
  ],
  steps: [duration],
};

const curveColumns: readonly Column<CurvePoint>[] = [
  { name: 'days', description: 'since the start', of: (point) => point.days },
  ...fields('atRisk', 'reached'),
  { name: 'waiting', description: 'share that has not completed the step', of: (point) => point.waiting },
  ...fields('lower', 'upper'),
];

const DurationsQuery = z.strictObject({ ...stepFields, ...viewpoint, ...seen });
type DurationsQuery = z.output<typeof DurationsQuery>;

@ApiTags('schemes')
@Controller('v1')
export class DurationsController {
  constructor(
    private readonly durations: SchemeDurations,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
  ) {}

  @Get('schemes/:id/durations')
  @Route({
    summary: 'Estimate how long the steps of a scheme take',
    description:
      'Kaplan-Meier estimates that count pending dossiers, with 95% intervals: quartiles of every step, and for one step the survival curve, the dossiers that are pending, and a forecast of how many of them complete it, beside what came of earlier ones.',
    needs: 'public-read',
    etag: 'content',
    answers: DurationsAnswer,
    example,
    csv: {
      name: 'durations-{id}',
      columns: curveColumns,
      itemsOf: ({ curve }: z.input<typeof DurationsAnswer>) => curve,
    },
    problems: ['not-found', 'unknown-reference', 'ledger-reset', 'not-seen-yet'],
  })
  getSchemeDurations(
    @Named() scheme: string,
    @Query({ schema: DurationsQuery }) query: DurationsQuery,
    @RequestLanguage() language: Language,
    @RequestLook() look: Look,
  ) {
    return new List(query, (asked) => this.#found(scheme, asked, { language, look }));
  }

  async #found(scheme: string, query: DurationsQuery, { language, look }: { language: Language; look: Look }) {
    const position = await this.lists.position(look, query.seen);
    const { from, to, level, year } = query;
    const viewpoint = this.viewpoints.day(query);
    const found = await this.durations.of({ ...viewpoint, scheme, from, to, level, year });
    const body: z.input<typeof DurationsAnswer> = {
      ...{ scheme, asOf: viewpoint.asOf, knownAt: viewpoint.knownAt?.toISOString() ?? null },
      ...{ level: level ?? null, year: year ?? null },
      ...noted(found.asked, language),
      stagesSince: found.stagesSince,
      curve: found.curve.map(rounded),
      forecast: found.forecast,
      waiting: found.waiting.map((one) => ({ ...one, chance: one.chance === null ? null : round(one.chance) })),
      steps: found.steps.map((step) => noted(step, language)),
    };
    return new Answer(body, { position });
  }
}
