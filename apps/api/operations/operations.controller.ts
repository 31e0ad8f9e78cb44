import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Route } from '../openapi/route.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });

/** For whoever runs it: nothing here tells what a key protects. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  @Route({ summary: 'Whether the process is alive', needs: 'nothing', answers: Alive, example: { status: 'ok' } })
  getHealth() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Route({
    summary: 'Whether requests can be served: the database is reachable and migrated',
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
  @Route({ summary: 'Figures for Prometheus', needs: 'nothing', produces: 'text/plain' })
  async getMetrics(@Res() reply: FastifyReply) {
    const { contentType, text } = await this.metrics.show();
    await reply.type(contentType).send(text);
  }
}
