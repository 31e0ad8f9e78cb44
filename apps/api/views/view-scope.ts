import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ownerReference, type Principal } from '#access/principal.js';
import type { ViewScope } from '#views/saved-views.js';

export const viewScopeOf = (caller: Principal): ViewScope => ({
  owner: ownerReference(caller),
  admin: caller.scopes.has('admin'),
});

/** Injects the views that the caller may change. For routes that require a key. */
export const CallerViews = createParamDecorator((_: unknown, context: ExecutionContext): ViewScope => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('@CallerViews is for routes that require a key');
  return viewScopeOf(caller);
});
