import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Reason } from '#language/phrases.js';
import { findSubscription, type SubscriptionScope } from './recipient.js';

export const PERIODS = ['day', 'hour'] as const;
export const MOST_DAYS = 90;
export const MOST_DAYS_BY_HOUR = 7;

const AttemptFigures = z.object({
  attempts: z.int().describe('Completed attempts, of tests and confirmation requests too.'),
  delivered: z.int().describe('Attempts that were accepted.'),
  failed: z.int().describe('Attempts that failed, whether or not they are retried.'),
  successRate: z.number().min(0).max(1).nullable().describe('`delivered` / `attempts`; `null` without attempts.'),
  p50Ms: z.int().nullable().describe('Median time in which messages were accepted; `null` if none was.'),
  p95Ms: z.int().nullable().describe('95th percentile of it.'),
});
type AttemptFigures = z.infer<typeof AttemptFigures>;

export const StatisticsView = z.object({
  since: z.date().describe('Start of the first period.'),
  until: z.date(),
  total: AttemptFigures,
  periods: z
    .array(AttemptFigures.extend({ start: z.date() }))
    .describe('Oldest first, also those without attempts. The last one is not over.'),
  messages: z.object({
    pending: z.int().describe('Planned or being sent.'),
    held: z.int().describe('Sent once the disabled subscription is enabled again.'),
    failed: z.int().describe('Planned since `since`, and failed permanently.'),
    oldestUndelivered: z.date().nullable().describe('When the oldest pending or held message was planned.'),
  }),
  lastDelivered: z.date().nullable().describe('Last accepted attempt in the log, also before `since`.'),
  lastFailure: z
    .object({
      at: z.date(),
      delivery: z.uuid(),
      code: z.int().nullable().describe('HTTP status or SMTP reply code.'),
      error: z.string().nullable().describe('A sentence in English; not stable.'),
      errorCode: z.string().nullable().describe('Stable, such as `connection-refused`.'),
    })
    .nullable()
    .describe('Last failed attempt in the log, also before `since`.'),
});

interface LastFailure extends NonNullable<z.infer<typeof StatisticsView>['lastFailure']> {
  reason: Reason | null;
}

export type StatisticsView = Omit<z.infer<typeof StatisticsView>, 'lastFailure'> & { lastFailure: LastFailure | null };

interface Window {
  /** Number of days up to today or, by hour, of 24 hours up to the current one. */
  days: number;
  by: (typeof PERIODS)[number];
  /** Time zone of the days. */
  zone: string;
}

/** How the deliveries of a subscription fared: its attempts by day or hour, and what is waiting. */
export class GetDeliveryStatistics extends Query<StatisticsView> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
    readonly window: Window,
  ) {
    super();
  }
}

@QueryHandler(GetDeliveryStatistics)
export class GetDeliveryStatisticsHandler implements IQueryHandler<GetDeliveryStatistics> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal unknown-subscription */
  async execute({ id, scope, window }: GetDeliveryStatistics): Promise<StatisticsView> {
    const { state } = await findSubscription(this.db, id, scope);
    const until = this.clock.now();
    const starts = await this.#starts(window, until);
    const since = starts[0] ?? until;
    const counted = await this.#figures(id, window, since);
    return {
      ...{ since, until },
      total: counted.get(undefined) ?? NO_FIGURES,
      periods: starts.map((start) => ({ start, ...(counted.get(start.getTime()) ?? NO_FIGURES) })),
      messages: await this.#messages(id, since, state === 'disabled'),
      lastDelivered: await this.#lastDelivered(id),
      lastFailure: await this.#lastFailure(id),
    };
  }

  /** Hours are those of UTC: they are neither repeated nor left out when clocks change. */
  async #starts({ days, by, zone }: Window, until: Date): Promise<Date[]> {
    const { count, clocks, step } =
      by === 'day' ? { count: days, clocks: zone, step: '1 day' } : { count: days * 24, clocks: 'UTC', step: '1 hour' };
    const { rows } = await sql<{ start: Date }>`
      select (date_trunc(${by}, ${until}::timestamptz at time zone ${clocks}) - back * ${step}::interval) at time zone ${clocks} as start
      from generate_series(${count - 1}::int, 0, -1) as back
    `.execute(this.db);
    return rows.map(({ start }) => start);
  }

  /** By the start of the period; `undefined`: of all. */
  async #figures(id: string, { by, zone }: Window, since: Date): Promise<Map<number | undefined, AttemptFigures>> {
    const { rows } = await sql<{ start: Date | null; attempts: number; delivered: number; took: number[] | null }>`
      select date_trunc(${by}, at, ${by === 'day' ? zone : 'UTC'}) as start, count(*)::int as attempts,
        count(*) filter (where result = 'delivered')::int as delivered,
        percentile_disc(array[0.5, 0.95]) within group (order by took_ms) filter (where result = 'delivered') as took
      from delivery_attempt where subscription = ${id} and at >= ${since}
      group by grouping sets ((1), ())
    `.execute(this.db);
    return new Map(
      rows.map(({ start, attempts, delivered, took }) => [
        start?.getTime(),
        {
          ...{ attempts, delivered, failed: attempts - delivered },
          successRate: attempts === 0 ? null : Math.floor((delivered * 10_000) / attempts) / 10_000,
          ...{ p50Ms: took?.[0] ?? null, p95Ms: took?.[1] ?? null },
        },
      ]),
    );
  }

  async #messages(id: string, since: Date, isDisabled: boolean): Promise<StatisticsView['messages']> {
    const { rows } = await sql<{ planned: number; claimed: number; failed: number; oldest: Date | null }>`
      select count(*) filter (where state = 'planned')::int as planned, count(*) filter (where state = 'claimed')::int as claimed,
        min(created_at) as oldest, (
          select count(*)::int from delivery where subscription = ${id} and state = 'failed' and created_at >= ${since}
        ) as failed
      from delivery where subscription = ${id} and state in ('planned', 'claimed')
    `.execute(this.db);
    const { planned = 0, claimed = 0, failed = 0, oldest = null } = rows[0] ?? {};
    return {
      ...(isDisabled ? { pending: claimed, held: planned } : { pending: planned + claimed, held: 0 }),
      ...{ failed, oldestUndelivered: oldest },
    };
  }

  async #lastDelivered(id: string): Promise<Date | null> {
    const { rows } = await sql<{ at: Date }>`
      select at from delivery_attempt where subscription = ${id} and result = 'delivered' order by at desc limit 1
    `.execute(this.db);
    return rows[0]?.at ?? null;
  }

  async #lastFailure(id: string): Promise<LastFailure | null> {
    const { rows } = await sql<Omit<LastFailure, 'errorCode'>>`
      select at, delivery, code, error, reason from delivery_attempt
      where subscription = ${id} and result <> 'delivered' order by at desc limit 1
    `.execute(this.db);
    return rows[0] ? { ...rows[0], errorCode: rows[0].reason?.code ?? null } : null;
  }
}

const NO_FIGURES: AttemptFigures = {
  ...{ attempts: 0, delivered: 0, failed: 0 },
  ...{ successRate: null, p50Ms: null, p95Ms: null },
};
