import { french as fr, counted, french, quoted } from '../format.js';
import type * as English from '../en/mail.js';

const days = (count: number): string => fr.count(count, 'jour', 'jours');

const mailRegisters: typeof English.mailRegisters = {
  read: {
    subject: (name, differences, day) =>
      differences === 0
        ? `${name}\u202f: aucune différence au ${day}`
        : `${name}\u202f: ${fr.count(differences, 'différence', 'différences')} au ${day}`,
    text: (entries, day) =>
      `Au ${day}, la liste officielle comptait ${fr.count(entries, 'inscription', 'inscriptions')}.`,
    confirmed: (differences) =>
      differences === 0
        ? 'Ce qui est enregistré est confirmé à cette date.'
        : 'Toutes les inscriptions qui ne figurent pas parmi les différences sont confirmées à cette date.',
    matching: (changes) =>
      changes === 0
        ? 'Aucun événement de ce relevé ne correspond à votre abonnement.'
        : `${fr.count(changes, 'événement de ce relevé correspond', 'événements de ce relevé correspondent')} à votre abonnement.`,
    dossiers: (count, more) => (more ? `Dossiers concernés (les ${count} premiers)` : `Dossiers concernés (${count})`),
    inDigest: 'Listes officielles relevées',
    attention: 'Listes officielles à vérifier',
    open: 'Voir le relevé dans Jalon',
  },
  stale: {
    subject: (name, count) => `${name}\u202f: aucun relevé depuis ${days(count)}`,
    text: (lastRead, limit) =>
      `Le dernier relevé date du ${lastRead}. La liste officielle doit être relevée au moins tous les ${days(limit)}\u202f: ce qu’elle indiquait alors n’est peut-être plus exact.`,
    never: (limit) =>
      `La liste officielle n’a encore jamais été relevée. Une fois publiée, elle doit l’être au moins tous les ${days(limit)}.`,
    todo: 'Que faire\u202f: relevez un document à jour de la liste officielle ou, si la récupération est automatique, vérifiez pourquoi elle échoue.',
    open: 'Ouvrir cette liste officielle dans Jalon',
  },
  frozen: {
    subject: (name, count) => `${name}\u202f: aucun changement depuis ${days(count)}`,
    text: (count) =>
      `Le contenu de la liste officielle n’a pas changé depuis ${days(count)}, un délai inhabituellement long. L’émetteur publie peut-être une ancienne liste sous une date récente\u202f: les relevés sont enregistrés, mais ne confirment plus rien tant qu’aucune inscription ne change.`,
    todo: 'Que faire\u202f: vérifiez auprès de l’émetteur que cette liste est toujours la bonne et relevez-la là où elle est désormais publiée. Si elle change vraiment aussi rarement, republiez-la avec une valeur plus élevée de `frozenAfterDays`.',
  },
  held: {
    subject: (name) => `${name}\u202f: un relevé en attente de décision`,
    text: (day) => `Le document du ${day} n’a pas été enregistré. Il reste en attente jusqu’à être accepté ou écarté.`,
    because: 'Motif',
    holds: {
      gone: 'plus d’inscriptions ont disparu que le seuil ne le permet',
      moved: 'plus d’inscriptions ont changé d’étape que le seuil ne le permet',
      smaller: 'le document compte moins de la moitié des inscriptions précédentes',
      section: 'il ne reste aucune inscription à une étape ou à un niveau',
      column: 'la plupart des inscriptions ont perdu un champ qu’elles avaient',
      keys: 'plus d’inscriptions ont changé d’identifiant que le seuil ne le permet',
      again: 'le document reprend le contenu d’un document antérieur au dernier relevé',
      older: 'le document est antérieur au dernier relevé',
      head: 'son tableau n’a pas les colonnes du profil',
      contradictory: 'des services figurent dans le document comme obtenus sans date',
      unreadable: 'plus d’inscriptions sont illisibles que le seuil ne le permet',
      'four-eyes': 'il change un statut d’un schéma soumis à la double validation',
    },
    todo: 'Que faire\u202f: examinez les différences, puis acceptez le relevé en indiquant le motif, ou écartez-le.',
    open: 'Décider dans Jalon',
  },
  scheme: 'Schéma',
};

