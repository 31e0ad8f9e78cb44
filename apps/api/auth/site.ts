import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Failure } from '../problem/problem-of.js';
import type { Need } from './needs.js';

/**
 * A site of pages beside REST, with sessions and error pages of its own. It registers itself as `site` of the Fastify
 * instance, so that authentication and problems need not know it.
 */
export interface Site {
  /** Admits a request to one of its pages or to an unknown address, before the body is read. */
  receive(request: FastifyRequest, need: Need | undefined): Promise<void>;
  /** Admits a request to one of its pages once the body is read. */
  admit(request: FastifyRequest, need: Need): void;
  /** Answers a failure as a page; `false` when the request is not for a page. */
  showFailure(failure: Failure, error: unknown, request: FastifyRequest, reply: FastifyReply): boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    site?: Site;
  }
  interface FastifyContextConfig {
    /** A route of the site, and the kind of forms it takes. */
    console?: 'forms' | 'files';
  }
}
