import { Readable } from 'node:stream';
import { Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type DossierView, soonestEnd } from '#domain/dossier/standing.js';
import type { Schemes, SchemeView } from '#domain/scheme/catalogue.js';
import { confirms } from '#domain/source/source.js';
import { dossierTitle, schemeName, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { PublicAddressList, type PublicAddress } from '#projections/public-addresses.js';
import { RegisterViews } from '#registers/register-views.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { ConsoleGet, Pages } from '../frame/console-route.js';
import { datasetOf, type PublicFacts } from '../frame/page-head.js';
import { pageNumber, type Page } from '../frame/page.js';

/** A sitemap has 50,000 addresses at most; this leaves room for lists, schemes and registers in the first one. */
const IN_A_SITEMAP = 49_000;

const Asked = z.object({ part: pageNumber.optional() });
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

@Pages()
export class PublicIndex {
  readonly #base: string;
  readonly #isOpen: boolean;

  constructor(
    private readonly addresses: PublicAddressList,
    private readonly registerViews: RegisterViews,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) settings: ApiSettings,
  ) {
    this.#base = settings.PUBLIC_URL;
    this.#isOpen = settings.PUBLIC_READ;
  }

  /** Past and filtered pages are not crawled: there is no end to them. */
  @ConsoleGet('robots.txt', 'nothing')
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
  @ConsoleGet('sitemap.xml', 'public-read')
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
    const registers = await this.registerViews.all();
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

/** What the public is told of the page of a dossier, in one line and for machines. */
export function describedDossier(page: Page, view: DossierView, schemes: Schemes): PublicFacts {
  const { language, base, path } = page;
  const words = phrases(language).publicPages;
  const scheme = schemes.get(view.scheme);
  const title = dossierTitle(view, schemes, language);
  const end = soonestEnd(view.grants);
  const standing = [
    capitalized(standingPhrase(view, scheme, language)),
    ...(end === null ? [] : [words.until(writtenDate(end, language))]),
  ].join(', ');
  const issued = {
    name: schemeName(view.scheme, schemes, language),
    ...(scheme && { issuedBy: { '@type': 'Organization', name: schemeText(scheme.authority, language) } }),
  };
  const heard = view.lastHeard === null ? [] : [words.lastHeard(writtenDate(view.lastHeard, language))];
  return {
    description: [`${title}. ${standing}.`, ...heard, words.sourced].join(' '),
    feeds: { dossiers: view.id },
    structured: {
      '@type': 'Service',
      name: title,
      url: base + path,
      provider: organization(page, view.provider),
      hasCertification: view.grants.flatMap((grant) => certificationOf(grant, issued)),
    },
  };
}

/** Only a grant that the authority confirms is a certificate; its start is left out unless the authority gives it. */
function certificationOf(grant: DossierView['grants'][number], issued: object): object[] {
  const { state, confirmed, decision, validFrom, startSource, runsFrom, runsUntil } = grant;
  const isStartConfirmed = startSource !== null && confirms({ kind: startSource });
  if (!confirmed || runsFrom === null || state === 'refuted' || state === 'not-yet-valid') return [];
  return [
    {
      '@type': 'Certification',
      ...issued,
      ...(decision !== null && { certificationIdentification: decision }),
      certificationStatus: `https://schema.org/${state === 'in-force' ? 'CertificationActive' : 'CertificationInactive'}`,
      ...(isStartConfirmed && isIsoDate(validFrom) && { validFrom }),
      ...(runsUntil !== null && { expires: runsUntil }),
    },
  ];
}

/** Quarters and half-years have no form in ISO 8601. */
const isIsoDate = (date: string): boolean => /^\d{4}(-\d{2}){0,2}$/.test(date);

const organization = ({ base }: Page, { name, slug }: { name: string; slug: string }): object => ({
  '@type': 'Organization',
  name,
  url: `${base}/providers/${encodeURIComponent(slug)}`,
});

interface Described {
  id: string;
  name: string;
  slug: string;
  aliases: readonly string[];
}

/** @param held slugs of the schemes that it has dossiers of */
export function describedProvider(page: Page, provider: Described, held: readonly string[], schemes: Schemes) {
  const { name, aliases } = provider;
  const names = [...new Set(held)].map((slug) => schemeName(slug, schemes, page.language));
  return {
    description: phrases(page.language).publicPages.provider(name, names),
    feeds: { providers: provider.id },
    structured: { ...organization(page, provider), ...(aliases.length > 0 && { alternateName: aliases }) },
  } satisfies PublicFacts;
}

export function describedScheme(page: Page, scheme: SchemeView): PublicFacts {
  const { language } = page;
  const name = scheme.name[language];
  const description = phrases(language).publicPages.scheme(name, schemeText(scheme.authority, language));
  const query = `?scheme=${encodeURIComponent(scheme.slug)}`;
  return {
    description,
    feeds: { schemes: scheme.slug },
    structured: datasetOf(page, { name, description, query }),
  };
}
