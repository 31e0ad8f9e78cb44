import type * as English from '../en/deadlines-reasons.js';
import { french as fr } from '../format.js';

const REMINDER_STATES: Readonly<Record<string, string>> = {
  planned: 'planifié',
  claimed: 'en cours d’envoi',
  sent: 'envoyé',
  failed: 'non remis',
  skipped: 'ignoré',
  cancelled: 'annulé',
  superseded: 'remplacé',
};

const DEADLINE_STATES: Readonly<Record<string, string>> = { met: 'tenue', cancelled: 'annulée' };

/** Reasons of deadlines, reminders and feeds. */
export const deadlinesReasons: typeof English.deadlinesReasons = {
  'reminder-not-found': ({ id }) => `Rappel ${id} introuvable`,
  'reminder-dropped': ({ state }) =>
    `Le rappel est ${REMINDER_STATES[state] ?? state} ; seul un rappel prévu ou envoyé peut faire l’objet d’une prise d’acte`,
  'reminded-deadline-moved': ({ due }) => `L’échéance a été reportée ; nouvelle date : ${fr.date(due)}`,
  'reminded-deadline-closed': ({ state }) =>
    `L’échéance est déjà ${DEADLINE_STATES[state] ?? state} ; aucun autre rappel n’est envoyé`,
  'deadline-not-followed': 'L’abonnement ne suit plus cette échéance',
  'snooze-date-out-of-range': ({ today, last }) =>
    `La date doit être postérieure au ${fr.date(today)} (aujourd’hui) et ne pas dépasser le ${fr.date(last)}, dernier jour de l’échéance`,
  'snooze-too-late': ({ last }) =>
    `Le rappel ne peut plus être reporté ; le ${fr.date(last)} est le dernier jour de l’échéance`,
  'reminded-deadline-not-found': ({ key }) => `Échéance ${key} introuvable`,
  'feed-not-found': ({ id }) => `Flux ${id} introuvable`,
  'feed-address-unknown': 'Aucun flux n’existe à cette adresse ; demandez une nouvelle adresse à son propriétaire',
  'feed-address-revoked': 'Cette adresse de flux a été révoquée',
  'calendar-without-deadlines': 'ne doit pas être à faux ; un calendrier ne contient que des échéances',
  'atom-without-changes': 'ne doit pas être à faux ; un flux Atom ne contient que des événements',
  'ledger-position': 'doit être une position du registre, telle que donnée par le lien « next »',
  'days-ahead': ({ maximum }) => `doit être un nombre entier de jours compris entre 0 et ${maximum}`,
};