const waiting = (owed: number): string => counted(owed, ['message attend', 'messages attendent'], 'fr');

const held = (owed: number): string => counted(owed, ['message est retenu', 'messages sont retenus'], 'fr');

export const awaitedSubscription: typeof English.awaitedSubscription = {
  operator: (host) => `l’exploitant ${french.of(host)}`,
  visitor: (host) => `une personne, depuis une page de ${host},`,
  asks: {
    address: (name) => `${name} demande l’envoi de notifications de Jalon à cette adresse :`,
    channel: (name) => `${name} demande l’envoi de notifications de Jalon à ce canal :`,
  },
  scope: 'Périmètre',
  everything: 'Tous les fournisseurs et toutes les certifications enregistrés',
};

/** Where the links in mails lead. */
export const subscriptionPages: typeof English.subscriptionPages = {
  confirm: {
    title: 'Confirmer l’abonnement',
    text: 'Vous recevrez les événements et les échéances des certifications suivies.',
    button: 'Confirmer',
  },
  confirmed: {
    title: 'Abonnement confirmé',
    text: 'Chaque message contient un lien pour modifier, suspendre ou résilier l’abonnement.',
  },
  unsubscribe: { title: 'Se désabonner', text: 'Vous ne recevrez plus aucun message.', button: 'Se désabonner' },
  unsubscribed: { title: 'Désabonnement enregistré', text: 'Vous ne recevrez plus aucun message.' },
  invalid: {
    title: 'Lien non valide',
    text: 'Le lien est incomplet, a expiré ou a été remplacé par un lien plus récent.',
  },
};

const requested = 'Un abonnement aux événements et aux échéances des certifications cloud a été demandé';

const nothingSent = 'Aucun message ne sera envoyé sans votre confirmation. Le lien est valable jusqu’au';

