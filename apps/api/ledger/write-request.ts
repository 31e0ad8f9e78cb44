import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Receipt } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { uuidOf } from '#event-store/encoding.js';
import { actorOf } from '#access/principal.js';
import { type Documented, Route } from '../openapi/route.js';
import { type ProblemCode, reject } from '../problem/rejection.js';
import { Answer, type EpochVersion, type Expected, versionsIn } from '../http/answer.js';

/** The headers of a request that records. */
export interface WriteRequest {
  /** For the command: the actor, and the id of the event if there is an `Idempotency-Key`. */
  context: Context & { id?: string; mayApprove: boolean; look?: Look };
  /** By `If-Match`. */
  expected: Expected;
  /** @see FastifyRequest.admitAgain */
  admitAgain?: () => Promise<Look>;
}

/** Injects a `WriteRequest`, on a route that needs a key. */
export const Write = createParamDecorator((_: unknown, execution: ExecutionContext): WriteRequest => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const { caller, headers, look, admitAgain } = request;
  if (!caller) throw new Error('a write on a route that needs no key');
  const id = idFrom(request, caller.id);
  const ifMatch = headers['if-match'];
  return {
    context: {
      ...{ actor: actorOf(caller), correlationId: request.id, mayApprove: caller.scopes.has('approve') },
      ...(id !== undefined && { id }),
      ...(look && { look }),
    },
    expected: ifMatch === undefined ? 'any' : versionsIn(ifMatch),
    ...(admitAgain && { admitAgain }),
  };
});

/**
 * Records as of the look of the request. Where that only assumes, all that goes wrong may be for that: then as of a true one,
 * unless an append was sent that may have recorded its event.
 */
export async function recordedAsOf<T>(
  { context: { look }, admitAgain }: WriteRequest,
  record: (look: Look | undefined) => Promise<T>,
): Promise<T> {
  const assumption = look?.assumption;
  if (!assumption || !admitAgain) return record(look);
  try {
    return await record(look);
  } catch (error) {
    if (assumption.isSettled) throw error;
    return record(await admitAgain());
  }
}

/** The id of an event derives from the idempotency key, the client and the address. */
function idFrom({ headers, method, url }: FastifyRequest, caller: string): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(key))
    throw reject('Idempotency-Key', 'idempotency-key-format');
  return uuidOf('idempotency', caller, `${method} ${url.split('?', 1)[0] ?? ''}`, key);
}

const counting = { initial: 0, evolve: (count: number): number => count + 1 };

@Injectable()
export class Preconditions {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /**
   * The context for a command on a stream. If `If-Match` lists several versions, `expected` is the current one if listed, and
   * otherwise any of them, which the event store refuses.
   */
  async checked(stream: string, { context, expected }: WriteRequest): Promise<CheckedContext> {
    if (expected === 'any') return context;
    const [first = -1, ...others] = await this.#onRecord(stream, expected);
    if (others.length === 0) return { ...context, expected: first };
    const { version } = await this.events.load(stream, counting);
    return { ...context, expected: others.includes(version) ? version : first };
  }

  /** The versions, -1 for one that a rewind of the ledger has lost: it may now hold another event. */
  async #onRecord(stream: string, expected: readonly EpochVersion[]): Promise<number[]> {
    const { epochs } = this.db;
    if (expected.every(({ epoch }) => epochs.sharedWith(epoch) === Infinity))
      return expected.map(({ version }) => version);
    const record = await this.events.read(stream);
    const isLost = ({ version, epoch }: EpochVersion) =>
      (record[version - 1]?.position ?? Infinity) > epochs.sharedWith(epoch);
    return expected.map((one) => (isLost(one) ? -1 : one.version));
  }
}

type CheckedContext = WriteRequest['context'] & { expected?: number };

export const RecordedAnswer = z
  .strictObject({
    id: z.uuid().describe('The event, to which corrections refer.'),
    position: z.int().describe('In the ledger.'),
    version: z.int().describe('Version of the provider, dossier or scheme, including this event.'),
  })
  .meta({ id: 'Recorded' });

export const recordedExample: z.input<typeof RecordedAnswer> = {
  id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  position: 62,
  version: 7,
};

export const recordedAnswer = <T extends Receipt>({ replayed, ...body }: T) =>
  new Answer(body, { position: body.position, replayed, isRecorded: true });

export const createdAnswer = <T>(
  { position, replayed }: Pick<Receipt, 'position' | 'replayed'>,
  location: string,
  body: T,
) => new Answer(body, { position, replayed, isRecorded: true, location });

export const RecordsEvent = ({
  problems,
  ...documented
}: Documented & { problems: readonly ProblemCode[] }): MethodDecorator =>
  Route({
    answers: RecordedAnswer,
    example: recordedExample,
    ...documented,
    status: 201,
    records: true,
    heeds: ['Idempotency-Key', 'If-Match'],
    problems: ['invalid-body', ...problems, 'stale-version', 'conflict', 'id-reused'],
  });
