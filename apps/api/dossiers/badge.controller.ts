import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { languageIn } from '#language/language.js';
import { languageAsked } from '../feeds/feed-addresses.js';
import { tagNamedIn } from '../http/answer.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { badgeImage, badgeWords } from './badge-image.js';

const BadgeQuery = z.strictObject({ ...viewpoint, language: languageAsked });

const SVG = 'image/svg+xml';

@ApiTags('dossiers')
@Controller('v1/dossiers/:id/badge.svg')
export class BadgeController {
  constructor(
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Route({
    summary: 'Get the status of a dossier as an image',
    description:
      'An SVG image for other websites: the scheme, the status in its words, and the day it is shown for. A status that the authority does not confirm says so. Without a key (`PUBLIC_READ`), caches may keep it for five minutes; with `asOf` and a `knownAt` in the past, for a day.',
    needs: 'public-read',
    position: false,
    produces: SVG,
    heeds: ['If-None-Match'],
    problems: ['not-found'],
  })
  async getDossierBadge(
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: BadgeQuery }) { language: asked, asOf, knownAt }: z.output<typeof BadgeQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const at = await this.viewpoints.of({ asOf, knownAt });
    const view = await this.queries.execute(new GetDossier(id.toLowerCase(), at));
    const language = asked ?? languageIn(accepted);
    const words = badgeWords(view, await this.schemes.at(at.upTo), language);
    sendImage(reply, badgeImage(words, view.status, language), {
      isPublic: request.caller === undefined,
      isFixed: asOf !== undefined && knownAt !== undefined && new Date(knownAt) < this.clock.now(),
    });
  }
}

const MINUTES_5 = 300;
const DAY = 86_400;

interface Caching {
  /** Read without a key, so that shared caches may keep it. */
  isPublic: boolean;
  /** What is shown cannot change any more: both the day and the recording time are given, and past. */
  isFixed: boolean;
}

/** Sends what other sites show, or 304. Browsers then neither refuse it there nor ask for it on every visit. */
function sendImage(reply: FastifyReply, image: string, { isPublic, isFixed }: Caching): void {
  const etag = `"${createHash('sha256').update(image).digest('base64url').slice(0, 22)}"`;
  const has = reply.request.headers['if-none-match'];
  const named = has === undefined ? undefined : tagNamedIn(has, etag);
  void reply.headers({
    ETag: named ?? etag,
    'Cache-Control': isPublic ? `public, max-age=${isFixed ? DAY : MINUTES_5}` : 'private, no-cache',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    Vary: 'Authorization, Cookie, Accept-Language',
  });
  if (named !== undefined) void reply.status(304).send();
  else void reply.type(`${SVG}; charset=utf-8`).send(image);
}
