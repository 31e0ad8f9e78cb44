import { Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { soonestEnd } from '#domain/dossier/standing.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { capitalized, writtenDate } from '#language/format.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { badgeWords } from '../../badge/badge-image.js';
import { sendEmbedded } from '../../badge/embedding.js';
import { NameInPath } from '../../http/query-fields.js';
import { Viewpoints } from '../../http/reading.js';
import { assetUrl } from '../frame/assets.js';
import { StatusBadge } from '../frame/badges.js';
import { ConsoleRoute, Pages } from '../frame/console-route.js';
import { addressOf, Page, type PageContext } from '../frame/page.js';

const Asked = z.object({ language: LanguageSchema.optional() });

/** Any site may frame it. It has no script and no form, and shows the same to everybody: a frame can trick no one. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/** The card of a dossier that other websites embed. */
@Pages('embed')
export class EmbedPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get('dossiers/:id')
  @ConsoleRoute('public-read')
  async card(
    @Page() page: PageContext,
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: Asked }) { language = page.language }: z.output<typeof Asked>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { asOf, knownAt } = page.at;
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const view = await this.queries.execute(new GetDossier(id.toLowerCase(), at));
    const schemes = await this.schemes.at(at.upTo);
    const words = badgeWords(view, schemes, language);
    const { card } = phrases(language).sharing;
    const end = soonestEnd(view.grants);
    const html = renderToString(
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width,initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${words.title} · Jalon`}</title>
          <link rel="stylesheet" href={assetUrl('console.css')} />
        </head>
        <body>
          <main class="embedded">
            <h1>{words.title}</h1>
            <p>
              <StatusBadge
                {...{ status: view.status, confirmed: view.confirmed, language }}
                scheme={schemes.get(view.scheme)}
              />
            </p>
            {end === null ? null : <p>{card.until(writtenDate(end, language))}</p>}
            <p class="soft small">{`${capitalized(words.asOf)}.`}</p>
            <p>
              <a href={addressOf(page, `/dossiers/${view.id}`)} target="_blank" rel="noopener">
                {card.open}
                <span class="unseen"> {card.newTab}</span>
              </a>
            </p>
          </main>
        </body>
      </html>,
    );
    void reply.headers({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'no-referrer' });
    void reply.removeHeader('X-Frame-Options');
    const isFixed = page.query.has('asOf') && knownAt !== undefined && knownAt < page.now;
    sendEmbedded(reply, {
      text: `<!doctype html>\n${html}\n`,
      type: 'text/html; charset=utf-8',
      isPublic: page.isOpen && page.caller === undefined,
      isFixed,
    });
  }
}
