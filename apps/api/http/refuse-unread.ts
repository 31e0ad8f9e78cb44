import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reject, SchemaPipe } from '../problem/rejection.js';

const schema = z.strictObject({}).nullish();
const pipe = new SchemaPipe();

/** Rejects what is sent to a route that reads no body. `{}` and `null` say nothing and pass. */
export const refuseBody: CanActivate = {
  async canActivate(context: ExecutionContext): Promise<true> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    await pipe.transform(body, { type: 'body', schema });
    return true;
  },
};

/** Rejects an `Idempotency-Key` on a route that does not heed it: a client that relies on it would create twice. */
export const refuseIdempotencyKey: CanActivate = {
  canActivate(context: ExecutionContext): true {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method === 'POST' && headers['idempotency-key'] !== undefined)
      throw reject('Idempotency-Key', 'idempotency-key-unread');
    return true;
  },
};
