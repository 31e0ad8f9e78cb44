import type { help as English } from '../en/console-help.js';

export const help: typeof English = {
  title: 'Aide',
  contents: 'Sur cette page',
  sections: {
    jalon: {
      title: 'Ce que montre Jalon',
      text: [
        'Jalon est un registre des certifications cloud. Il garde ce qui a été annoncé, accepté, délivré, suspendu ou perdu : chaque fait avec sa date, et avec la source qui le dit.',
        'Le statut n’est jamais saisi : Jalon le déduit des faits. C’est pourquoi on peut toujours demander pourquoi un dossier en est là, et d’après qui.',
        'Rien n’est effacé. Ce qui était faux est corrigé ou retiré, et reste visible.',
      ],
      terms: [
        ['Fournisseur', 'L’entreprise qui propose des services cloud.'],
        ['Schéma', 'Une certification et ses règles : SecNumCloud, HDS, ISO/IEC 27001…'],
        ['Dossier', 'Un service d’un fournisseur et un schéma : ce que le service cherche à obtenir.'],
        ['Décision', 'Ce que l’autorité délivre : avec un début, une fin, parfois un numéro et des réserves.'],
        ['Jalon', 'Une étape du schéma, comme J0, J1, J2 et J3 pour SecNumCloud.'],
        ['Référentiel', 'Une version des règles d’un schéma.'],
      ],
      links: [
        ['/', 'Ouvrir le tableau'],
        ['/schemes', 'Voir les schémas et leurs étapes'],
      ],
    },
    statuses: {
      title: 'Les statuts',
      text: [
        'Le premier qui convient est le bon : une décision en cours l’emporte sur tout le reste. Chaque schéma a son mot pour « obtenu » : qualifié, certifié…',
      ],
    },
    word: {
      title: 'D’après qui',
      text: [
        'À côté de chaque statut se lit d’après qui il est établi. « Confirmé par l’autorité » : l’autorité le dit elle-même. « Affirmation non confirmée » : seuls d’autres le disent.',
        'Quand deux sources se contredisent, la mieux placée dans cette liste l’emporte, et l’autre reste affichée en avertissement. Une étape peut n’être qu’une affirmation alors que le statut est confirmé : chacun dit d’après qui il l’est.',
      ],
    },
    dates: {
      title: 'Des dates aussi précises que la source',
      text: [
        'Une source dit parfois « en mars 2021 », ou « au premier semestre 2026 ». Inscrivez ce qu’elle dit, rien de plus : un jour, un mois, un trimestre, un semestre ou une année.',
        'Un fait compte à partir du premier jour que sa date peut désigner. Une validité court jusqu’au dernier jour que sa fin peut désigner, ce jour compris.',
      ],
      terms: [
        ['27/05/2021', 'un jour'],
        ['mai 2021', 'un mois'],
        ['T1 2025', 'un trimestre, le premier'],
        ['S1 2026', 'un semestre, le premier'],
        ['2023', 'une année'],
      ],
    },
    times: {
      title: 'Voyager dans le temps',
      text: [
        'La barre sous le menu porte deux dates. Elles répondent à deux questions différentes, et chaque lien les garde.',
        'Exemple : une étape de mars n’est inscrite qu’en juillet. La situation au 1er avril la montre. La situation au 1er avril, connue le 1er juin, ne la montre pas : personne ne la connaissait.',
      ],
      terms: [
        ['Situation au', 'Ce qui avait eu lieu à la fin de ce jour.'],
        [
          'Connue le',
          'Ce qui était inscrit dans Jalon à la fin de ce jour. Vide : tout ce qui est inscrit aujourd’hui.',
        ],
      ],
    },
    recording: {
      title: 'Inscrire un fait',
      text: [
        'Ouvrez le dossier ou le fournisseur, puis choisissez « Inscrire » et ce qui s’est passé. Le formulaire ne demande que ce qu’il faut : quand, d’après qui, et ce que ce fait-là a de particulier.',
        'Avant d’enregistrer, vous voyez l’effet : le statut avant et après, les échéances qui bougent, et qui en sera prévenu. Rien n’est enregistré tant que vous n’avez pas confirmé.',
        'Si votre session se termine, ou si quelqu’un d’autre inscrit quelque chose pendant ce temps, ce que vous avez saisi est gardé.',
        'Il y faut une clé d’API qui a le droit d’inscrire. Qui administre Jalon peut en créer une.',
      ],
    },
    amending: {
      title: 'Corriger, retirer',
      text: [
        'Un fait inscrit ne change pas. Dans l’historique d’un dossier, « Corriger » met de nouvelles valeurs à la place des anciennes, et « Retirer » fait qu’un fait ne compte plus. Les deux demandent un motif.',
        'L’ancienne valeur reste lisible, barrée, sous la nouvelle. Qui regarde la situation telle qu’on la connaissait avant la correction voit encore l’ancienne.',
      ],
    },
    importing: {
      title: 'Importer un fichier',
      text: [
        'Un fichier CSV apporte beaucoup de faits à la fois : un par ligne, des virgules entre les colonnes, un encodage UTF-8, au plus 10 000 lignes et 10 Mo. La première ligne nomme les colonnes, dans n’importe quel ordre.',
        'Jalon montre d’abord, ligne par ligne, ce qui serait inscrit et ce qui ne va pas. Tout est inscrit, ou rien. Envoyer deux fois le même fichier n’inscrit rien deux fois.',
      ],
      terms: [
        ['provider', 'le nom du fournisseur ; inconnu, il est inscrit'],
        ['service, scheme', 'de quel dossier il s’agit ; sans schéma, le fait concerne le fournisseur'],
        ['type', 'ce qui s’est passé, comme MilestoneReached ou GrantIssued'],
        ['occurred', 'quand : 2021-05-27, 2020-11, 2025-Q1, 2026-H1 ou 2023'],
        [
          'source_kind, source_publisher',
          'd’après qui : decision, catalogue, list, statement, company, press ou other, et son nom',
        ],
        ['source_url, source_title, quote', 'où cela se lit, et dans quels termes'],
        [
          'milestone, target, decision, valid_from, valid_until…',
          'ce que le type demande de plus ; les autres cases restent vides',
        ],
      ],
      links: [['/import', 'Importer un fichier']],
    },
    deadlines: {
      title: 'Échéances et rappels',
      text: [
        'Les échéances se déduisent des faits, elles aussi : la fin d’une décision, la demande de renouvellement, un objectif annoncé… Une échéance reste ouverte tant qu’agir est encore utile, puis elle est manquée.',
        'Les rappels partent les jours ouvrés à 9 heures, longtemps avant, puis de plus en plus souvent. « Prendre acte » y met fin ; « reporter » les fait revenir plus tard. Vous pouvez aussi fixer vos propres échéances sur un dossier.',
      ],
      links: [['/deadlines', 'Voir les échéances']],
    },
    subscribing: {
      title: 'S’abonner',
      text: [
        'Un abonné reçoit les nouvelles et les rappels par courriel, ou un autre logiciel les reçoit à sa place. Il choisit ce qu’il suit : un fournisseur, un schéma, seulement ce que l’autorité confirme…',
        'Une adresse ne reçoit rien avant d’avoir confirmé, et chaque courriel permet de se désabonner. Les échéances peuvent aussi s’afficher dans votre agenda.',
      ],
      links: [['/subscribers', 'Voir les abonnés']],
    },
    keyboard: {
      title: 'Au clavier',
      text: [
        'Tout se fait au clavier. Le premier lien de chaque page mène au contenu, sans repasser par le menu.',
        'Les pages marchent aussi sans JavaScript : tout se fait alors avec les boutons.',
      ],
      terms: [
        ['Tab, Maj + Tab', 'aller au lien ou au champ suivant, précédent'],
        ['Entrée', 'suivre un lien, envoyer un formulaire'],
        ['Espace', 'cocher une case, ouvrir ou fermer un volet'],
        ['Flèches', 'choisir dans une liste, changer une date'],
      ],
    },
    machines: {
      title: 'Pour les logiciels',
      text: [
        'Tout ce que montre la console se lit aussi par une interface REST, décrite sur sa page. Le tableau se télécharge en CSV, tel qu’il est filtré.',
      ],
      links: [['/docs', 'Description de l’interface REST (en anglais)']],
    },
  },
  status: {
    caption: 'Ce que veut dire chaque statut',
    word: 'Statut',
    meaning: 'Ce qu’il veut dire',
    means: {
      granted: 'Une décision est en cours : le service a ce qu’il cherchait.',
      'granted-with-reservations': 'De même, mais l’autorité demande encore que des réserves soient levées.',
      suspended: 'L’autorité a suspendu la décision en cours.',
      renewing: 'La dernière décision est finie, et une nouvelle demande est en route.',
      expired: 'La dernière décision est arrivée à son terme, sans suite.',
      lapsed: 'Une obligation d’entretien n’a pas été tenue à temps.',
      withdrawn: 'L’autorité a retiré la décision.',
      refused: 'L’autorité a refusé la demande.',
      abandoned: 'Le fournisseur a renoncé.',
      'in-progress': 'L’évaluation est en cours. Ce n’est pas encore une certification.',
      applied: 'Une demande est acceptée ou déposée, rien n’est encore évalué.',
      announced: 'Quelqu’un a dit vouloir l’obtenir, rien de plus.',
      unknown: 'Rien de ce qui est inscrit ne permet de le dire.',
    },
  },
  source: {
    caption: 'Les sources, de la plus sûre à la moins sûre',
    kind: 'Source',
    weight: 'Son poids',
    means: {
      decision: 'l’acte lui-même',
      catalogue: 'le catalogue que tient l’autorité',
      list: 'une liste sur le site de l’autorité',
      statement: 'ce que l’autorité dit en public',
      company: 'le fournisseur ou ses actionnaires',
      press: 'un journal, un site d’information',
      other: 'toute autre personne',
    },
    confirms: 'confirme un statut',
    claims: 'une affirmation, qui ne confirme rien',
    nothing: 'ne change jamais un statut',
  },
  deadline: {
    caption: 'Les échéances',
    kind: 'Échéance',
    meaning: 'Ce qui arrive ce jour-là',
    means: {
      'grant-end': 'Une décision prend fin.',
      'renewal-window': 'Il faut avoir demandé le renouvellement pour ne pas avoir d’interruption.',
      transition: 'Une nouvelle version des règles devient obligatoire.',
      surveillance: 'Un contrôle périodique est dû.',
      reservation: 'Une réserve doit être levée.',
      target: 'La date que quelqu’un a annoncée pour une étape.',
      staleness: 'Trop de temps sans nouvelles : il faut en demander.',
      'officer-set': 'Ce que quelqu’un d’entre vous a fixé.',
      'dependency-end': 'La décision d’un service dont celui-ci dépend prend fin.',
    },
  },
};
