import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface TargetWords {
  title: string;
  caption: string;
  milestone: string;
  announced: string;
  due: string;
  word: string;
  outcome: string;
  late: (days: number) => string;
  onTime: string;
  ahead: string;
  reached: (day: string) => string;
  notReached: string;
  plot: (milestone: string, due: string) => string;
  plotTitle: string;
  plotHow: string;
  today: (day: string) => string;
  more: (count: number) => string;
}

export const TARGET_WORDS: Record<Language, TargetWords> = printed({
  fr: {
    title: 'Objectifs et retards',
    caption: 'Chaque date promise, et ce qu’il en est advenu',
    milestone: 'Jalon',
    announced: 'Annoncé le',
    due: 'Promis pour',
    word: 'D’après',
    outcome: 'Résultat',
    late: (days) => counted(days, ['jour de retard', 'jours de retard'], 'fr'),
    onTime: 'tenu à temps',
    ahead: 'encore à temps',
    reached: (day) => `atteint le ${day}`,
    notReached: 'pas atteint',
    plot: (milestone, due) => `${milestone} : ${due}`,
    plotTitle: 'Objectifs dans le temps',
    plotHow:
      'Pour chaque objectif : un rond le jour de l’annonce, un rectangle pour la date promise, un trait épais pour le retard, un losange le jour où il est atteint. Le tableau qui suit dit la même chose.',
    today: (day) => `Le trait pointillé est le jour regardé, le ${day}.`,
    more: (count) => `${counted(count, ['objectif plus ancien', 'objectifs plus anciens'], 'fr')} dans l’historique`,
  },
  en: {
    title: 'Targets and delays',
    caption: 'Every date that was promised, and what became of it',
    milestone: 'Milestone',
    announced: 'Announced',
    due: 'Promised for',
    word: 'According to',
    outcome: 'Outcome',
    late: (days) => counted(days, ['day late', 'days late'], 'en'),
    onTime: 'reached in time',
    ahead: 'still in time',
    reached: (day) => `reached on ${day}`,
    notReached: 'not reached',
    plot: (milestone, due) => `${milestone}: ${due}`,
    plotTitle: 'Targets over time',
    plotHow:
      'For each target: a circle on the day it was announced, a box for the date promised, a thick line for the delay, a diamond on the day it was reached. The table below says the same.',
    today: (day) => `The dashed line is the day looked at, ${day}.`,
    more: (count) => `${counted(count, ['older target', 'older targets'], 'en')} in the timeline`,
  },
});
