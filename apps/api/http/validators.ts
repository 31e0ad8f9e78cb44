import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { RELEASE } from '#settings/in-package.js';
import { languageOf } from '../problem/problem.filter.js';
import { cachingOf, tagNamedIn, withQuery } from './answer.js';
import { wantsCsv } from './media-types.js';
import { Viewpoints } from './reading.js';

/**
 * What the ETag of a list tells apart, beside its address and its reader. `ledger`: the positions of the ledger and of its
 * projections, and the day, so that 304 is answered without reading the list. `body`: a hash of the response, where what is
 * listed is not in the ledger.
 */
export type ValidatedBy = 'ledger' | 'body';

declare module 'fastify' {
  interface FastifyContextConfig {
    validatedBy?: ValidatedBy;
  }
  interface FastifyRequest {
    /** Of the list as it was before it was read: the list may be newer, hence the tag is a weak one. */
    listTag?: string;
  }
}

/**
 * The state of everything that is derived from the ledger. To be read from the database that lists are read from, before
 * them: a list may be newer than its tag, but never older.
 */
@Injectable()
export class LedgerState {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** Changes with every event, with every step of a projection, also of what failed at first, and with the day. */
  async now(): Promise<string> {
    const { rows } = await sql<{ state: string }>`
      select concat_ws(' ',
        (select position from ledger_head),
        (select string_agg(concat_ws('.', name, version, position), ' ' order by name) from checkpoint),
        (select string_agg(concat_ws('.', projection, version, position), ' ' order by projection, position)
          from projection_failure)
      ) as state
    `.execute(this.db.reads);
    return [RELEASE, this.db.epochs.current, this.viewpoints.today(), rows[0]?.state].join(' ');
  }
}

/** Sends lists with an ETag, or 304 if the client has them already. */
export function validateLists(fastify: FastifyInstance, ledger: LedgerState): void {
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.config.validatedBy !== 'ledger' || wantsCsv(request)) return;
    request.listTag = tagOf(await ledger.now(), ...reading(request));
    // A list that must include a position may have to wait for it, and `*` says nothing of an invalid request.
    if (/[?&]seen=/.test(request.url) || request.headers['if-none-match']?.trim() === '*') return;
    if (!isKnown(request, request.listTag)) return;
    return reply
      .status(304)
      .headers({ ...cachingOf(request), ETag: request.listTag })
      .send();
  });
  // oxlint-disable-next-line typescript/require-await -- a hook answers by a promise or by a callback
  fastify.addHook('onSend', async (request, reply, payload) => {
    const { validatedBy } = request.routeOptions.config;
    if (!validatedBy || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const tag = validatedBy === 'body' ? tagOf(payload) : request.listTag;
    if (tag === undefined) return payload;
    reply.header('ETag', tag);
    if (!isKnown(request, tag)) return payload;
    reply.status(304).removeHeader('content-type').removeHeader('content-length');
    return null;
  });
}

/** What the same address answers differently for. */
const reading = (request: FastifyRequest): string[] => [
  withQuery(request.url, {}),
  languageOf(request),
  [...(request.caller?.scopes ?? [])].sort().join(),
];

const tagOf = (...parts: string[]): string =>
  `W/"${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22)}"`;

/** Whether the client has it. */
function isKnown({ headers }: FastifyRequest, tag: string): boolean {
  const has = headers['if-none-match'];
  return has !== undefined && tagNamedIn(has, tag) !== undefined;
}
