import type { DeadlineKind } from '#domain/deadline/deadline.js';
import type { Language } from '#language/language.js';

/** How soon: the heads under which a digest lists, most urgent first. */
export const URGENCIES = ['overdue', 'now', 'week', 'month', 'later'] as const;

interface ReminderWords {
  due: string;
  lapses: string;
  /** Takes the place of `read` in the link to where one acknowledges and snoozes. */
  answer: string;
  answerAll: string;
  unanswered: string;
  /** Of `kind`, how long it has been over: its own word in each case. */
  past: Record<DeadlineKind, (days: string) => string>;
  kind: Record<DeadlineKind, string>;
  days: (count: number) => string;
  /** @param atLeast when the day is known as a month or a year only */
  ahead: (days: string, atLeast: boolean) => string;
  today: string;
  /** Within a month or a year that has begun. */
  anyDay: string;
  overdue: string;
  late: string;
  escalated: string;
  digest: {
    subject: (count: number, first: string) => string;
    heading: (count: number) => string;
    escalated: string;
    overdue: string;
    urgency: Record<(typeof URGENCIES)[number], string>;
  };
}

const ago = (days: string): string => `${days} ago`;
const overdue = (days: string): string => `${days} overdue`;

export const REMINDER_WORDS: Record<Language, ReminderWords> = {
  fr: {
    due: 'Échéance',
    lapses: 'Encore possible jusqu’au',
    answer: 'Prendre acte ou reporter',
    answerAll: 'Prendre acte ou reporter, une à une ou toutes',
    unanswered: 'Sans réponse',
    kind: {
      'grant-end': 'fin de validité',
      'renewal-window': 'demande de renouvellement',
      transition: 'passage au nouveau référentiel',
      surveillance: 'surveillance',
      reservation: 'réserve à lever',
      target: 'objectif annoncé',
      staleness: 'nouvelles attendues',
      'officer-set': 'échéance',
      'dependency-end': 'fin de validité d’un socle',
    },
    past: {
      'grant-end': (days) => `il y a ${days}`,
      'renewal-window': (days) => `en retard de ${days}`,
      transition: (days) => `en retard de ${days}`,
      surveillance: (days) => `en retard de ${days}`,
      reservation: (days) => `en retard de ${days}`,
      target: (days) => `dépassé de ${days}`,
      staleness: (days) => `depuis ${days}`,
      'officer-set': (days) => `dépassée de ${days}`,
      'dependency-end': (days) => `il y a ${days}`,
    },
    days: (count) => `${count} ${count < 2 ? 'jour' : 'jours'}`,
    ahead: (days, atLeast) => `dans ${days}${atLeast ? ' au plus tôt' : ''}`,
    today: 'aujourd’hui',
    anyDay: 'à tout moment',
    overdue: 'L’échéance est passée. Prenez-en acte pour ne plus être relancé.',
    late: 'L’échéance est passée, mais il est encore temps d’agir.',
    escalated:
      'Personne n’a pris acte des rappels déjà envoyés pour cette échéance. C’est pourquoi ce message vous parvient.',
    digest: {
      subject: (count, first) => `${count} échéances, dont ${first}`,
      heading: (count) => `${count} échéances demandent votre attention`,
      escalated: 'Personne n’a pris acte des rappels déjà envoyés pour les échéances marquées « sans réponse ».',
      overdue: 'Prenez acte de celles qui sont passées pour ne plus être relancé à leur sujet.',
      urgency: {
        overdue: 'Passées',
        now: 'Aujourd’hui ou à tout moment',
        week: 'Dans les 7 jours',
        month: 'Dans les 30 jours',
        later: 'Plus tard',
      },
    },
  },
  en: {
    due: 'Due',
    lapses: 'Still possible until',
    answer: 'Acknowledge or snooze',
    answerAll: 'Acknowledge or snooze, one by one or all',
    unanswered: 'Unanswered',
    kind: {
      'grant-end': 'end of validity',
      'renewal-window': 'renewal request',
      transition: 'transition to the new referential',
      surveillance: 'surveillance',
      reservation: 'reservation to be lifted',
      target: 'announced target',
      staleness: 'news expected',
      'officer-set': 'deadline',
      'dependency-end': 'end of validity of what it builds on',
    },
    past: {
      'grant-end': ago,
      'renewal-window': overdue,
      transition: overdue,
      surveillance: overdue,
      reservation: overdue,
      target: overdue,
      staleness: (days) => `for ${days}`,
      'officer-set': overdue,
      'dependency-end': ago,
    },
    days: (count) => `${count} ${count === 1 ? 'day' : 'days'}`,
    ahead: (days, atLeast) => `in ${days}${atLeast ? ' at the earliest' : ''}`,
    today: 'today',
    anyDay: 'any day now',
    overdue: 'Its day has passed. Acknowledge it to hear no more of it.',
    late: 'Its day has passed, but there is still time to act.',
    escalated: 'Nobody has acknowledged the reminders already sent about this deadline. That is why you are told.',
    digest: {
      subject: (count, first) => `${count} deadlines, among them ${first}`,
      heading: (count) => `${count} deadlines need your attention`,
      escalated: 'Nobody has acknowledged the reminders already sent about those marked “unanswered”.',
      overdue: 'Acknowledge those whose day has passed to hear no more of them.',
      urgency: {
        overdue: 'Past',
        now: 'Today or any day now',
        week: 'Within 7 days',
        month: 'Within 30 days',
        later: 'Later',
      },
    },
  },
};
