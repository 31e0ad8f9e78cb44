import Negotiator from 'negotiator';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';

export const JSON_TYPE = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';
export const CSV = 'text/csv';
export const BINARY = 'application/octet-stream';

/** Of Excel workbooks. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rejects requests for a media type that the route does not have (406). */
export function refuseOtherFormats(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { produces = [] } = request.routeOptions.config;
    if (produces.length === 0 || produces.includes(BINARY) || preferredType(request, produces) !== undefined)
      done(null, payload);
    else done(new Rejection('not-acceptable', reason('available-media-types', { types: produces })));
  });
}

/** Whether a list is asked for as CSV, of a route that has it. */
export const wantsCsv = (request: FastifyRequest): boolean => preferredType(request, [JSON_TYPE, CSV]) === CSV;

/** The type that `Accept` prefers; without preference the first one. Parameters other than `q` are ignored. */
function preferredType({ headers }: FastifyRequest, types: readonly string[]): string | undefined {
  const accept = (headers.accept ?? '')
    .split(',')
    .map((range) =>
      range
        .split(';')
        .filter((part, index) => index === 0 || /^\s*q\s*=/i.test(part))
        .join(';'),
    )
    .join();
  return new Negotiator({ headers: { accept: accept.trim() || '*/*' } }).mediaType([...types]);
}
