import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '#access/principal.js';
import type { Bodies, Need } from '../http/request.js';

export const NEED = 'jalon:need';

/**
 * Declares what a route requires to Nest and Fastify; the guard does not serve a route without it.
 *
 * @param takes the bodies that it reads, if it is not JSON
 */
export const Needs = (need: Need, takes?: Bodies): MethodDecorator =>
  applyDecorators(SetMetadata(NEED, need), RouteConfig({ need, ...(takes && { takes }) }));

/** Injects the holder of the key; `undefined` for a public read. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().caller,
);
