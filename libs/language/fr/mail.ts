import type * as English from '../en/mail.js';
import { counted, quoted } from '../format.js';

const waiting = (owed: number): string => counted(owed, ['message attend', 'messages attendent'], 'fr');
const held = (owed: number): string => counted(owed, ['message est retenu', 'messages sont retenus'], 'fr');

/** Mails: what they say of events, deadlines and deliveries in trouble. */
export const mail: typeof English.mail = {
  general: {
    decision: 'Décision',
    read: 'Voir dans Jalon',
    because: 'Vous recevez ce message parce que cette adresse est abonnée à Jalon.',
    unsubscribe: 'Se désabonner',
    confirm: {
      subject: 'Confirmez votre abonnement à Jalon',
      heading: 'Confirmez votre abonnement',
      text: 'Quelqu’un a demandé que les nouvelles et échéances des certifications cloud soient envoyées à cette adresse. Rien ne sera envoyé sans votre confirmation. Le lien est valable jusqu’au',
      ignore: 'Si ce n’était pas vous, ignorez ce message.',
      action: 'Confirmer',
      footer: 'Ce message ne vous abonne à rien.',
    },
    test: {
      subject: 'Message d’essai',
      text: 'Cet abonnement fonctionne\u202f: ce message a suivi le chemin des vrais.',
    },
  },
  changes: {
    before: 'Avant',
    after: 'Après',
    status: 'Statut',
    unchanged: (standing) => `${standing}, inchangé`,
    nothing: 'plus de dossier',
    means: 'Ce que cela signifie',
    isNot: (what) => `Ce n’est pas ${what}.`,
    occurred: 'Date du fait',
    undated: 'sans date',
    source: 'D’après',
    amendedSource: 'Source',
    quote: 'Citation',
    reason: 'Motif',
    note: 'Note',
    next: 'Prochaine échéance',
    noNext: 'aucune connue',
    recorded: 'Enregistré le',
    retracted: 'Ce qui est retiré ne compte plus, mais reste visible dans l’historique.',
    corrected: (phrase) => `correction de ${quoted(phrase, 'fr')}`,
    retraction: (phrase) => `retrait de ${quoted(phrase, 'fr')}`,
    sourceKind: {
      decision: 'décision de l’autorité',
      catalogue: 'catalogue officiel',
      list: 'liste officielle',
      statement: 'déclaration de l’autorité',
      company: 'entreprise',
      press: 'presse',
      other: 'autre',
    },
    digest: {
      subject: (count, first) => `${counted(count, ['nouveauté', 'nouveautés'], 'fr')}, dont ${first}`,
      heading: (count) => counted(count, ['fait enregistré', 'faits enregistrés'], 'fr'),
      moved: (count) => `Ce qui a bougé (${count})`,
      others: (count) => `Sans effet sur un statut (${count})`,
      partly: (shown, total) =>
        `Ce message en donne ${shown} sur ${counted(total, ['fait', 'faits'], 'fr')}, d’abord ce qui a bougé. Tout se lit dans Jalon.`,
      all: 'Tout voir dans Jalon',
    },
  },
  reminders: {
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
      staleness: 'actualisation attendue',
      'officer-set': 'échéance',
      'dependency-end': 'fin de validité d’une dépendance',
    },
    past: {
      'grant-end': (days) => `il y a ${days}`,
      'renewal-window': (days) => `en retard de ${days}`,
      transition: (days) => `en retard de ${days}`,
      surveillance: (days) => `en retard de ${days}`,
      reservation: (days) => `en retard de ${days}`,
      target: (days) => `échu depuis ${days}`,
      staleness: (days) => `depuis ${days}`,
      'officer-set': (days) => `échue depuis ${days}`,
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
  trouble: {
    failing: {
      subject: (target, hours) => `${target} n’accepte plus rien depuis ${hours}\u00a0heures`,
      text: (since) => `Depuis le ${since}, aucun message n’a pu être remis à cette adresse.`,
      owed: (owed) => `${waiting(owed)}. Rien n’est perdu\u202f: les envois reprennent d’eux-mêmes au premier succès.`,
      still: 'Jalon essaie encore. Après 72 heures sans succès, l’abonnement sera désactivé et les messages retenus.',
      todo: 'Que faire\u202f: vérifiez que l’adresse est joignable et répond par un code 2xx en moins de 15 secondes.',
    },
    disabled: {
      subject: (target) => `${target}\u202f: abonnement désactivé`,
      because: {
        gone: 'L’adresse a répondu 410 (Gone)\u202f: elle ne veut plus rien recevoir. Plus rien n’y est envoyé.',
        failing: 'L’adresse n’a rien accepté pendant 72 heures. Plus rien n’y est envoyé.',
        bounced: 'Le serveur de messagerie refuse cette adresse. Plus rien n’y est envoyé.',
      },
      held: (owed) =>
        `${owed === 0 ? 'Aucun message n’est retenu pour l’instant' : held(owed)}. Rien n’est perdu\u202f: ce qui est retenu partira une fois l’abonnement réactivé.`,
      todo: {
        gone: 'Que faire\u202f: si c’était une erreur, réparez l’adresse, puis réactivez l’abonnement. Sinon, supprimez-le.',
        failing: 'Que faire\u202f: réparez l’adresse, puis réactivez l’abonnement.',
        bounced:
          'Que faire\u202f: faites rétablir la boîte aux lettres, faites lever le refus par un administrateur, puis réactivez l’abonnement.',
      },
    },
    target: 'Adresse',
    since: 'En échec depuis le',
    at: 'Désactivé le',
    lastError: 'Dernière erreur',
    open: 'Ouvrir cet abonnement dans Jalon',
    because:
      'Vous recevez ce message parce que votre adresse est abonnée à Jalon avec la même clé que l’adresse en cause.',
  },
};

export const feeds: typeof English.feeds = {
  atom: {
    title: 'Événements de certification',
    subtitle: 'Événements enregistrés dans Jalon, du plus récent au plus ancien.',
  },
  calendar: {
    name: 'Échéances de certification',
    description: 'Échéances de certifications cloud suivies par Jalon.',
    truncated: (most) =>
      `Limité aux ${most} échéances les plus proches d’aujourd’hui ; utilisez les filtres pour voir les autres.`,
    state: 'État',
    states: { open: 'ouverte', met: 'tenue', missed: 'manquée', cancelled: 'annulée' },
    opens: 'Action possible à partir du',
    precision: {
      month: 'Seul le mois est connu ; affichée au premier jour.',
      quarter: 'Seul le trimestre est connu ; affichée au premier jour.',
      half: 'Seul le semestre est connu ; affichée au premier jour.',
      year: 'Seule l’année est connue ; affichée au premier jour.',
    },
  },
};
