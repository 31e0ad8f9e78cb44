import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Scope, Principal } from '#access/principal.js';
import type { Failure } from '../problem/problem-of.js';

/** The scope that a route requires. */
export type Need =
  /** A key with the scope. */
  | Scope
  /** As `read`; no key with `PUBLIC_READ`. */
  | 'public-read'
  /** No key. */
  | 'nothing';

export const NEED = 'jalon:need';

declare module 'fastify' {
  interface FastifyContextConfig {
    need?: Need;
  }
}

/** Declares the required scope of a route to Nest and Fastify. The guard does not serve a route without one. */
export const Needs = (need: Need): MethodDecorator => applyDecorators(SetMetadata(NEED, need), RouteConfig({ need }));

declare module 'fastify' {
  interface FastifyRequest {
    /** The holder of the key, set by the guard; absent on open routes and public reads. */
    caller?: Principal;
    /** The scope that was checked. */
    admittedFor?: Need;
  }
}

/** Injects the holder of the key; `undefined` for a public read. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().caller,
);

/**
 * A website beside REST, with its own sessions and error pages. It registers itself as `site` of the Fastify instance, so
 * that authentication and problems do not depend on it.
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
    console?: 'forms' | 'files' | 'evidence';
    /** Whether its form is sent along when the language is switched. */
    keepsInput?: boolean;
  }
}
