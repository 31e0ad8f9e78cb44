import type * as English from '../en/reasons.js';
import { french as fr } from '../format.js';
import { accountsReasons } from './accounts.js';
import { deliveryReasons } from './delivery.js';
import { subscriptionsReasons } from './subscriptions.js';
import { deadlinesReasons } from './deadlines-reasons.js';
import { importsReasons } from './imports.js';
import { registerDocumentsReasons } from './register-documents.js';
import { fetchReasons } from './register-fetch.js';
import { evidenceReasons } from './evidence.js';
import { registersReasons } from './registers.js';
import { approvalsReasons } from './approvals.js';
import { requestsReasons } from './requests.js';
import { rulesReasons } from './rules.js';
import { workReasons } from './work.js';

/** Reasons of looking up and opening records: providers, dossiers and events. */
const recordsReasons: typeof English.recordsReasons = {
  'provider-not-found': ({ provider }) =>
    provider === undefined ? 'Fournisseur introuvable' : `Fournisseur ${provider} introuvable`,
  'provider-ambiguous': ({ name, slugs }) =>
    `Plusieurs fournisseurs portent ou ont porté le nom ${fr.quote(name)} ; utilisez l’un des noms courts ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }) => `Dossier ${dossier} introuvable`,
  'provider-name-taken': ({ name }) =>
    `Un autre fournisseur porte ou a porté le nom ${fr.quote(name)} ; enregistrez-le plutôt comme autre nom de ce fournisseur`,
  'provider-slug-taken': ({ slug }) => `Un autre fournisseur porte le nom court ${slug}`,
};

const formsReasons: typeof English.formsReasons = {
  'date-unreadable': 'doit être une date, par exemple 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023',
  'no-such-day': 'doit être un jour qui existe : vérifiez le jour et le mois, par exemple 27/05/2021',
  'year-too-short': 'doit comporter une année à quatre chiffres, par exemple 27/05/2021',
  'date-ambiguous': ({ dayFirst, monthFirst }) =>
    `peut désigner le ${fr.date(dayFirst)} ou le ${fr.date(monthFirst)} : écrivez ${dayFirst} ou ${monthFirst}`,
  'provider-name-unknown': 'doit être le nom d’un seul fournisseur enregistré',
  'dossier-name-unknown': 'doit être le fournisseur ou l’URL d’un dossier existant',
  'dossier-name-ambiguous': ({ names }) =>
    `correspond à plusieurs dossiers : saisissez l’un des noms suivants : ${names.map(fr.quote).join(', ')}`,
  'no-change': 'aucun champ n’a été modifié',
  'source-not-removable': 'est obligatoire : une source enregistrée peut être remplacée, mais pas supprimée',
  'provider-not-identified': ({ name }) => `contient ${fr.quote(name)}, qui ne désigne pas un seul fournisseur`,
  'form-already-used':
    'ce formulaire a déjà servi à créer un autre abonnement ; envoyez de nouveau pour en créer un second',
  'event-type-not-recordable': ({ type }) => `Les événements de type ${type} ne peuvent pas être enregistrés ici`,
  'event-not-in-timeline': ({ id }) => `Événement ${id} introuvable dans cet historique`,
  'page-not-found': 'Page introuvable',
  'uploaded-file-not-found': 'Fichier introuvable ; les fichiers envoyés sont conservés 24 heures',
  'month-format': 'doit être un mois au format aaaa-mm, par exemple 2026-11',
  'unsent-mail-not-found': ({ delivery }) => `Aucun courriel conservé pour l’envoi ${delivery}`,
};

export const reasons: typeof English.reasons = {
  ...requestsReasons,
  ...formsReasons,
  ...rulesReasons,
  ...importsReasons,
  ...recordsReasons,
  ...subscriptionsReasons,
  ...deliveryReasons,
  ...deadlinesReasons,
  ...registersReasons,
  ...evidenceReasons,
  ...workReasons,
  ...fetchReasons,
  ...registerDocumentsReasons,
  ...accountsReasons,
  ...approvalsReasons,
};
