import type { Precision } from '#domain/date/partial-date.js';
import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface MonthWords {
  title: (month: string) => string;
  caption: (month: string) => string;
  previous: string;
  next: string;
  thisMonth: string;
  months: string;
  spans: string;
  span: Record<Exclude<Precision, 'day'>, string>;
  today: string;
  cut: (most: number) => string;
  empty: string;
}

export const MONTH_WORDS: Record<Language, MonthWords> = printed({
  fr: {
    title: (month) => `Échéances de ${month}`,
    caption: (month) => `Échéances de ${month}, jour par jour`,
    previous: 'Mois précédent',
    next: 'Mois suivant',
    thisMonth: 'Mois en cours',
    months: 'Mois',
    spans: 'Sans jour précis',
    span: {
      month: 'un jour de ce mois',
      quarter: 'un jour de ce trimestre',
      half: 'un jour de ce semestre',
      year: 'un jour de cette année',
    },
    today: 'aujourd’hui',
    cut: (most) =>
      `Seules les ${most} premières échéances du mois sont montrées : choisissez un schéma, un fournisseur ou une nature.`,
    empty: 'Rien n’arrive à échéance ce mois-ci.',
  },
  en: {
    title: (month) => `Deadlines of ${month}`,
    caption: (month) => `Deadlines of ${month}, day by day`,
    previous: 'Previous month',
    next: 'Next month',
    thisMonth: 'This month',
    months: 'Months',
    spans: 'On no certain day',
    span: {
      month: 'some day of this month',
      quarter: 'some day of this quarter',
      half: 'some day of this half-year',
      year: 'some day of this year',
    },
    today: 'today',
    cut: (most) => `Only the first ${most} deadlines of the month are shown: choose a scheme, a provider or a kind.`,
    empty: 'Nothing falls due in this month.',
  },
});
