import type { times as English } from '../en/console-times.js';
import { french } from '../format.js';

type Shares = Parameters<typeof English.share>[0];

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const between = ({ lower, upper }: Shares): string => `de ${Math.round(100 * lower)} à ${percent(upper)}`;

export const times: typeof English = {
  percent,
  title: 'Délais d’aboutissement',
  intro:
    'Estimations de Kaplan-Meier. Un dossier en cours compte pour la durée déjà écoulée ; un dossier refusé, abandonné ou retiré de la liste ne franchit jamais l’étape. Les fourchettes sont des intervalles de confiance à 95 %.',
  filter: 'Filtrer les délais',
  from: 'De',
  to: 'À',
  level: 'Niveau',
  year: 'Année de départ',
  everyLevel: 'Tous les niveaux',
  everyYear: 'Toutes les années',
  noLevel: 'non renseigné',
  after: 'Jours déjà passés à l’étape',
  show: 'Appliquer',
  last: 'dernière étape atteinte',
  caption: 'Durée estimée de chaque étape, en jours',
  step: 'Étape',
  began: 'Dossiers',
  completed: 'Franchie',
  pending: 'En cours',
  ended: 'Close sans aboutir',
  lower: '25 % en',
  median: 'Médiane',
  upper: '75 % en',
  withinYear: (after) =>
    after === 0
      ? 'Franchie en un an'
      : `Franchie dans l’année qui suit ${french.count(after, 'jour', 'jours')} d’attente`,
  notReached: 'non atteint',
  days: french.number,
  range: ({ days, lower, upper }) => {
    const from = french.number(lower ?? days ?? 0);
    return upper === null ? `${from} ou plus` : `de ${from} à ${french.number(upper)}`;
  },
  share: (shares) => `${percent(shares.share)} (${between(shares)})`,
  forecast: (of, after, shares) =>
    after === 0
      ? `Sur ${french.count(of, 'dossier parvenu', 'dossiers parvenus')} à cette étape, ${percent(shares.share)} l’ont franchie en moins d’un an, selon l’estimation (intervalle de confiance à 95 % : ${between(shares)}).`
      : `Sur ${french.count(of, 'dossier encore', 'dossiers encore')} à cette étape au bout de ${french.count(after, 'jour', 'jours')}, ${percent(shares.share)} l’ont franchie dans l’année suivante, selon l’estimation (intervalle de confiance à 95 % : ${between(shares)}).`,
  atLatest: (count) => `Dossiers dont la date est celle d’une étape ultérieure ou d’un relevé : ${count}.`,
  plot: {
    title: 'Part des dossiers qui n’ont pas franchi l’étape',
    how: 'La courbe descend chaque jour où des dossiers ont franchi l’étape ; la zone qui l’entoure est l’intervalle de confiance à 95 %.',
    axis: 'Jours depuis le départ',
    table: 'Afficher le tableau',
    caption: (step) => `Courbe de survie : ${step}`,
    some: (shown, of) => `${shown} points sur ${of}.`,
    days: 'Jours',
    atRisk: 'En cours avant',
    reached: 'Franchie ce jour',
    waiting: 'Non franchie',
    interval: 'Intervalle à 95 %',
  },
  byLevel: 'Par niveau',
  byYear: 'Par année de départ',
};
