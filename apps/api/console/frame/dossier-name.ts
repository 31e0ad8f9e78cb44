import type { DossierView } from '#domain/dossier/dossier-view.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Language } from '#language/language.js';
import { schemeName } from '#notifications/mail/scheme-name.js';

/** Provider, service and scheme, as officers call a dossier. */
export function dossierTitle(
  { provider, service, scheme }: Pick<DossierView, 'provider' | 'service' | 'scheme'>,
  schemes: Schemes,
  language: Language,
): string {
  const names = service === null ? provider.name : `${provider.name}, ${service.name}`;
  return `${names} (${schemeName(scheme, schemes, language)})`;
}
