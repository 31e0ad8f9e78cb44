import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import { dossierTitle, schemeName, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { type Language, languageIn } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { languageAsked } from '../feeds/feeds.controller.js';
import { hashOf, tagFor } from '../http/answer.js';
import { viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { Named } from '../auth/caller.js';
import { Route } from '../openapi/route.js';

interface BadgeWords {
  scheme: string;
  /** The status in the words of the scheme; of a claim, that it is one. */
  standing: string;
  asOf: string;
  /** Names of provider, service and scheme. */
  title: string;
  /** Everything in one sentence, for those who do not see it. */
  whole: string;
}

export function badgeWords(view: DossierView, schemes: Schemes, language: Language): BadgeWords {
  const { status, confirmed } = view;
  const words = phrases(language).sharing;
  const known = schemes.get(view.scheme);
  const phrase = capitalized(standingPhrase({ status, confirmed }, known, language));
  const standing = confirmed ? (phrase.split(' (', 1)[0] ?? phrase) : phrase;
  const title = dossierTitle(view, schemes, language);
  const asOf = words.asOf(writtenDate(view.asOf, language));
  const scheme = schemeName(view.scheme, schemes, language);
  return { scheme, standing, asOf, title, whole: words.whole(title, phrase, asOf) };
}

const HEIGHT = 20;
const PADDING = 8;
/** Of a character at 11 pixels, on average; `textLength` then fits the text of any font to its box. */
const CHARACTER = 6.4;

/** Dark enough for white text (contrast 4.5 : 1). */
const COLOURS: Partial<Record<DossierView['status'], string>> = {
  granted: '#1a6b3a',
  'granted-with-reservations': '#1a6b3a',
  suspended: '#9b1c1c',
  expired: '#9b1c1c',
  lapsed: '#9b1c1c',
  withdrawn: '#9b1c1c',
  refused: '#9b1c1c',
  renewing: '#7a4b00',
  'in-progress': '#7a4b00',
  applied: '#7a4b00',
};

/** The status of a dossier as an SVG image, without scripts, styles, links and fonts of its own. */
function badgeImage(words: BadgeWords, status: DossierView['status'], language: Language): string {
  const right = `${words.standing} · ${words.asOf}`;
  const [left, rest] = [words.scheme, right].map((text) => Math.ceil(Array.from(text).length * CHARACTER));
  const split = (left ?? 0) + 2 * PADDING;
  const width = split + (rest ?? 0) + 2 * PADDING;
  const text = (x: number, length: number | undefined, said: string): string =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(said)}</text>`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="t d" lang="${language}">`,
    `<title id="t">${escaped(words.title)}</title>`,
    `<desc id="d">${escaped(words.whole)}</desc>`,
    `<rect width="${width}" height="${HEIGHT}" rx="3" fill="${COLOURS[status] ?? '#4a5568'}"/>`,
    `<path d="M3 0H${split}V${HEIGHT}H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3Z" fill="#1f2937"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    text(PADDING, left, words.scheme),
    text(split + PADDING, rest, right),
    '</g>',
    '</svg>\n',
  ].join('\n');
}

const BadgeQuery = z.strictObject({ ...viewpoint, language: languageAsked });

const SVG = 'image/svg+xml';

@ApiTags('dossiers')
@Controller('v1/dossiers/:id/badge.svg')
export class BadgeController {
  constructor(
    private readonly dossiers: Dossiers,
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
    @Named() id: string,
    @Query({ schema: BadgeQuery }) { language: asked, asOf, knownAt }: z.output<typeof BadgeQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const at = await this.viewpoints.of({ asOf, knownAt }, reply.request.look);
    const view = await this.dossiers.get(id.toLowerCase(), at);
    const language = asked ?? languageIn(accepted);
    const words = badgeWords(view, await this.schemes.at(at.upTo, at.look), language);
    sendImage(reply, badgeImage(words, view.status, language), {
      isPublic: reply.request.caller === undefined,
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
  const { tag, isKnown } = tagFor(reply.request, `"${hashOf(image, 22)}"`);
  void reply.headers({
    ETag: tag,
    'Cache-Control': isPublic ? `public, max-age=${isFixed ? DAY : MINUTES_5}` : 'private, no-cache',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    Vary: 'Authorization, Cookie, Accept-Language',
  });
  if (isKnown) void reply.status(304).send();
  else void reply.type(`${SVG}; charset=utf-8`).send(image);
}
