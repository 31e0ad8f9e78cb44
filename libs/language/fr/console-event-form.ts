import { french as fr } from '../format.js';
import type * as English from '../en/console-event-form.js';

export const eventForm: typeof English.eventForm = {
  occurredHint: 'La date de l’événement, et non celle à laquelle vous en avez eu connaissance.',
  occurredOptional: 'Laissez vide si aucune date n’est indiquée.',
  dateHint: 'Aussi précise que possible : 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023.',
  shortDateHint: 'Jour, mois, trimestre, semestre ou année.',
  sourceHints: {
    kind: 'Les sources de l’autorité confirment un statut. Les autres sont des déclarations non confirmées.',
    publisher: 'Autorité, entreprise ou journal : ANSSI, Orange, Clubic…',
    url: 'Commence par https://',
    title: undefined,
    quote: 'Texte exact, sans guillemets.',
    readOn: undefined,
  },
  confirms: 'confirme',
  claims: 'déclaration non confirmée',
  weighsNothing: 'sans effet sur le statut',
  again: 'Source récente',
  againHint: 'Complète les champs de source laissés vides.',
  newSource: 'Nouvelle source',
  cited: (host) => `Une page de ${host} a déjà été citée comme`,
  take: (publisher) => `Utiliser ${fr.quote(publisher)}`,
  choose: 'Choisissez',
  none: 'Non précisé',
  noOpenDeadline: 'Ce dossier n’a aucune échéance personnalisée ouverte.',
  setOne: 'Fixer une échéance',
  whichDeadline: 'Échéance',
  noMilestone: 'Ce schéma ne comporte pas de jalon.',
  row: (label, number) => `${label}, ligne ${number}`,
  columns: { text: 'Texte', due: 'À lever avant le', name: 'Nom', share: 'Part en %', country: 'Pays' },
  more: 'Ajouter des précisions',
};
