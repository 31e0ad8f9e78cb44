import type { FastifyInstance } from 'fastify';

/** A route that will be removed. Dates are days in UTC, such as `2027-01-31`. */
export interface Deprecated {
  /** Since when clients should no longer use it. */
  since: string;
  /** When it is removed at the earliest; half a year after `since` or later. Absent: not decided yet. */
  sunset?: string;
  /** The page that says what to use instead: an address, or a path of this server. */
  link: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    deprecated?: Deprecated;
  }
}

/** Announces on every response of a deprecated route that it is: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link. */
export function announceDeprecations(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', ({ url, config }) => {
    const { since, sunset } = config?.deprecated ?? {};
    if (since !== undefined && sunset !== undefined && Date.parse(sunset) - Date.parse(since) < LEAST_MS)
      throw new Error(`${url} is removed too soon after its deprecation`);
  });
  fastify.addHook('onSend', ({ routeOptions }, reply, _payload, done) => {
    const { deprecated } = routeOptions.config;
    if (deprecated) void reply.headers(headersOf(deprecated, reply.getHeader('link')));
    done();
  });
}

/** Half a year. */
const LEAST_MS = 182 * 24 * 3_600_000;

const headersOf = ({ since, sunset, link }: Deprecated, other: unknown) => ({
  Deprecation: `@${Date.parse(since) / 1000}`,
  ...(sunset !== undefined && { Sunset: new Date(sunset).toUTCString() }),
  Link: [other, `<${link}>; rel="deprecation"; type="text/html"`].filter(Boolean).join(', '),
});
