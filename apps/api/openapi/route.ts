import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Need, Needs } from '../auth/needs.js';
import { ProposalAnswer, proposalExample } from '../approvals/proposal-answer.js';
import { csvDocument, type CsvRepresentation, RepresentedAs } from '../csv/csv.js';
import type { ProblemCode } from '../problem/problem-table.js';
import type { DeclaredProblems } from './problem-responses.js';

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
  /** Where an approval is needed, it answers 202 with the proposal. */
  mayBeProposed?: true;
  /** Problems of its own, beside those that every route has. */
  problems?: readonly ProblemCode[];
  /** Request headers it heeds. `If-None-Match` brings an ETag with it. */
  heeds?: readonly (keyof typeof requestHeaders)[];
}

/** Who may call a route and what the OpenAPI document says of it: every route has one. */
export const Route = (documented: Documented): MethodDecorator => {
  const { summary, description, needs, heeds = [], csv } = documented;
  return applyDecorators(
    Needs(needs),
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ...securityOf(needs),
    ...heeds.map((name) => ApiHeader({ name, required: false, ...requestHeaders[name] })),
    success(documented),
    ...(heeds.includes('If-None-Match') ? [ApiResponse({ status: 304, description: 'Not modified.' })] : []),
    ...(documented.mayBeProposed ? [proposed] : []),
    ApiExtension('x-problems', { needs, codes: documented.problems ?? [] } satisfies DeclaredProblems),
    ...(csv ? [RepresentedAs(csv), ApiExtension('x-csv', csvDocument(csv))] : []),
  );
};

function success({
  status = 200,
  answers,
  example,
  produces,
  heeds = [],
  needs,
  position,
}: Documented): MethodDecorator {
  const headers = {
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

const proposed = ApiResponse({
  status: 202,
  description: 'Not recorded yet: a second person has to approve it.',
  standardSchema: ProposalAnswer,
  example: proposalExample,
});

const securityOf = (need: Need): MethodDecorator[] => {
  if (need === 'nothing') return [ApiSecurity({})];
  return need === 'public-read' ? [ApiBearerAuth('key'), ApiSecurity({})] : [ApiBearerAuth('key')];
};

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
  ETag: { description: '`"<version>.<hash of the body>"`', schema: { type: 'string' } },
  'Idempotency-Replayed': {
    description: '`true` if the request was already processed and nothing was recorded this time.',
    schema: { type: 'string' },
  },
} as const;

type Described = { description: string; schema: { type: string } };

const headerOf = (name: keyof typeof responseHeaders): Record<string, Described> => ({
  [name]: responseHeaders[name],
});
