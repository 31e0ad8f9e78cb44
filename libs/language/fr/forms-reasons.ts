import { french as fr } from '../format.js';
import type { formsReasons as English } from '../en/forms-reasons.js';

export const formsReasons: typeof English = {
  'date-unreadable': 'doit être une date, par exemple 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023',
  'no-such-day': 'doit être un jour qui existe : vérifiez le jour et le mois, par exemple 27/05/2021',
  'year-out-of-range': 'doit comporter une année comprise entre 1900 et 2199',
  'year-too-short': 'doit comporter une année à quatre chiffres, par exemple 27/05/2021',
  'date-ambiguous': ({ dayFirst, monthFirst }) =>
    `peut désigner le ${fr.date(dayFirst)} ou le ${fr.date(monthFirst)} : écrivez ${dayFirst} ou ${monthFirst}`,
  'provider-name-unknown': 'doit être le nom d’un seul fournisseur enregistré',
  'dossier-name-unknown': 'doit être le fournisseur ou l’URL d’un dossier existant',
  'dossier-name-ambiguous': ({ names }) =>
    `correspond à plusieurs dossiers : saisissez l’un des noms suivants : ${names.map(fr.quote).join(', ')}`,
  'no-change': 'suppose de modifier au moins un champ',
  'source-not-removable': 'est obligatoire : une source enregistrée peut être remplacée, mais pas supprimée',
  'provider-not-identified': ({ name }) => `contient ${fr.quote(name)}, qui ne désigne pas un seul fournisseur`,
  'form-already-used': 'a déjà servi à créer un autre abonnement ; envoyez de nouveau pour en créer un second',
  'event-type-not-recordable': ({ type }) => `Les événements de type ${type} ne peuvent pas être enregistrés ici`,
  'event-not-in-timeline': ({ id }) => `Événement ${id} introuvable dans cet historique`,
  'page-not-found': 'Page introuvable',
  'uploaded-file-not-found': 'Fichier introuvable ; les fichiers envoyés sont conservés 24 heures',
  'month-format': 'doit être un mois au format aaaa-mm, par exemple 2026-11',
  'unsent-mail-not-found': ({ delivery }) => `Aucun courriel conservé pour l’envoi ${delivery}`,
};
