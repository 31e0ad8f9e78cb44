import { applyDecorators, createParamDecorator, type ExecutionContext, Param, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Principal, ownerReference } from '#access/principal.js';
import { Name } from '#domain/text/text.js';
import type { Look } from '#event-store/ledger-head.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { type Bodies, lookOf, type Need } from '../http/request.js';

export const NEED = 'jalon:need';

/**
 * Declares what a route requires to Nest and Fastify; the guard does not serve a route without it.
 *
 * @param takes the bodies that it reads, if it is not JSON
 */
export const Needs = (need: Need, takes?: Bodies): MethodDecorator =>
  applyDecorators(SetMetadata(NEED, need), RouteConfig({ need, takes }));

/** Injects the holder of the key; `undefined` for a public read. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().caller,
);

export const RequestLook = createParamDecorator((_: unknown, context: ExecutionContext): Look =>
  lookOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Injects the API key of the caller. For routes that require a key. */
export const CallerKey = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  ownerReference(holderIn(context)),
);

/** Injects the subscriptions that the caller may see and change: all for an admin key, otherwise those of the key. */
export const CallerScope = createParamDecorator((_: unknown, context: ExecutionContext): SubscriptionScope =>
  scopeOf(holderIn(context)),
);

export const scopeOf = (holder: Principal): SubscriptionScope =>
  holder.scopes.has('admin') ? 'all' : { owner: ownerReference(holder) };

/** The key whose subscriptions are meant; `undefined`: all keys. */
export const ownerOf = (scope: SubscriptionScope): string | undefined => (scope === 'all' ? undefined : scope.owner);

function holderIn(context: ExecutionContext): Principal {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('@CallerScope and @CallerKey are for routes that require a key');
  return caller;
}

/** A path parameter that is not a UUID is handled like an unknown id. */
const UNKNOWN = '00000000-0000-0000-0000-000000000000';

export const IdInPath = z
  .string()
  .transform((text) => (z.guid().safeParse(text).success ? text.toLowerCase() : UNKNOWN))
  .meta({ format: 'uuid' });

/** Inject what a part of the path names: by its id, or by a text, which is looked up, so that any is valid. */
export const Id = (part = 'id'): ParameterDecorator => Param(part, { schema: IdInPath });
export const Named = (part = 'id'): ParameterDecorator => Param(part, { schema: Name });
