import { Readable } from 'node:stream';
import { Get, Inject, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { PublicAddressList, type PublicAddress } from '#projections/public-addresses.js';
import { phrases } from '#language/phrases.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { ListRegisters } from '#registers/get-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { ConsoleRoute, Pages } from '../frame/console-route.js';
import { pageNumber } from '../frame/page.js';

/** A sitemap has 50,000 addresses at most; this leaves room for lists, schemes and registers in the first one. */
const IN_A_SITEMAP = 49_000;

const Asked = z.object({ part: pageNumber.optional() });
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

/** What search engines ask for first. */
@Pages()
export class PublicIndex {
  readonly #base: string;
  readonly #isOpen: boolean;

  constructor(
    private readonly addresses: PublicAddressList,
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) settings: ApiSettings,
  ) {
    this.#base = settings.PUBLIC_URL;
    this.#isOpen = settings.PUBLIC_READ;
  }

  /** Past and filtered pages are not crawled: there is no end to them. */
  @Get('robots.txt')
  @ConsoleRoute('nothing')
  robots(@Res() reply: FastifyReply): void {
    const lines = this.#isOpen
      ? [
          ...['Disallow: /v1/', 'Allow: /v1/dossiers/*/badge.svg', 'Disallow: /sign-in', 'Disallow: /docs'],
          ...['Disallow: /*asOf=', 'Disallow: /*knownOn=', '', `Sitemap: ${this.#base}/sitemap.xml`],
        ]
      : ['Disallow: /'];
    void reply
      .header('Cache-Control', 'public, max-age=3600')
      .type('text/plain; charset=utf-8')
      .send(`${['User-agent: *', ...lines].join('\n')}\n`);
  }

  /** Beyond what one sitemap holds, the index of its parts. */
  @Get('sitemap.xml')
  @ConsoleRoute('public-read')
  async sitemap(
    @Query({ schema: Asked }) { part: asked }: z.output<typeof Asked>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const addresses = await this.addresses.all();
    const parts = sitemapParts(addresses.count);
    const part = asked ?? (parts === 1 ? 1 : undefined);
    if (part !== undefined && part > parts) throw new Rejection('not-found');
    void reply.type('application/xml; charset=utf-8').header('Cache-Control', 'no-cache');
    if (part === undefined) {
      void reply.send(sitemapIndex(this.#base, parts));
      return;
    }
    const first = part === 1 ? await this.#general() : [];
    const subjects = addresses.read((part - 1) * IN_A_SITEMAP, IN_A_SITEMAP);
    void reply.send(Readable.from(this.#urls(first, subjects), { objectMode: false }));
  }

  async *#urls(paths: readonly string[], subjects: AsyncGenerator<PublicAddress>): AsyncGenerator<string> {
    yield `${DECLARATION}<urlset ${NAMESPACE}>\n`;
    for (const path of paths) yield urlOf(this.#base + path, null);
    for await (const { kind, id, slug, recordedAt } of subjects)
      yield urlOf(
        this.#base + (kind === 'dossier' ? `/dossiers/${id}` : `/providers/${encodeURIComponent(slug ?? id)}`),
        recordedAt,
      );
    yield '</urlset>\n';
  }

  async #general(): Promise<string[]> {
    const registers = await this.queries.execute(new ListRegisters());
    return [
      ...Object.keys(phrases('en').publicPages.lists),
      ...[...(await this.schemes.at()).keys()].map((slug) => `/schemes/${encodeURIComponent(slug)}`),
      ...registers.map(({ register }) => `/registers/${encodeURIComponent(register.slug)}`),
    ];
  }
}

export const sitemapParts = (count: number): number => Math.max(1, Math.ceil(count / IN_A_SITEMAP));

export function sitemapIndex(base: string, parts: number): string {
  const all = Array.from(
    { length: parts },
    (_, index) => `<sitemap><loc>${escaped(base)}/sitemap.xml?part=${index + 1}</loc></sitemap>\n`,
  );
  return `${DECLARATION}<sitemapindex ${NAMESPACE}>\n${all.join('')}</sitemapindex>\n`;
}

const urlOf = (address: string, changed: Date | null): string =>
  `<url><loc>${escaped(address)}</loc>${changed ? `<lastmod>${changed.toISOString()}</lastmod>` : ''}</url>\n`;
