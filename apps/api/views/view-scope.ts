import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ownerReference, type Principal } from '#access/principal.js';
import type { ViewScope } from '#views/saved-views.js';

export const viewScopeOf = (caller: Principal): ViewScope => ({
  owner: ownerReference(caller),
  admin: caller.scopes.has('admin'),
});

/** Injects who makes the request. For routes that require a key. */
export const Holder = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('@Holder is for routes that require a key');
  return caller;
});
