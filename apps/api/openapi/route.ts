import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { FastifyContextConfig } from 'fastify';
import type { z } from 'zod';
import { phrases } from '#language/phrases.js';
import { type Need, NEED } from '../auth/needs.js';
import { CSV, csvDocument, type CsvRepresentation, RepresentedAs } from '../csv/csv.js';
import type { Deprecated } from '../http/deprecation.js';
import { JSON_TYPE } from '../http/media-types.js';
import type { ValidatedBy } from '../http/validators.js';
import { type ProblemCode, statusOf } from '../problem/problem-table.js';

export interface Documented {
  /** One line, without a full stop. */
  summary: string;
  description?: string;
  needs: Need;
  /** `false`: it is not about the ledger, so the answer names no position. Routes for admins never name one. */
  position?: false;
  /** Of success. */
  status?: 200 | 201 | 202 | 204;
  /** The body of success. */
  answers?: z.ZodType;
  /** An answer to show; those of requests stand in their schemas. */
  example?: unknown;
  /** The media type of success, when it is not JSON. */
  produces?: string;
  /** For a list that is also there as CSV. */
  csv?: CsvRepresentation;
  /** Problems of its own, beside those that every route has. */
  problems?: readonly ProblemCode[];
  /** Request headers it heeds. `If-None-Match` brings an ETag with it. */
  heeds?: readonly (keyof typeof requestHeaders)[];
  /** What the ETag of its JSON tells apart; see `Validators`. Brings `If-None-Match` with it. */
  validatedBy?: ValidatedBy;
  /** It will be removed; see docs/api.md. */
  deprecated?: Deprecated;
}

/** Who may call a route and what the OpenAPI document says of it: every route has one. */
export const Route = (documented: Documented): MethodDecorator => {
  const { summary, description, needs, csv, deprecated } = documented;
  const heeds = headersHeeded(documented);
  return applyDecorators(
    SetMetadata(NEED, needs),
    RouteConfig(configOf(documented)),
    ApiOperation({
      summary,
      ...(description !== undefined && { description }),
      ...(deprecated && { deprecated: true }),
    }),
    ...securityOf(needs),
    ...heeds.map((name) => ApiHeader({ name, required: false, ...requestHeaders[name] })),
    success(documented),
    ...(heeds.includes('If-None-Match') ? [ApiResponse({ status: 304, description: 'Not modified.' })] : []),
    ...problemsOf(documented),
    ...(csv ? [RepresentedAs(csv), ApiExtension('x-csv', csvDocument(csv))] : []),
  );
};

const headersHeeded = ({ heeds = [], validatedBy }: Documented) =>
  validatedBy ? ([...heeds, 'If-None-Match'] as const) : heeds;

/** Of the Fastify route, for its hooks. */
const configOf = ({ needs, answers, produces, csv, validatedBy, deprecated }: Documented): FastifyContextConfig => ({
  need: needs,
  ...(validatedBy && { validatedBy }),
  ...(deprecated && { deprecated }),
  ...((answers ?? produces) && { produces: [produces ?? JSON_TYPE, ...(csv ? [CSV] : [])] }),
});

function success(documented: Documented): MethodDecorator {
  const { status = 200, answers, example, produces, needs, position, deprecated } = documented;
  const heeds = headersHeeded(documented);
  const headers = {
    ...headerOf('X-Request-Id'),
    ...(needs === 'public-read' && { ...headerOf('RateLimit'), ...headerOf('RateLimit-Policy') }),
    ...(deprecated && { ...headerOf('Deprecation'), ...headerOf('Sunset'), ...headerOf('Link') }),
    ...(needs !== 'nothing' && needs !== 'admin' && position !== false && status < 202 && headerOf('Jalon-Position')),
    ...(heeds.includes('If-None-Match') && headerOf('ETag')),
    ...(heeds.includes('Idempotency-Key') && headerOf('Idempotency-Replayed')),
  };
  const description = status === 201 ? 'Recorded.' : 'Success.';
  const said = { status, description, headers };
  if (produces) {
    const shown = { schema: { type: 'string' as const }, ...(example !== undefined && { example }) };
    return ApiResponse({ ...said, content: { [produces]: shown } });
  }
  return ApiResponse(answers ? { ...said, standardSchema: answers, ...(example !== undefined && { example }) } : said);
}

