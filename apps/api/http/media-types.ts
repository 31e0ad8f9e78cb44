import Negotiator from 'negotiator';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';

export const JSON_TYPE = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';
export const BINARY = 'application/octet-stream';

/** Of Excel workbooks. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rejects requests for a media type that the route does not have (406). */
export function refuseOtherFormats(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { produces = [] } = request.routeOptions.config;
    const types = namesCsv(request) ? produces.slice(1) : produces;
    if (types.length === 0 || types.includes(BINARY) || preferredType(request, types) !== undefined)
      done(null, payload);
    else done(new Rejection('not-acceptable', reason('available-media-types', { types })));
  });
}

/** Whether the address is that of a list as CSV; a slash may follow it. */
export const namesCsv = ({ routeOptions: { url = '' } }: FastifyRequest): boolean => url.endsWith('.csv');

/** The type that `Accept` prefers; without preference the first one. Parameters other than `q` are ignored. */
export function preferredType({ headers }: FastifyRequest, types: readonly string[]): string | undefined {
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
