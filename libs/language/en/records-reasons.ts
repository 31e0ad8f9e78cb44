import { english as en } from '../format.js';

/** Reasons of looking up and opening records: providers, dossiers and events. */
export const recordsReasons = {
  'provider-not-found': ({ provider }: { provider?: string }) =>
    provider === undefined ? 'Provider not found' : `Provider ${provider} not found`,
  'provider-ambiguous': ({ name, slugs }: { name: string; slugs: readonly string[] }) =>
    `Several providers have or had the name ${en.quote(name)}; use one of the slugs ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }: { dossier: string }) => `Dossier ${dossier} not found`,
  'provider-name-taken': ({ name }: { name: string }) =>
    `Another provider has or had the name ${en.quote(name)}; record an alias on that provider instead`,
  'provider-slug-taken': ({ slug }: { slug: string }) => `Another provider has the slug ${slug}`,
};
