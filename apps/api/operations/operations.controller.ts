import { Controller, Get, Header, Injectable, Logger, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { migrationFiles } from '#database/migrator.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#language/phrases.js';
import { Route } from '../openapi/route.js';
import { Rejection } from '../problem/rejection.js';
import { Metrics } from './metrics.js';

/** Readiness of this process. */
@Injectable()
export class Readiness {
  readonly #log = new Logger(Readiness.name);

  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Rejection unavailable: the database is unreachable or not migrated */
  async assert(): Promise<void> {
    const applied = await this.#applied();
    const missing = Object.keys(await migrationFiles.getMigrations()).filter((name) => !applied.has(name));
    if (missing.length > 0) throw unavailable(reason('migrations-pending'));
  }

  async #applied(): Promise<ReadonlySet<string>> {
    try {
      const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(this.db);
      return new Set(rows.map(({ name }) => name));
    } catch (error) {
      this.#log.warn(`not ready: ${error instanceof Error ? error.message : 'the database does not answer'}`);
      throw unavailable(reason('database-unreachable'));
    }
  }
}

const unavailable = (why: Reason): Rejection => new Rejection('unavailable', why, [], { 'Retry-After': '2' });

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });

/** For operators. Exposes nothing that requires a key. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  @Route({ summary: 'Check that the process is running', needs: 'nothing', answers: Alive, example: { status: 'ok' } })
  getHealth() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Route({
    summary: 'Check that requests can be served: the database is reachable and migrated',
    needs: 'nothing',
    answers: z.strictObject({ status: z.literal('ready') }).meta({ id: 'Ready' }),
    example: { status: 'ready' },
    problems: ['unavailable'],
  })
  async getReadiness() {
    await this.readiness.assert();
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('Cache-Control', 'no-store')
  @Route({ summary: 'Metrics for Prometheus', needs: 'nothing', produces: 'text/plain' })
  async getMetrics(@Res() reply: FastifyReply) {
    const { contentType, text } = await this.metrics.show();
    await reply.type(contentType).send(text);
  }
}
