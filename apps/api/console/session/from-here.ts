import type { FastifyRequest } from 'fastify';
import { urlIn } from '#domain/text/web-address.js';
import { Rejection } from '../../problem/rejection.js';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isWrite = ({ method }: FastifyRequest): boolean => !READS.has(method);

/**
 * Refuses a form that another site sends, before its body is read. Browsers say where a form comes from: in
 * `Sec-Fetch-Site` over https and on this machine, in `Origin` everywhere. What says neither is no browser of today; it has
 * to bring the token of its session all the same.
 *
 * @throws Rejection foreign-form
 */
export function assertFromHere({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const { origin, host } = headers;
  const isForeign =
    site === undefined
      ? origin !== undefined && urlIn(origin)?.host !== host
      : site !== 'same-origin' && site !== 'none';
  if (isForeign) throw new Rejection('foreign-form', 'Open this page here, and send it again.');
}