const securityOf = (need: Need): MethodDecorator[] => {
  if (need === 'nothing') return [];
  return need === 'public-read' ? [ApiBearerAuth('key'), ApiSecurity({})] : [ApiBearerAuth('key')];
};

const common: readonly ProblemCode[] = [
  'invalid-request',
  'unauthorized',
  'forbidden',
  'too-many-requests',
  'unavailable',
];

/** One response per status, naming the problems that share it. */
function problemsOf({ needs, answers, produces, problems = [] }: Documented): MethodDecorator[] {
  const chosen: readonly ProblemCode[] = (answers ?? produces) ? ['not-acceptable'] : [];
  const codes = [...new Set([...(needs === 'nothing' ? [] : common), ...chosen, ...problems])];
  const statuses = [...new Set(codes.map((code) => statusOf[code]))];
  return statuses.map((status) =>
    ApiResponse({
      status,
      description: codes
        .filter((code) => statusOf[code] === status)
        .map((code) => `\`${code}\`: ${phrases('en').problems[code].title}.`)
        .join('\n\n'),
      headers: headersOfProblem(status),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  );
}

function headersOfProblem(status: number): Record<string, Described> {
  const id = headerOf('X-Request-Id');
  if (status === 401) return { ...id, ...headerOf('WWW-Authenticate') };
  if (status === 503) return { ...id, ...headerOf('Retry-After') };
  if (status === 429)
    return { ...id, ...headerOf('Retry-After'), ...headerOf('RateLimit'), ...headerOf('RateLimit-Policy') };
  return id;
}

/** What the document says of the headers that requests may carry. */
const requestHeaders = {
  'Idempotency-Key': {
    description:
      'Makes the request idempotent: the same key with the same request returns the first result; with a different request it is rejected. Keys do not expire and are scoped to the API key and the URL.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    example: '7f0c1a52-record-j1',
  },
  'If-Match': {
    description:
      'ETag of an earlier response (its version part is compared), or `*`. Returns 412 if the resource has changed since.',
    schema: { type: 'string' },
    example: '"7"',
  },
  'If-None-Match': {
    description: 'ETag of an earlier response; returns 304 if unchanged.',
    schema: { type: 'string' },
  },
  'Last-Event-ID': {
    description: 'The `id` of the last event received. The stream resumes after it; `after` is ignored.',
    schema: { type: 'string' },
    example: '31',
  },
} as const;

const responseHeaders = {
  'Jalon-Position': {
    description: 'Ledger position that the response reflects; lists requested with `?seen=` wait for it.',
    schema: { type: 'integer' },
  },
  'X-Request-Id': {
    description: 'The id of the request: as sent, or a new one. Logs and events that it records name it.',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'The limits that apply: `q` requests in `w` seconds. Absent if none does.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'What is left of each limit: `r` requests for the next `t` seconds. Absent if none applies.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'string' } },
  'WWW-Authenticate': { description: 'What is wrong with the API key (RFC 6750).', schema: { type: 'string' } },
  Deprecation: { description: 'Since when the route is deprecated (RFC 9745).', schema: { type: 'string' } },
  Sunset: { description: 'When it is removed at the earliest (RFC 8594).', schema: { type: 'string' } },
  Link: { description: 'The page about the deprecation, as `rel="deprecation"`.', schema: { type: 'string' } },
  ETag: {
    description: 'Of single resources `"<version>.<hash of the body>"`, of lists opaque and weak: `W/"…"`.',
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description: '`true` if the request was already processed and nothing was recorded this time.',
    schema: { type: 'string' },
  },
} as const;

type Described = { description: string; schema: { type: string } };

const headerOf = (name: keyof typeof responseHeaders): Record<string, Described> => ({
  [name]: responseHeaders[name],
});
