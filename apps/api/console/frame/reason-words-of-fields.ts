import type { Reasons } from './reason-template.js';

/** What the schemas of the domain say of a value, in the order of its folders. */
export const REASONS_OF_FIELDS: Reasons = {
  'must be at most {} characters': 'doit avoir au plus {} caractères',
  'must not be blank': 'ne peut pas rester vide',
  'must be well-formed Unicode (it holds half of a surrogate pair)':
    'contient un caractère abîmé : saisissez-le de nouveau',
  'must not hold control characters such as NUL': 'contient des caractères invisibles qui ne peuvent pas être gardés',
  'must hold a letter or a digit': 'doit contenir une lettre ou un chiffre',
  'must be a day that exists, written yyyy-mm-dd, such as 2021-05-27':
    'doit être un jour qui existe, écrit aaaa-mm-jj, comme 2021-05-27',
  'must be a date that exists: a day 2021-05-27, a month 2020-11, a quarter 2025-Q1, a half-year 2026-H1 or a year 2023':
    'doit être une date qui existe : un jour 2021-05-27, un mois 2020-11, un trimestre 2025-Q1, un semestre 2026-H1 ou une année 2023',
  'must be a time zone of the IANA database, such as Europe/Paris':
    'doit être un fuseau horaire de la base IANA, comme Europe/Paris',
  'must be an http or https address': 'doit être une adresse http ou https',
  'must be 64 lower-case hexadecimal digits': 'doit avoir 64 chiffres hexadécimaux, en minuscules',
  'must change occurred, source or data': {
    fr: 'doit changer la date, la source ou les données',
    en: 'must change the date, the source or the data',
  },
  'must be 1 to 100 lower-case letters, digits and hyphens, such as renewal-file':
    'doit avoir de 1 à 100 lettres minuscules sans accent, chiffres et tirets, comme dossier-renouvellement',
  'must not open after due': {
    fr: 'ne peut pas s’ouvrir après l’échéance',
    en: 'must not open after the due date',
  },
  'must not lapse before due': {
    fr: 'ne peut pas devenir caduc avant l’échéance',
    en: 'must not lapse before the due date',
  },
  'must not end before validFrom': {
    fr: 'ne peut pas précéder le début de validité',
    en: 'must not come before the start of validity',
  },
  'must be a two-letter country code such as FR': 'doit être un code de pays en deux lettres, comme FR',
  'must hold at least one day, before or overdue; leave the ladder out for the usual one': {
    fr: 'doit contenir au moins un jour, avant ou après l’échéance ; laissez vide pour les rappels habituels',
    en: 'must hold at least one day, before or overdue; leave it empty for the usual reminders',
  },
  'must be a whole number of days from {} to {}, such as 7': 'doit être un nombre entier de jours, de {} à {}, comme 7',
  'must be {} or more: days are counted without a sign': 'doit valoir au moins {} : les jours se comptent sans signe',
  'must be at most {} days': 'doit être d’au plus {} jours',
  'must be a list of days, such as [{}]; [] for none': {
    fr: 'doit être une liste de jours, comme {} ; vide pour aucun',
    en: 'must be a list of days, such as {}; empty for none',
  },
  '{} is there twice: one reminder a day': '{} y figure deux fois : un seul rappel par jour',
  'must hold at most {} days, and holds {}': 'peut contenir au plus {} jours, et en contient {}',
  'must be a whole number of days from 1 to 60': 'doit être un nombre entier de jours, de 1 à 60',
  'must be 1 or more': 'doit valoir au moins 1',
  'must be at most 60': 'doit valoir au plus 60',
  'is for the role escalation: leave it out, or set role to escalation': {
    fr: 'n’est que pour le rôle d’escalade : laissez vide, ou choisissez ce rôle',
    en: 'is for the role escalation only: leave it empty, or choose that role',
  },
  'must be lower-case words joined by hyphens': 'doit être en mots minuscules joints par des tirets',
};