/** Mails: what they say of events, deadlines and deliveries in trouble. */
export const mail: typeof English.mail = {
  general: {
    decision: 'Décision',
    read: 'Voir dans Jalon',
    because: 'Vous recevez ce message parce que cette adresse est abonnée à Jalon.',
    weekly: (weekday) => `Les événements sont envoyés une fois par semaine, le ${weekday}.`,
    weekdays: {
      monday: 'lundi',
      tuesday: 'mardi',
      wednesday: 'mercredi',
      thursday: 'jeudi',
      friday: 'vendredi',
      saturday: 'samedi',
      sunday: 'dimanche',
    },
    preferences: 'Modifier ou suspendre ces messages',
    unsubscribe: 'Se désabonner',
    confirm: {
      subject: 'Confirmez votre abonnement à Jalon',
      heading: 'Confirmez votre abonnement',
      text: {
        address: `${requested} pour cette adresse. ${nothingSent}`,
        channel: `${requested} pour ce canal. ${nothingSent}`,
      },
      ignore: 'Si vous n’êtes pas à l’origine de cette demande, ignorez ce message.',
      action: 'Confirmer',
      footer: 'Sans votre confirmation, l’abonnement n’est pas activé.',
    },
    test: {
      subject: 'Message de test',
      text: 'Cet abonnement fonctionne. Ce message a été envoyé par le même circuit que les notifications.',
      sample: 'Ceci est un test avec des données d’exemple : rien n’a été enregistré.',
    },
  },
  account: {
    invitation: {
      subject: 'Votre invitation à Jalon',
      text: (by) =>
        `${by ?? 'L’exploitant de cette installation'} vous a créé un compte dans Jalon, le registre des certifications cloud. Pour l’utiliser, choisissez un mot de passe et configurez une application d’authentification.`,
      action: 'Choisir un mot de passe',
      ignore: 'Si vous n’attendez pas cette invitation, ignorez ce message : le compte est inutilisable sans vous.',
    },
    password: {
      subject: 'Votre mot de passe Jalon',
      text: 'Un nouveau mot de passe a été demandé pour votre compte. L’actuel reste valable tant que vous n’en avez pas choisi un autre.',
      action: 'Choisir un nouveau mot de passe',
      ignore: 'Si vous n’êtes pas à l’origine de cette demande, ignorez ce message.',
    },
    until: (time) => `Le lien est utilisable une seule fois, jusqu’au ${time}.`,
    footer: 'Vous recevez ce message parce qu’un compte Jalon utilise cette adresse.',
  },
  proposal: {
    subject: 'Une modification attend votre approbation',
    text: (by) =>
      `${by ?? 'Une personne'} a proposé un changement de statut dans un schéma soumis à la double validation. Il sera enregistré dès qu’une autre personne l’aura approuvé.`,
    action: 'Voir la proposition',
    off: 'Vous pouvez désactiver ces messages sur la page « Mon compte ».',
  },
  report: {
    subject: (view, month) => `${view} : rapport ${french.of(month)}`,
    on: (day) => `Au ${day}`,
    claimed: (count) => `parmi ceux en vigueur, ${count} sans confirmation de l’autorité`,
    quiet: (month) =>
      `Aucun changement en ${month} : aucun événement n’a été enregistré pour ces services, et ni statut ni fin de validité n’a changé.`,
    changed: (month, count) => `Changements ${french.of(month)} (${count})`,
    attention: (count) => `À examiner aujourd’hui (${count})`,
    next: 'Prochaines fins de validité',
    cut: (most) => `Chaque liste présente au plus ${most} dossiers ; la vue les montre tous.`,
    moved: (before, after) => `fin de validité : ${before} → ${after}`,
    noEnd: 'aucune',
    joined: 'nouveau parmi ces services',
    left: 'ne figure plus parmi ces services',
    recorded: (count) => french.count(count, 'événement enregistré', 'événements enregistrés'),
    open: 'Ouvrir la vue',
    because:
      'Vous recevez ce message le premier de chaque mois parce que vous l’avez demandé sur la page de cette vue.',
    stop: 'Arrêter ce rapport',
  },
  changes: {
    before: 'Avant',
    after: 'Après',
    status: 'Statut',
    unchanged: (standing) => `${standing}, inchangé`,
    nothing: 'aucun dossier',
    means: 'Signification',
    isNot: (what) => `Ce n’est pas ${what}.`,
    occurred: 'Date de l’événement',
    undated: 'sans date',
    source: 'D’après',
    amendedSource: 'Source',
    quote: 'Citation',
    reason: 'Motif',
    note: 'Note',
    next: 'Prochaine échéance',
    noNext: 'aucune',
    recorded: 'Enregistré le',
    retracted: 'Un événement retiré n’est plus pris en compte, mais reste visible dans l’historique.',
    corrected: (phrase) => `correction de ${quoted(phrase, 'fr')}`,
    retraction: (phrase) => `retrait de l’événement ${quoted(phrase, 'fr')}`,
    digest: {
      subject: (count, first) => `${counted(count, ['événement', 'événements'], 'fr')}, dont ${first}`,
      heading: (count) => counted(count, ['événement enregistré', 'événements enregistrés'], 'fr'),
      moved: (count) => `Statut modifié (${counted(count, ['événement', 'événements'], 'fr')})`,
      others: (count) => `Sans changement de statut (${counted(count, ['événement', 'événements'], 'fr')})`,
      partly: (shown, total) =>
        `Ce message présente ${shown} des ${counted(total, ['événement', 'événements'], 'fr')}, en commençant par les changements de statut. Tous sont consultables dans Jalon.`,
      all: 'Tout voir dans Jalon',
    },
    imported: {
      subject: (count) =>
        `Import : ${counted(count, ['événement passé enregistré', 'événements passés enregistrés'], 'fr')}`,
      text: 'Un import a enregistré des événements passés correspondant à votre abonnement. Ils ne sont pas notifiés un par un, contrairement aux événements récents de l’import.',
      subjects: (count, more) =>
        more
          ? `Fournisseurs et dossiers concernés (les ${count} premiers)`
          : `Fournisseurs et dossiers concernés (${count})`,
    },
  },
  reminders: {
    due: 'Échéance',
    lapses: 'Encore possible jusqu’au',
    answer: 'Accuser réception ou reporter',
    answerAll: 'Accuser réception ou reporter, individuellement ou en bloc',
    unanswered: 'Sans réponse',
    acknowledged: 'Accusé de réception le',
    kind: {
      'grant-end': 'fin de validité',
      'renewal-window': 'demande de renouvellement',
      transition: 'passage à la nouvelle version du référentiel',
      surveillance: 'audit de surveillance',
      reservation: 'réserve à lever',
      target: 'date cible',
      staleness: 'actualisation attendue',
      'officer-set': 'échéance',
      'dependency-end': 'fin de validité d’une dépendance',
    },
    past: {
      'grant-end': (days) => `il y a ${days}`,
      'renewal-window': (days) => `dépassée depuis ${days}`,
      transition: (days) => `dépassé depuis ${days}`,
      surveillance: (days) => `dépassé depuis ${days}`,
      reservation: (days) => `dépassée depuis ${days}`,
      target: (days) => `dépassée depuis ${days}`,
      staleness: (days) => `depuis ${days}`,
      'officer-set': (days) => `dépassée depuis ${days}`,
      'dependency-end': (days) => `il y a ${days}`,
    },
    days: (count) => counted(count, ['jour', 'jours'], 'fr'),
    ahead: (days, atLeast) => `dans ${days}${atLeast ? ' au plus tôt' : ''}`,
    today: 'aujourd’hui',
    anyDay: 'à tout moment',
    overdue: 'L’échéance est dépassée. Accusez-en réception pour ne plus être relancé.',
    late: 'La date d’échéance est dépassée, mais il est encore temps d’agir.',
    escalated:
      'Personne n’a accusé réception des derniers rappels de cette échéance : elle vous est transmise en escalade.',
    todo: {
      'grant-end': 'Que faire : vérifiez si la certification est renouvelée, et enregistrez ce que publie l’autorité.',
      'renewal-window':
        'Que faire : demandez au fournisseur si le renouvellement est demandé, et enregistrez la réponse.',
      transition: 'Que faire : demandez au fournisseur la date du passage à la nouvelle version, et enregistrez-la.',
      surveillance: 'Que faire : demandez au fournisseur le résultat de l’audit, et enregistrez-le.',
      reservation: 'Que faire : demandez au fournisseur la preuve que la réserve est levée, et enregistrez-la.',
      target: 'Que faire : vérifiez si le jalon est atteint ; sinon, enregistrez la nouvelle date annoncée.',
      staleness: 'Que faire : cherchez des nouvelles récentes du dossier, et enregistrez-les.',
      'officer-set': 'Que faire : traitez l’échéance, puis enregistrez ce qui a été fait ou fixez une nouvelle date.',
      'dependency-end': 'Que faire : vérifiez ce que devient le service sur lequel celui-ci repose.',
    },
    digest: {
      subject: (count, first) => `${count} échéances, dont ${first}`,
      heading: (count) => `${count} échéances à traiter`,
      escalated: 'Personne n’a accusé réception des derniers rappels des échéances marquées « sans réponse ».',
      overdue: 'Accusez réception des échéances dépassées pour ne plus être relancé à leur sujet.',
      urgency: {
        overdue: 'Dépassées',
        now: 'Aujourd’hui ou à tout moment',
        week: 'Dans les 7 jours',
        month: 'Dans les 30 jours',
        later: 'Plus tard',
      },
    },
  },
  registers: mailRegisters,
  trouble: {
    failing: {
      subject: (target, hours) => `${target}\u202f: aucune remise réussie depuis ${hours}\u00a0heures`,
      text: (since) => `Depuis le ${since}, aucun message n’a pu être remis à cette adresse.`,
      owed: (owed) =>
        `${waiting(owed)}. Rien n’est perdu\u202f: les envois reprendront automatiquement dès la première remise réussie.`,
      still:
        'Jalon poursuit ses tentatives. Après 72 heures sans succès, l’abonnement sera désactivé et ses messages retenus.',
      todo: 'Que faire\u202f: vérifiez que l’adresse est joignable et répond par un code 2xx en moins de 15 secondes.',
    },
    blocked: {
      subject: (target) => `${target}\u202f: adresse de webhook non autorisée`,
      text: (host) =>
        `Jalon n’envoie rien à ${host}\u202f: cet hôte ne correspond pas à une adresse publique, ou exige https.`,
      todo: 'Que faire\u202f: vérifiez les enregistrements DNS de l’hôte, ou demandez à l’administrateur de Jalon d’autoriser son réseau (JALON_WEBHOOK_ALLOW). Cliquez ensuite sur «\u202fReprendre maintenant\u202f» dans la page de l’abonnement.',
    },
    disabled: {
      subject: (target) => `${target}\u202f: abonnement désactivé`,
      because: {
        gone: 'L’adresse a répondu 410 (Gone)\u202f: elle n’accepte plus de messages. Les envois sont arrêtés.',
        failing: 'Aucun envoi à cette adresse n’a abouti pendant 72 heures. Les envois sont arrêtés.',
        bounced: 'Le serveur de messagerie rejette cette adresse. Les envois sont arrêtés.',
        'format-removed':
          'Le webhook utilisait CloudEvents, un format que Jalon n’envoie plus. Les envois sont arrêtés.',
        'signature-removed':
          'Le webhook vérifiait des signatures Ed25519, que Jalon ne produit plus. Les envois sont arrêtés.',
      },
      held: (owed) =>
        `${owed === 0 ? 'Aucun message n’est retenu pour l’instant' : held(owed)}. Les messages retenus seront envoyés à la reprise des envois. Les 10\u202f000 derniers messages concernant des événements sont retenus, pendant 90 jours.`,
      todo: {
        gone: 'Que faire\u202f: s’il s’agit d’une erreur, rétablissez le webhook, puis reprenez les envois de l’abonnement. Sinon, résiliez-le.',
        failing: 'Que faire\u202f: rétablissez la réception à cette adresse, puis reprenez les envois.',
        bounced:
          'Que faire\u202f: faites rétablir la boîte aux lettres et lever le blocage par un administrateur, puis reprenez les envois.',
        'format-removed':
          'Que faire\u202f: adaptez le webhook au format standard, avec «\u202ftype\u202f», «\u202ftimestamp\u202f» et «\u202fdata\u202f», puis reprenez les envois.',
        'signature-removed':
          'Que faire\u202f: renouvelez le secret dans la page de l’abonnement, adaptez le webhook pour qu’il vérifie les messages avec ce secret (HMAC-SHA256) et accepte le format standard, puis reprenez les envois.',
      },
    },
    target: 'Adresse',
    since: 'En échec depuis le',
    at: 'Désactivé le',
    lastError: 'Dernière erreur',
    open: 'Ouvrir cet abonnement dans Jalon',
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
      `Limité aux ${fr.number(most)} échéances les plus proches d’aujourd’hui ; utilisez les filtres pour voir les autres.`,
    state: 'État',
    states: { open: 'ouverte', met: 'respectée', missed: 'dépassée', cancelled: 'annulée' },
    opens: 'Action possible à partir du',
    precision: {
      month: 'Seul le mois est connu ; l’échéance est affichée au premier jour.',
      quarter: 'Seul le trimestre est connu ; l’échéance est affichée au premier jour.',
      half: 'Seul le semestre est connu ; l’échéance est affichée au premier jour.',
      year: 'Seule l’année est connue ; l’échéance est affichée au premier jour.',
    },
  },
};
