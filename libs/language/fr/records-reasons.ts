import type { recordsReasons as English } from '../en/records-reasons.js';
import { french as fr } from '../format.js';

/** Reasons of looking up and opening records: providers, dossiers and events. */
export const recordsReasons: typeof English = {
  'provider-not-found': ({ provider }) =>
    provider === undefined ? 'Fournisseur introuvable' : `Fournisseur ${provider} introuvable`,
  'provider-ambiguous': ({ name, slugs }) =>
    `Plusieurs fournisseurs portent ou ont porté le nom ${fr.quote(name)} ; utilisez l’un des identifiants ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }) => `Dossier ${dossier} introuvable`,
  'provider-name-taken': ({ name }) =>
    `Un autre fournisseur porte ou a porté le nom ${fr.quote(name)} ; enregistrez plutôt un alias sur ce fournisseur`,
  'provider-slug-taken': ({ slug }) => `Un autre fournisseur utilise l’identifiant ${slug}`,
};
