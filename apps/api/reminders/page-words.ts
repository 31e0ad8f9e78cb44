import type { Language } from '#language/language.js';

interface PageWords {
  title: string;
  intro: string;
  acknowledge: string;
  acknowledgeAll: string;
  snooze: string;
  until: string;
  /** @param day as people write it */
  between: (from: string, to: string) => string;
  only: (day: string) => string;
  acknowledged: (on: string) => string;
  snoozed: (until: string) => string;
  moved: (due: string) => string;
  met: string;
  cancelled: string;
  overdue: string;
  escalated: string;
  done: string;
  doneAll: (count: number) => string;
  nothing: string;
  /** What was asked cannot be done. */
  notADay: string;
  outOfRange: string;
  /** @param days those that can be chosen, by `between` or `only` */
  possible: (days: string) => string;
  over: string;
  ended: string;
  busy: string;
  notHere: string;
  forged: { title: string; text: string };
  expired: { title: string; text: string };
}

export const PAGE_WORDS: Record<Language, PageWords> = {
  fr: {
    title: 'Rappels',
    intro:
      'Prendre acte, c’est dire que quelqu’un s’en occupe\u202f: les relances s’arrêtent, les rappels à venir restent.',
    acknowledge: 'Prendre acte',
    acknowledgeAll: 'Prendre acte de tout',
    snooze: 'Reporter',
    until: 'Me le rappeler le',
    between: (from, to) => `entre le ${from} et le ${to}`,
    only: (day) => `le ${day}`,
    acknowledged: (on) => `Il en a été pris acte le ${on}.`,
    snoozed: (until) => `Reporté\u202f: prochain rappel le ${until}.`,
    moved: (due) =>
      `L’échéance a changé depuis ce rappel. Nouvelle échéance\u202f: ${due}. Plus rien ne sera envoyé pour l’ancienne date.`,
    met: 'C’est fait\u202f: plus aucun rappel ne sera envoyé.',
    cancelled: 'L’échéance n’a plus lieu d’être\u202f: plus aucun rappel ne sera envoyé.',
    overdue: 'L’échéance est passée. Sans réponse, d’autres relances suivront.',
    escalated: 'Personne n’a pris acte des rappels déjà envoyés.',
    done: 'C’est noté.',
    doneAll: (count) => (count < 2 ? 'C’est noté.' : `C’est noté pour ${count} rappels.`),
    nothing: 'Il n’y avait plus rien dont prendre acte.',
    notADay: 'Ce n’est pas une date.',
    outOfRange: 'Ce jour n’est pas possible.',
    possible: (days) => `Possible\u202f: ${days}`,
    over: 'Rien n’a changé\u202f: ce rappel ne concerne plus une échéance en cours.',
    ended: 'Rien n’a changé\u202f: cet abonnement ne reçoit plus de rappels.',
    busy: 'Rien n’a changé\u202f: ce rappel est en cours de mise à jour. Réessayez dans un instant.',
    notHere: 'Rien n’a changé\u202f: choisissez l’une des réponses ci-dessous.',
    forged: {
      title: 'Ce lien n’est pas valable',
      text: 'Il est incomplet ou n’a pas été envoyé par Jalon. Rien n’a changé. Ouvrez le lien du dernier message reçu.',
    },
    expired: {
      title: 'Ce lien n’est plus valable',
      text: 'Il était valable 60 jours. Rien n’a changé. Ouvrez le lien du dernier message reçu, ou répondez par l’API.',
    },
  },
  en: {
    title: 'Reminders',
    intro: 'To acknowledge is to say that somebody sees to it: no more chasing; reminders still to come stay.',
    acknowledge: 'Acknowledge',
    acknowledgeAll: 'Acknowledge all',
    snooze: 'Snooze',
    until: 'Remind me again on',
    between: (from, to) => `from ${from} to ${to}`,
    only: (day) => `on ${day}`,
    acknowledged: (on) => `Acknowledged on ${on}.`,
    snoozed: (until) => `Snoozed: the next reminder comes on ${until}.`,
    moved: (due) =>
      `The deadline has moved since this reminder: it is ${due} now. Nothing more is sent for the former date.`,
    met: 'This is done: no more reminders are sent.',
    cancelled: 'This is no longer a deadline: no more reminders are sent.',
    overdue: 'Its day has passed. Without an answer, more reminders follow.',
    escalated: 'Nobody has acknowledged the reminders already sent.',
    done: 'Noted.',
    doneAll: (count) => (count === 1 ? 'Noted.' : `Noted for ${count} reminders.`),
    nothing: 'There was nothing left to acknowledge.',
    notADay: 'That is not a date.',
    outOfRange: 'That day cannot be chosen.',
    possible: (days) => `Possible: ${days}`,
    over: 'Nothing was changed: this reminder is no longer of a deadline that stands.',
    ended: 'Nothing was changed: this subscription gets no more reminders.',
    busy: 'Nothing was changed: this reminder is being updated. Try again in a moment.',
    notHere: 'Nothing was changed: choose one of the answers below.',
    forged: {
      title: 'This link does not work',
      text: 'It is incomplete or was not sent by Jalon. Nothing was changed. Open the link of the latest message.',
    },
    expired: {
      title: 'This link is no longer valid',
      text: 'It was valid for 60 days. Nothing was changed. Open the link of the latest message, or answer by the API.',
    },
  },
};
