import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Scope } from '#access/api-keys.js';

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
