import type { Precision } from '#domain/date/partial-date.js';
import type { DeadlineState } from '#domain/deadline/deadline.js';
import type { Language } from '#language/language.js';

interface CalendarWords {
  name: string;
  /** Of the calendar; `most` where it holds no more than that. */
  about: string;
  cut: (most: number) => string;
  state: string;
  states: Record<DeadlineState, string>;
  opens: string;
  /** Why it stands on the day on which it stands. */
  precision: Record<Exclude<Precision, 'day'>, string>;
}

export const CALENDAR_WORDS: Record<Language, CalendarWords> = {
  fr: {
    name: 'Échéances de certification',
    about: 'Échéances de certifications cloud, suivies par Jalon.',
    cut: (most) => `Seules les ${most} plus proches d’aujourd’hui y figurent\u202f: filtrez pour voir les autres.`,
    state: 'État',
    states: { open: 'ouverte', met: 'tenue', missed: 'passée', cancelled: 'annulée' },
    opens: 'À préparer dès le',
    precision: {
      month: 'Seul le mois est connu\u202f: placée sur son premier jour.',
      quarter: 'Seul le trimestre est connu\u202f: placée sur son premier jour.',
      half: 'Seul le semestre est connu\u202f: placée sur son premier jour.',
      year: 'Seule l’année est connue\u202f: placée sur son premier jour.',
    },
  },
  en: {
    name: 'Certification deadlines',
    about: 'Deadlines of cloud certifications, kept by Jalon.',
    cut: (most) => `Only the ${most} nearest to today are in it: filter to see the others.`,
    state: 'State',
    states: { open: 'open', met: 'met', missed: 'past', cancelled: 'cancelled' },
    opens: 'Worth acting on from',
    precision: {
      month: 'Only the month is known: placed on its first day.',
      quarter: 'Only the quarter is known: placed on its first day.',
      half: 'Only the half-year is known: placed on its first day.',
      year: 'Only the year is known: placed on its first day.',
    },
  },
};
