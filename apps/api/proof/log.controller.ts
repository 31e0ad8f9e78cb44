import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { reason } from '#domain/refusal.js';
import { because } from '#domain/validation.js';
import { TILE_WIDTH } from '#proof/merkle-tree.js';
import { findBundle, findTile, latestCheckpoint, logKeys, proofsOf } from '#proof/ledger-log.js';
import { RequestLook } from '../auth/caller.js';
import { lookOf } from '../http/request.js';
import type { Look } from '#event-store/ledger-head.js';
import { Route } from '../openapi/route.js';
import { Rejection } from '../problem/rejection.js';

const TEXT = 'text/plain';
const BYTES = 'application/octet-stream';

const absent = () => new Rejection('not-found', reason('log-part-not-found'));

/** `x001/x234/067` or, of a tile that is not full, `x001/x234/067.p/3` (C2SP tlog-tiles). */
const TILE = /^((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?$/;

/**
 * Caches keep tiles for ever, so only what is signed is served: the rest may be lost with a database, and made anew.
 *
 * @throws Rejection not-found
 */
function tileIn(request: FastifyRequest, level = 0): { index: number; width: number } {
  const [, digits = '', partial = '256'] = TILE.exec((request.params as { '*': string })['*']) ?? [];
  const [index, width] = [Number(digits.replaceAll(/[x/]/g, '')), Number(partial)];
  const end = (index * TILE_WIDTH + width) * TILE_WIDTH ** level;
  if (digits === '' || end > lookOf(request).provenTo) throw absent();
  return { index, width };
}

/** The log as public tools of transparency logs read it, by the paths of C2SP tlog-tiles. */
@ApiExcludeController()
@Controller('log')
export class LogController {
  constructor(private readonly db: LedgerDatabase) {}

  @Get('checkpoint')
  @Route({ summary: 'The last checkpoint of the log', needs: 'public-read', position: false, produces: TEXT })
  async checkpoint(@Res() reply: FastifyReply) {
    const { note } = (await latestCheckpoint(this.db.ledger, this.db.epochs.current, { signed: true })) ?? {};
    if (note === undefined || note === null) throw absent();
    send(reply, note);
  }

  @Get('keys')
  @Route({ summary: 'The public keys of the log', needs: 'public-read', position: false, produces: TEXT })
  async keys(@Res() reply: FastifyReply) {
    const body = (await logKeys(this.db.ledger)).map((key) => `${key}\n`).join('');
    send(reply, body);
  }

  @Get('tile/entries/*')
  @Route({ summary: 'Entries of the log', needs: 'public-read', position: false, produces: BYTES })
  async entries(@Res() reply: FastifyReply) {
    const body = await findBundle(this.db.ledger, tileIn(reply.request));
    send(reply, body);
  }

  @Get('tile/:level/*')
  @Route({ summary: 'Hashes of the log', needs: 'public-read', position: false, produces: BYTES })
  async tile(@Param('level') level: string, @Res() reply: FastifyReply) {
    if (!/^(?:\d|[1-5]\d|6[0-3])$/.test(level)) throw absent();
    const body = await findTile(this.db.ledger, { level: Number(level), ...tileIn(reply.request, Number(level)) });
    if (!body) throw absent();
    send(reply, body);
  }
}

/** Caches may share what everybody may read, and keep bytes for ever; texts change. */
function send(reply: FastifyReply, body: string | Buffer): void {
  const isText = typeof body === 'string';
  const caching = isText ? 'max-age=5' : 'max-age=31536000, immutable';
  void reply.headers({
    'Cache-Control': `${reply.request.caller === undefined ? 'public' : 'private'}, ${caching}`,
    Vary: 'Authorization',
  });
  void reply.type(isText ? `${TEXT}; charset=utf-8` : BYTES).send(body);
}

export const PositionInPath = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, { error: because('ledger-position') })
  .transform(Number)
  .meta({ description: 'A position of the ledger.', type: 'integer' });

@ApiTags('evidence')
@Controller('v1/ledger/proof/:position')
export class ProofController {
  constructor(private readonly db: LedgerDatabase) {}

  @Get()
  @Route({
    summary: 'Get the proof that an event is in the log',
    description:
      'A self-contained proof (`c2sp.org/tlog-proof@v1`) against the last checkpoint of the log, which `jalon verify` checks without network. `extra` has the entry of the event; with a key, also what the event says with the salt of its digest. `Jalon-Log-Key` has the key that signed the checkpoint. See docs/proof.md.',
    needs: 'public-read',
    position: false,
    produces: TEXT,
    problems: ['not-found'],
  })
  async getProof(
    @Param('position', { schema: PositionInPath }) position: number,
    @RequestLook() { position: head }: Pick<Look, 'position'>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (position > head) {
      const beyond = { field: 'position', ...reason('position-beyond-head', { position, head }) };
      throw new Rejection('not-found', undefined, [beyond]);
    }
    const { ledger, epochs } = this.db;
    const signed = await latestCheckpoint(ledger, epochs.current, { signed: true, from: position });
    if (!signed) throw new Rejection('not-found', reason('not-proven-yet', { position }));
    const proofs = await proofsOf(ledger, [position], signed, { withPayload: reply.request.caller !== undefined });
    const body = proofs.get(position);
    if (body === undefined) throw absent();
    const disposition = `attachment; filename="${position}.tlog-proof"`;
    void reply.headers({ 'Content-Disposition': disposition, 'Jalon-Log-Key': signed.key ?? '' });
    send(reply, body);
  }
}
