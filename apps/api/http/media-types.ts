import type { FastifyInstance, FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';
import type { KnownRoute } from './request.js';

/**
 * Answers 405 instead of 404 to other methods of a known address, before the body is read. To be called before the first
 * route is registered.
 *
 * @throws Rejection method-not-allowed
 */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  const known: (KnownRoute & { pattern: RegExp })[] = [];
  fastify.addHook('onRoute', ({ url, method, config }) => {
    const pattern = patternOf(url);
    if (!url.includes('*'))
      known.push(...[method].flat().map((one) => ({ method: one, url, need: config?.need, pattern })));
  });
  fastify.decorate('routes', known);
  // Of the routes that Fastify finds, the one of `OPTIONS` is for preflights, which have been answered.
  fastify.addHook('preParsing', ({ is404, method, url }, _reply, payload, done) => {
    const path = url.split('?', 1)[0] ?? '';
    const routes = is404 || method === 'OPTIONS' ? known.filter(({ pattern }) => pattern.test(path)) : [];
    const methods = [...new Set(routes.map((route) => route.method))].sort();
    // The method is right, but not what a parameter holds: one with an extension takes no line break. Answered 404.
    const isOther = routes.length > 0 && !methods.includes(method);
    if (isOther) done(notAllowed(methods));
    else done(null, payload);
  });
}

const notAllowed = (methods: readonly string[]): Rejection =>
  new Rejection('method-not-allowed', reason('allowed-methods', { methods }), [], { Allow: methods.join(', ') });

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);

export const JSON_TYPE = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';
export const CSV = 'text/csv';
export const BINARY = 'application/octet-stream';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rejects a query of REST whose percent-encoding is no UTF-8, as Fastify does a path: it would be read as it stands. */
export function refuseMalformedQueries(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', ({ url }, _reply, payload, done) => {
    if (url.startsWith('/v1/') && !isDecodable(url)) done(new Rejection('malformed-address'));
    else done(null, payload);
  });
}

function isDecodable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== '';
  } catch {
    return false;
  }
}

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

/** The type that `Accept` prefers; without preference the first one. */
const preferredType = ({ headers }: FastifyRequest, types: readonly string[]): string | undefined =>
  acceptedOf(headers.accept?.trim() || '*/*', types)[0];

/**
 * What a client accepts of what there is, by `Accept` or `Accept-Encoding`: the best first, of equals what it names first.
 * Parameters other than `q` are ignored (RFC 9110, 12.4.2).
 */
export function acceptedOf<T extends string>(header: string, offered: readonly T[]): readonly T[] {
  if (header === '') return [];
  if (header === '*/*') return offered;
  const ranges = header.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((one) => /^q\s*=/.test(one))?.replace(/^q\s*=/, '');
    return { name, weight: weight === undefined ? 1 : Number(weight) };
  });
  const found = offered.flatMap((value) => {
    const names = [value, `${value.split('/', 1)[0] ?? ''}/*`, '*/*', '*'];
    const name = names.find((one) => ranges.some((range) => range.name === one));
    const order = ranges.findIndex((range) => range.name === name);
    const weight = ranges[order]?.weight ?? 0;
    return weight > 0 ? [{ value, order, weight }] : [];
  });
  return found.sort((a, b) => b.weight - a.weight || a.order - b.order).map(({ value }) => value);
}
