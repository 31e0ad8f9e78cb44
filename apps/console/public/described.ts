import { type DossierView, soonestEnd } from '#domain/dossier/standing.js';
import type { Schemes, SchemeView } from '#domain/scheme/catalogue.js';
import { dossierTitle, schemeName, standingPhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import type { PageContext } from '../frame/page.js';
import { datasetOf, type PublicFacts } from '../frame/public-head.js';

/** What the public is told of the page of a dossier, in one line and for machines. */
export function describedDossier(page: PageContext, view: DossierView, schemes: Schemes): PublicFacts {
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

/** Of grants that the authority confirms: a claim is no certificate. */
function certificationOf(grant: DossierView['grants'][number], issued: object): object[] {
  const { state, confirmed, decision, validFrom, runsFrom, runsUntil } = grant;
  if (!confirmed || runsFrom === null || state === 'refuted' || state === 'not-yet-valid') return [];
  return [
    {
      '@type': 'Certification',
      ...issued,
      ...(decision !== null && { certificationIdentification: decision }),
      certificationStatus: `https://schema.org/${state === 'in-force' ? 'CertificationActive' : 'CertificationInactive'}`,
      ...(isIsoDate(validFrom) && { validFrom }),
      ...(runsUntil !== null && { expires: runsUntil }),
    },
  ];
}

/** Quarters and half-years have no form in ISO 8601. */
const isIsoDate = (date: string): boolean => /^\d{4}(-\d{2}){0,2}$/.test(date);

const organization = ({ base }: PageContext, { name, slug }: { name: string; slug: string }): object => ({
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
export function describedProvider(page: PageContext, provider: Described, held: readonly string[], schemes: Schemes) {
  const { name, aliases } = provider;
  const names = [...new Set(held)].map((slug) => schemeName(slug, schemes, page.language));
  return {
    description: phrases(page.language).publicPages.provider(name, names),
    feeds: { providers: provider.id },
    structured: { ...organization(page, provider), ...(aliases.length > 0 && { alternateName: aliases }) },
  } satisfies PublicFacts;
}

export function describedScheme(page: PageContext, scheme: SchemeView): PublicFacts {
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
