import { Controller, Get, Header, Injectable, Logger, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { pendingMigrations } from '#database/migrator.js';
import type { Database } from '#database/tables.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { outdatedAmong, unfinishedAmong } from '#event-store/checkpoint.js';
import { degradationsOf, outdatedProjection } from '#health/degradations.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { Route } from '../openapi/route.js';
import { type Failure, outages, unavailable } from '../problem/problem-of.js';
import { Rejection } from '../problem/rejection.js';
import { Metrics } from './metrics.js';

/** Whether this process can serve requests, of any kind. */
@Injectable()
export class Readiness {
  readonly #log = new Logger(Readiness.name);
  #checking: Promise<Failure | undefined> | undefined;
  /** `jalon start` is loading the sample ledger. */
  awaitsSample = false;

  constructor(private readonly db: LedgerDatabase) {}

  /**
   * @throws Rejection unavailable: the database is unreachable, not migrated, read-only or full, or the sample is being loaded,
   * or the lists are being filled
   */
  async assert(): Promise<void> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    const failure = await this.#checking;
    if (failure) throw new Rejection('unavailable', failure.why, [], failure.headers);
  }

  async #check(): Promise<Failure | undefined> {
    try {
      if ((await pendingMigrations(this.db.health)).length > 0) return unavailable('migrations-pending', 2);
      const state = await sql<{ transaction_read_only: 'on' | 'off' }>`show transaction_read_only`.execute(
        this.db.health,
      );
      // A process that is not ready gets no requests, whose success would tell that it is ready again.
      if (this.db.isFull || state.rows[0]?.transaction_read_only === 'on') await this.db.tryWriting();
      if (this.awaitsSample) return unavailable('sample-loading', 2);
      const [unfinished] = await unfinishedAmong(this.db.health, [boardCheckpoint]);
      return unfinished && unavailable('lists-building', 2, unfinished);
    } catch (error) {
      this.#log.warn(`not ready: ${error instanceof Error ? error.message : 'the database does not answer'}`);
      return outages[outageOf(error) ?? 'unreachable'];
    }
  }
}

/** Projections of this release that workers do not follow, because the tables are those of another one. */
async function outdatedProjections(db: Kysely<Database>) {
  return (await outdatedAmong(db, [boardCheckpoint, planningCheckpoint, CHANGES])).map(outdatedProjection);
}

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });

const Ready = z
  .strictObject({
    status: z.literal('ready'),
    degraded: z
      .array(z.looseObject({ code: z.string() }))
      .optional()
      .describe('What does not work while the rest does; absent if there is nothing. See docs/operating.md.'),
  })
  .meta({ id: 'Ready' });

@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly db: LedgerDatabase,
  ) {}

  @Get('healthz')
  @Route({
    summary: 'Check that the process is running',
    description: 'Does not ask the database. For liveness probes.',
    needs: 'nothing',
    answers: Alive,
    example: { status: 'ok' },
  })
  getHealth() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Route({
    summary: 'Check that requests can be served: the database is reachable, migrated and writable',
    description:
      'For readiness probes and load balancers. `degraded` lists what does not work while requests are served. 503 also while `jalon start` loads the sample ledger, and until lists that are built anew have reached what was on record when they began.',
    needs: 'nothing',
    answers: Ready,
    example: { status: 'ready' },
    problems: ['unavailable'],
  })
  async getReadiness() {
    await this.readiness.assert();
    const { health } = this.db;
    const degraded = [...(await outdatedProjections(health)), ...(await degradationsOf(health))];
    return { status: 'ready', ...(degraded.length > 0 && { degraded }) };
  }

  @Get('metrics')
  @Header('Cache-Control', 'no-store')
  @Route({
    summary: 'Metrics for Prometheus',
    description:
      'In the text format of Prometheus. Needs a key with scope `metrics`, unless `METRICS_PORT` serves them apart.',
    needs: 'metrics',
    produces: 'text/plain',
  })
  async getMetrics(@Res() reply: FastifyReply) {
    const { contentType, text } = await this.metrics.show();
    await reply.type(contentType).send(text);
  }
}
