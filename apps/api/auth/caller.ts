import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KeyHolder } from '#access/api-keys.js';
import type { Need } from './needs.js';

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
