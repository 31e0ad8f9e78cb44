import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  GetDeliveryStatistics,
  MOST_DAYS,
  MOST_DAYS_BY_HOUR,
  PERIODS,
  StatisticsView,
} from '#delivery/delivery-statistics.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { because } from '#domain/validation.js';
import { wholeNumber } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { CallerScope, IdInPath } from '../auth/caller-scope.js';

const StatisticsQuery = z
  .strictObject({
    days: wholeNumber({ minimum: 1, maximum: MOST_DAYS })
      .default(30)
      .describe(
        `Number of days up to today, or of 24 hours up to the current one; with \`by=hour\` at most ${MOST_DAYS_BY_HOUR}.`,
      ),
    by: z.enum(PERIODS).default('day').describe('Length of a period: a day in `JALON_TIMEZONE`, or an hour.'),
  })
  .refine(({ days, by }) => by === 'day' || days <= MOST_DAYS_BY_HOUR, {
    path: ['days'],
    error: because('days-by-hour'),
    params: { maximum: MOST_DAYS_BY_HOUR },
  });

const StatisticsAnswer = z.strictObject(StatisticsView.shape).meta({ id: 'DeliveryStatistics' });

const monday = { attempts: 42, delivered: 41, failed: 1, successRate: 0.9761, p50Ms: 84, p95Ms: 310 };
const tuesday = { attempts: 9, delivered: 9, failed: 0, successRate: 1, p50Ms: 80, p95Ms: 121 };

const example: z.input<typeof StatisticsAnswer> = {
  since: new Date('2026-11-22T23:00:00.000Z'),
  until: new Date('2026-11-24T08:10:00.000Z'),
  total: { attempts: 51, delivered: 50, failed: 1, successRate: 0.9803, p50Ms: 83, p95Ms: 298 },
  periods: [
    { start: new Date('2026-11-22T23:00:00.000Z'), ...monday },
    { start: new Date('2026-11-23T23:00:00.000Z'), ...tuesday },
  ],
  messages: { pending: 1, held: 0, failed: 0, oldestUndelivered: new Date('2026-11-24T08:09:58.120Z') },
  lastDelivered: new Date('2026-11-24T08:04:11.900Z'),
  lastFailure: {
    at: new Date('2026-11-23T14:20:05.318Z'),
    delivery: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
    code: 503,
    error: 'The endpoint responded with status 503',
    errorCode: 'endpoint-status',
  },
};

@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id')
export class DeliveryStatisticsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get('statistics')
  @Route({
    summary: 'Get the delivery statistics of a subscription',
    description:
      'Attempts by day or hour with success rate and response times, what is waiting, and the last success and failure. Only what the log of deliveries still has is counted.',
    needs: 'record',
    position: false,
    answers: StatisticsAnswer,
    example,
    problems: ['unknown-subscription'],
  })
  async getDeliveryStatistics(
    @Param('id', { schema: IdInPath }) id: string,
    @Query({ schema: StatisticsQuery }) { days, by }: z.output<typeof StatisticsQuery>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const window = { days, by, zone: this.settings.JALON_TIMEZONE };
    const { lastFailure, ...statistics } = await this.queries.execute(new GetDeliveryStatistics(id, scope, window));
    if (!lastFailure) return { ...statistics, lastFailure };
    const { reason: _, ...shown } = lastFailure;
    return { ...statistics, lastFailure: shown };
  }
}
