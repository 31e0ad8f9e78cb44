import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeyHolder, Scope } from '#access/api-keys.js';
import type { Failure } from '../problem/problem-of.js';

/** What a route asks of whoever calls it. */
export type Need =
  /** A key that holds the scope. */
  | Scope
  /** As `read`, and nothing at all under `PUBLIC_READ`. */
  | 'public-read'
  /** Nothing, ever. */
  | 'nothing';

export const NEED = 'jalon:need';

declare module 'fastify' {
  interface FastifyContextConfig {
    need?: Need;
  }
}

/** Every route names its need, to Nest and to Fastify; the guard refuses to serve one that does not. */
export const Needs = (need: Need): MethodDecorator => applyDecorators(SetMetadata(NEED, need), RouteConfig({ need }));

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key came with the request; set by the guard, absent on open routes and public reads. */
    caller?: KeyHolder;
    /** What it was found to fulfil, once it was asked. */
    admittedFor?: Need;
  }
}

/** Injects whose key it is; `undefined` for a public read. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): KeyHolder | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().caller,
);

/** How the ledger names whoever holds a key: names of keys may be reused, ids never are. */
export const actorOf = ({ id, name }: KeyHolder): string => `key:${id} ${name}`;

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
