import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import type { SubscriptionScope } from '#delivery/recipient.js';

/** How a subscription names the key that made it. */
const makerOf = ({ id }: KeyHolder): string => `key:${id}`;

/** Injects who makes a subscription. On a route that needs a key. */
export const Maker = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  makerOf(holderIn(context)),
);

/** Injects whose subscriptions the caller may see and change: an admin everybody's, others those their key has made. */
export const Reaching = createParamDecorator((_: unknown, context: ExecutionContext): SubscriptionScope =>
  reachOf(holderIn(context)),
);

export const reachOf = (holder: KeyHolder): SubscriptionScope =>
  holder.scopes.has('admin') ? 'all' : { maker: makerOf(holder) };

function holderIn(context: ExecutionContext): KeyHolder {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('a route about subscriptions that needs no key');
  return caller;
}

/** In a path. What is no UUID names nothing, and answers like an unknown one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export const IdInPath = z
  .string()
  .transform((text) => (z.guid().safeParse(text).success ? text.toLowerCase() : NOBODY))
  .meta({ format: 'uuid' });
