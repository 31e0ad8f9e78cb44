import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { actorOf } from '../auth/needs.js';
import { reject } from '../problem/rejection.js';
import { type Expected, versionsIn } from './answer.js';

/** What the headers of a write say. */
export interface WriteRequest {
  /** For the command: who, and under which id when an `Idempotency-Key` came. */
  context: Context & { id?: string };
  /** What `If-Match` lets pass. */
  expected: Expected;
}

/** Injects what the headers of a write say. On a route that needs a key. */
export const Write = createParamDecorator((_: unknown, execution: ExecutionContext): WriteRequest => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const { caller, headers } = request;
  if (!caller) throw new Error('a write on a route that needs no key');
  const id = idFrom(request, caller.id);
  const ifMatch = headers['if-match'];
  return {
    context: { actor: actorOf(caller), correlationId: request.id, ...(id !== undefined && { id }) },
    expected: ifMatch === undefined ? 'any' : versionsIn(ifMatch),
  };
});

/** One key of one client names one event at one address: others' keys cannot meet it. */
function idFrom({ headers, method, url }: FastifyRequest, caller: string): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(key))
    throw reject('Idempotency-Key', 'idempotency-key-format');
  return uuidOf('idempotency', caller, `${method} ${url.split('?', 1)[0] ?? ''}`, key);
}

const counting = { initial: 0, evolve: (count: number): number => count + 1 };

/** From `If-Match` to the one version that a command expects. */
@Injectable()
export class Preconditions {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** Of several versions the one that the stream stands at, else any: it is stale, and the store will say so. */
  async expected(stream: string, expected: Expected): Promise<{ expected?: number }> {
    if (expected === 'any') return {};
    const [first = -1, ...others] = expected;
    if (others.length === 0) return { expected: first };
    const { version } = await this.events.load(stream, counting);
    return { expected: expected.includes(version) ? version : first };
  }
}

/** What recording one event answers. */
export const RecordedAnswer = z
  .strictObject({
    id: z.uuid().describe('Of the event: corrections name it.'),
    position: z.int().describe('In the ledger.'),
    version: z.int().describe('Of what it was recorded on, this event included.'),
  })
  .meta({ id: 'Recorded' });
