import type { Language } from '#language/language.js';
import { counted, quoted } from '#language/format.js';
import { printed } from '../../frame/printed.js';
import type { MoveKind } from '../preview.js';

interface PreviewWords {
  title: string;
  will: string;
  understood: (canonical: string) => string;
  already: (count: number) => string;
  alreadyHint: string;
  since: string;
  changes: string;
  status: string;
  from: (day: string) => string;
  today: string;
  before: string;
  after: string;
  stage: string;
  nothingMoves: (standing: string) => string;
  named: (before: string, after: string) => string;
  providerMovesNothing: string;
  deadlines: string;
  deadlinesCaption: string;
  deadline: string;
  becomes: string;
  dates: string;
  moves: Record<MoveKind, string>;
  noDeadline: string;
  ofAnother: string;
  more: (count: number) => string;
  warnings: string;
  come: string;
  go: string;
  noWarning: string;
  told: string;
  toldNow: string;
  toldDaily: string;
  /** Of those that are not named: when is theirs to know. */
  othersTold: (count: number) => string;
  toldNobody: string;
  others: (count: number) => string;
  reminders: string;
  noReminder: string;
  planned: string;
  notAnyMore: string;
  onlyUnanswered: string;
  othersReminded: (count: number) => string;
  save: string;
  change: string;
}

export const PREVIEW_WORDS: Record<Language, PreviewWords> = printed({
  fr: {
    title: 'Avant d’inscrire',
    will: 'Ce qui sera inscrit',
    understood: (canonical) => `compris comme ${canonical}`,
    already: (count) => (count === 1 ? 'Cela semble déjà inscrit' : `Cela semble déjà inscrit ${count} fois`),
    alreadyHint: 'L’inscrire encore est juste si une autre source le dit aussi ; sinon, revenez en arrière.',
    since: 'inscrit le',
    changes: 'Ce que cela change',
    status: 'Statut',
    from: (day) => `À partir du ${day}`,
    today: 'Aujourd’hui',
    before: 'Avant',
    after: 'Après',
    stage: 'étape',
    nothingMoves: (standing) => `Le statut reste le même : ${standing}.`,
    named: (before, after) => `Il s’appelle ${quoted(before, 'fr')} ; il s’appellera ${quoted(after, 'fr')}.`,
    providerMovesNothing: 'Ce qui est inscrit sur un fournisseur ne change le statut d’aucun service.',
    deadlines: 'Échéances',
    deadlinesCaption: 'Échéances qui apparaissent, bougent ou disparaissent',
    deadline: 'Échéance',
    becomes: 'Ce qu’elle devient',
    dates: 'Date',
    moves: {
      comes: 'apparaît',
      goes: 'disparaît',
      moves: 'bouge',
      met: 'est tenue',
      missed: 'est manquée',
      cancelled: 'est annulée',
      reopens: 'est de nouveau ouverte',
    },
    noDeadline: 'Aucune échéance ne bouge.',
    ofAnother: 'd’un dossier qui repose sur celui-ci',
    more: (count) => `et ${counted(count, ['autre', 'autres'], 'fr')}`,
    warnings: 'Points d’attention',
    come: 'Apparaissent',
    go: 'Disparaissent',
    noWarning: 'Rien ne paraît contradictoire ni invraisemblable.',
    told: 'Qui en sera informé',
    toldNow: 'Dès l’inscription',
    toldDaily: 'Dans leur résumé du jour',
    othersTold: (count) =>
      count === 1
        ? '1 autre abonné en sera informé, selon ses réglages.'
        : `${counted(count, ['autre abonné', 'autres abonnés'], 'fr')} en seront informés, selon leurs réglages.`,
    toldNobody: 'Personne n’en sera informé.',
    others: (count) => counted(count, ['autre abonné', 'autres abonnés'], 'fr'),
    reminders: 'Rappels',
    noReminder: 'Aucun rappel ne change.',
    planned: 'Seront envoyés',
    notAnyMore: 'Ne seront plus envoyés',
    onlyUnanswered: 'seulement sans réponse aux rappels précédents',
    othersReminded: (count) =>
      `Les rappels de ${counted(count, ['autre abonné', 'autres abonnés'], 'fr')} changent aussi.`,
    save: 'Inscrire',
    change: 'Modifier',
  },
  en: {
    title: 'Before it is recorded',
    will: 'What will be recorded',
    understood: (canonical) => `understood as ${canonical}`,
    already: (count) => (count === 1 ? 'This seems to be on record' : `This seems to be on record ${count} times`),
    alreadyHint: 'Recording it again is right if another source says so, too; else go back.',
    since: 'recorded on',
    changes: 'What this changes',
    status: 'Status',
    from: (day) => `From ${day} on`,
    today: 'Today',
    before: 'Before',
    after: 'After',
    stage: 'stage',
    nothingMoves: (standing) => `The status stays the same: ${standing}.`,
    named: (before, after) => `It is called ${quoted(before, 'en')}; it will be called ${quoted(after, 'en')}.`,
    providerMovesNothing: 'What is recorded on a provider changes the status of no service.',
    deadlines: 'Deadlines',
    deadlinesCaption: 'Deadlines that come up, move or go',
    deadline: 'Deadline',
    becomes: 'What becomes of it',
    dates: 'Date',
    moves: {
      comes: 'comes up',
      goes: 'goes',
      moves: 'moves',
      met: 'is met',
      missed: 'is missed',
      cancelled: 'is cancelled',
      reopens: 'is open again',
    },
    noDeadline: 'No deadline moves.',
    ofAnother: 'of a dossier that builds on this one',
    more: (count) => `and ${counted(count, ['other', 'others'], 'en')}`,
    warnings: 'Points to look at',
    come: 'Coming up',
    go: 'Going',
    noWarning: 'Nothing looks contradictory or implausible.',
    told: 'Who will be told',
    toldNow: 'As soon as it is recorded',
    toldDaily: 'With their digest of the day',
    othersTold: (count) =>
      count === 1
        ? '1 other subscriber will be told, in the way they chose.'
        : `${counted(count, ['other subscriber', 'other subscribers'], 'en')} will be told, in the way they chose.`,
    toldNobody: 'Nobody will be told.',
    others: (count) => counted(count, ['other subscriber', 'other subscribers'], 'en'),
    reminders: 'Reminders',
    noReminder: 'No reminder changes.',
    planned: 'Will be sent',
    notAnyMore: 'Will not be sent any more',
    onlyUnanswered: 'only if nobody answers the reminders before',
    othersReminded: (count) =>
      `The reminders of ${counted(count, ['other subscriber', 'other subscribers'], 'en')} change, too.`,
    save: 'Record',
    change: 'Change',
  },
});
