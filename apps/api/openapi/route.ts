import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  HttpCode,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { countedHeaders, type DeclaredProblems, headerOf, requestHeaders } from './responses.js';
import { NEED } from '../auth/caller.js';
import { csvDocument, type CsvRepresentation, RepresentedAs } from '../csv/csv.js';
import { CSV, JSON_TYPE } from '../http/content-negotiation.js';
import type { Need } from '../http/request.js';
import { type ProblemCode, reject, SchemaPipe } from '../problem/rejection.js';

export interface Documented extends Pick<
  FastifyContextConfig,
  'takes' | 'etag' | 'kept' | 'deprecated' | 'records' | 'assumes'
> {
  /** One line, without a full stop. */
  summary: string;
  description?: string;
  needs: Need;
  /** `false`: it is not about the ledger, so the answer names no position. */
  position?: false;
  /** Of a `POST` or `PUT` that reads none: a body with anything in it is rejected. */
  body?: 'none';
  /** Of success; 200 when absent. */
  status?: 200 | 201 | 202 | 204;
  answers?: z.ZodType;
  /** Of a list: the name of the answer, of what it lists, and one to show. Its ETag is one of its content. */
  lists?: readonly [name: string, item: z.ZodType, example: unknown];
  /** An answer to show; those of requests stand in their schemas. */
  example?: unknown;
  /** The media types of success, when it is not JSON. */
  produces?: string | readonly string[];
  csv?: CsvRepresentation;
  /** What it answers with 202 where an approval is needed. */
  proposed?: { answers: z.ZodType; example: unknown };
  /** Problems of its own, beside those that every route has. */
  problems?: readonly ProblemCode[];
  /** Request headers it heeds. `If-None-Match` brings an ETag with it, and `etag` brings `If-None-Match`. */
  heeds?: readonly (keyof typeof requestHeaders)[];
}

/** Who may call a route and what the OpenAPI document says of it: every route has one. */
export const Route = (route: Documented): MethodDecorator => {
  const documented = route.lists ? { ...route, ...listOf(route.lists) } : route;
  const { summary, description, needs, csv, deprecated } = documented;
  const heeds = headersHeeded(documented);
  return applyDecorators(
    SetMetadata(NEED, needs),
    HttpCode(documented.status ?? 200),
    RouteConfig(configOf(documented)),
    ApiOperation({
      summary,
      ...(description !== undefined && { description }),
      ...(deprecated && { deprecated: true }),
    }),
    ...securityOf(needs),
    ...heeds.map((name) => ApiHeader({ name, required: false, ...requestHeaders[name] })),
    success(documented),
    ...(heeds.includes('If-None-Match') ? [notModified] : []),
    ...(documented.proposed ? [proposalOf(documented.proposed)] : []),
    ApiExtension('x-problems', declaredProblems(documented)),
    ...(documented.body === 'none' ? [UseGuards(refuseBody)] : []),
    ...(heeds.includes('Idempotency-Key') ? [] : [UseGuards(refuseIdempotencyKey)]),
    ...(csv ? [RepresentedAs(csv), ApiExtension('x-csv', csvDocument(csv))] : []),
  );
};

const listOf = ([id, item, example]: NonNullable<Documented['lists']>) => ({
  etag: 'content' as const,
  answers: z.strictObject({ items: z.array(item) }).meta({ id }),
  example: { items: [example] },
});

const declaredProblems = ({ needs, answers, produces, body, problems = [] }: Documented): DeclaredProblems => ({
  needs,
  codes: [
    ...((answers ?? produces) ? (['not-acceptable'] as const) : []),
    ...(body === 'none' ? (['invalid-body'] as const) : []),
    ...problems,
  ],
});

const headersHeeded = ({ heeds = [], etag }: Documented) => (etag ? ([...heeds, 'If-None-Match'] as const) : heeds);

const configOf = ({ needs: need, answers, produces, csv, ...route }: Documented): FastifyContextConfig => {
  const { takes, etag, kept, deprecated, records, assumes } = route;
  const types = (answers ?? produces) && { produces: [produces ?? JSON_TYPE, csv ? CSV : []].flat() };
  return { need, takes, etag, kept, deprecated, records, assumes, ...types };
};

function success(documented: Documented): MethodDecorator {
  const { status = 200, answers, example, produces, needs, position, deprecated } = documented;
  const heeds = headersHeeded(documented);
  const headers = {
    ...headerOf('X-Request-Id'),
    ...((needs === 'public-read' || needs === 'nothing') && countedHeaders),
    ...((deprecated ?? documented.etag) && headerOf('Link')),
    ...(deprecated && { ...headerOf('Deprecation'), ...headerOf('Sunset') }),
    ...((status === 201 || needs === 'record') && { ...headerOf('Location'), ...headerOf('Link') }),
    ...(needs === 'public-read' && headerOf('Content-Location')),
    ...((needs !== 'nothing' || produces) && position !== false && status < 202 && headerOf('Jalon-Position')),
    ...(heeds.includes('If-None-Match') && headerOf('ETag')),
    ...(heeds.includes('Idempotency-Key') && headerOf('Idempotency-Replayed')),
  };
  const description = status === 201 ? 'Recorded.' : 'Success.';
  const said = { status, description, headers };
  if (produces) {
    const shown = { schema: { type: 'string' as const }, ...(example !== undefined && { example }) };
    return ApiResponse({ ...said, content: Object.fromEntries([produces].flat().map((type) => [type, shown])) });
  }
  return ApiResponse(answers ? { ...said, standardSchema: answers, ...(example !== undefined && { example }) } : said);
}

const notModified = ApiResponse({
  status: 304,
  description: 'Not modified.',
  headers: { ...headerOf('X-Request-Id'), ...countedHeaders, ...headerOf('ETag'), ...headerOf('Jalon-Position') },
});

const proposalOf = ({ answers, example }: NonNullable<Documented['proposed']>): MethodDecorator =>
  ApiResponse({
    status: 202,
    description: 'Not recorded yet: a second person has to approve it.',
    headers: { ...headerOf('X-Request-Id'), ...headerOf('Location') },
    standardSchema: answers,
    example,
  });

const securityOf = (need: Need): MethodDecorator[] => {
  if (need === 'nothing') return [ApiSecurity({})];
  return need === 'public-read' ? [ApiBearerAuth('key'), ApiSecurity({})] : [ApiBearerAuth('key')];
};

const nothing = z.strictObject({}).nullish();
const pipe = new SchemaPipe();

/** Rejects what is sent to a route that reads no body. `{}` and `null` say nothing and pass. */
const refuseBody: CanActivate = {
  async canActivate(context: ExecutionContext): Promise<true> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    await pipe.transform(body, { type: 'body', schema: nothing });
    return true;
  },
};

/** Rejects an `Idempotency-Key` on a route that does not heed it: a client that relies on it would create twice. */
const refuseIdempotencyKey: CanActivate = {
  canActivate(context: ExecutionContext): true {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method === 'POST' && headers['idempotency-key'] !== undefined)
      throw reject('Idempotency-Key', 'idempotency-key-unread');
    return true;
  },
};
