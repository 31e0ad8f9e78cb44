import type * as English from '../en/help.js';

const helpTables: typeof English.helpTables = {
  status: {
    caption: 'Signification de chaque statut',
    head: ['Statut', 'Signification'],
    means: {
      granted: 'Une décision est en vigueur.',
      'granted-with-reservations': 'Une décision est en vigueur ; l’autorité demande la levée de réserves.',
      suspended: 'L’autorité a suspendu la décision.',
      renewing: 'La dernière décision a pris fin et une nouvelle demande est en cours.',
      expired: 'La dernière décision a expiré sans renouvellement.',
      lapsed: 'Une obligation de suivi n’a pas été remplie à temps.',
      withdrawn: 'L’autorité a retiré la décision.',
      refused: 'L’autorité a rejeté la demande.',
      abandoned: 'Le fournisseur a abandonné sa demande.',
      'in-progress': 'L’évaluation est en cours. Ce n’est pas une certification.',
      applied: 'Une demande est déposée ou acceptée ; l’évaluation n’a pas commencé.',
      announced: 'Seule l’intention a été annoncée.',
      unknown: 'Aucun événement enregistré n’établit de statut.',
    },
  },
  source: {
    caption: 'Sources, de la plus fiable à la moins fiable',
    head: ['Source', 'Effet'],
    means: {
      decision: 'l’acte lui-même',
      catalogue: 'le catalogue publié par l’autorité',
      list: 'une liste sur le site de l’autorité',
      statement: 'une déclaration publique de l’autorité',
      company: 'le fournisseur ou ses actionnaires',
      press: 'un journal ou un site d’information',
      other: 'toute autre source',
    },
    confirms: 'confirme un statut',
    claims: 'déclaration, ne confirme pas un statut',
    nothing: 'ne modifie jamais un statut',
  },
  deadline: {
    caption: 'Types d’échéance',
    head: ['Échéance', 'Signification'],
    means: {
      'grant-end': 'Une décision prend fin.',
      'renewal-window': 'Date limite pour demander le renouvellement sans interruption de validité.',
      transition: 'Une nouvelle version du référentiel devient obligatoire.',
      surveillance: 'Un audit de surveillance est dû.',
      reservation: 'Une réserve doit être levée.',
      target: 'Date annoncée pour une étape.',
      staleness: 'Aucune activité depuis longtemps : situation à vérifier auprès du fournisseur.',
      'officer-set': 'Échéance fixée manuellement.',
      'dependency-end': 'La décision d’un service dont celui-ci dépend prend fin.',
    },
  },
};

export const help: typeof English.help = {
  title: 'Aide',
  kept: 'Aucun serveur de messagerie n’est configuré : les courriels sont conservés, non envoyés.',
  contents: 'Sur cette page',
  sections: {
    jalon: {
      title: 'À propos de Jalon',
      text: [
        'Jalon est un registre des certifications cloud. Il conserve ce qui a été annoncé, accepté, délivré, suspendu ou retiré : chaque événement avec sa date et sa source.',
        'Les statuts ne sont pas saisis : Jalon les déduit des événements. Chaque statut peut donc être justifié par ses événements et leurs sources.',
        'Rien n’est effacé. Les erreurs sont corrigées ou retirées, et restent visibles.',
      ],
      terms: [
        ['Fournisseur', 'Une entreprise qui propose des services cloud.'],
        ['Schéma', 'Une certification et ses règles : SecNumCloud, HDS, ISO/IEC 27001…'],
        ['Dossier', 'La certification d’un service selon un schéma.'],
        [
          'Décision',
          'L’acte délivré par l’autorité, avec une date de début, une date de fin et, le cas échéant, un numéro et des réserves.',
        ],
        ['Jalon', 'Une étape du schéma, comme J0 à J3 pour SecNumCloud.'],
        ['Référentiel', 'Les exigences d’un schéma, publiées par versions.'],
      ],
      links: [
        ['/dossiers', 'Voir les dossiers'],
        ['/schemes', 'Voir les schémas et leurs étapes'],
      ],
    },
    statuses: {
      title: 'Les statuts',
      text: [
        'Le premier statut applicable dans l’ordre ci-dessous est retenu. Le terme « obtenu » est remplacé par celui du schéma : qualifié, certifié, attesté…',
      ],
    },
    word: {
      title: 'Les sources',
      text: [
        'Chaque statut indique sa source : « confirmé par l’autorité », ou « non confirmé par l’autorité » lorsque seuls des tiers en font état ou que l’autorité n’en fait plus état. Un statut confirmé porte une étiquette pleine avec une coche, un autre une étiquette au contour en tirets ; les étapes d’un dossier sont marquées de la même façon.',
        'Lorsque des sources se contredisent, la plus fiable l’emporte et l’autre est signalée par un avertissement. Une étape peut n’être que déclarée alors que le statut est confirmé.',
      ],
    },
    dates: {
      title: 'Les dates partielles',
      text: [
        'Enregistrez les dates avec la précision de la source : un jour, un mois, un trimestre, un semestre ou une année.',
        'Un événement est pris en compte dès le premier jour de la période. Une validité prend fin au dernier jour de la période, inclus.',
      ],
      terms: [
        ['27/05/2021', 'jour'],
        ['mai 2021', 'mois'],
        ['T1 2025', 'trimestre'],
        ['S1 2026', 'semestre'],
        ['2023', 'année'],
      ],
    },
    times: {
      title: 'Consulter une date passée',
      text: [
        'Le bouton de la date, en haut de la page, comporte deux dates, conservées d’une page à l’autre.',
        'Exemple : un jalon atteint en mars est enregistré en juillet. Il figure dans la situation au 1er avril, mais pas dans la situation au 1er avril connue au 1er juin.',
      ],
      terms: [
        ['Situation au', 'Événements survenus jusqu’à la fin de ce jour.'],
        [
          'Connue au',
          'Événements enregistrés dans Jalon jusqu’à la fin de ce jour. Vide : tous les événements enregistrés à ce jour.',
        ],
      ],
    },
    recording: {
      title: 'Enregistrer un événement',
      text: [
        'Ouvrez le dossier ou le fournisseur, choisissez « Enregistrer un événement », puis le type d’événement. Le formulaire ne demande que les informations propres à ce type.',
        'Un aperçu présente les effets : le statut avant et après, les échéances reportées et les abonnés qui seront notifiés. Rien n’est enregistré avant votre confirmation.',
        'Votre saisie est conservée si votre session expire ou si un autre événement est enregistré entre-temps.',
        'L’enregistrement nécessite le rôle de chargé de conformité, ou une clé d’API disposant de ce droit. Un administrateur de Jalon peut vous attribuer l’un ou l’autre.',
      ],
    },
    amending: {
      title: 'Corriger ou retirer un événement',
      text: [
        'Un événement enregistré n’est jamais modifié. Dans l’historique, « Corriger » remplace des valeurs et « Retirer » exclut l’événement. Un motif est obligatoire.',
        'L’ancienne valeur reste lisible, barrée, à côté de la nouvelle. La situation telle que connue avant la correction conserve l’ancienne valeur.',
      ],
    },
    evidence: {
      title: 'Pièces justificatives',
      text: [
        'Un fichier peut justifier un événement : la décision en PDF, une capture d’écran, un courriel. Choisissez « Joindre une pièce » dans le menu de l’événement, dans l’historique. Les fichiers PDF, les images et les courriels sont acceptés ; le registre conserve leur empreinte SHA-256.',
        'Une pièce ne peut pas être remplacée. « Retirer la pièce » la barre ; elle reste consultable. Seules les personnes connectées peuvent ouvrir les pièces.',
        '« Dossier d’audit », au-dessus de l’historique, télécharge un dossier ou un fournisseur, aux dates choisies, sous forme d’archive avec ses événements, leurs sources, les pièces et les empreintes.',
      ],
    },
    approving: {
      title: 'Double validation',
      text: [
        'Dans les schémas soumis à la double validation, tout ce qui changerait le statut d’un dossier attend sous forme de proposition : un événement, une correction, un import, un relevé de liste officielle. Une autre personne l’approuve ou la rejette ; d’ici là, rien n’est enregistré et personne n’est notifié.',
        'L’approbation nécessite le rôle d’approbateur ou d’administrateur. Deux clés d’un même compte désignent une seule personne, et une clé sans compte ne peut ni proposer ni approuver.',
        'L’auteur peut retirer sa proposition. L’historique nomme les deux personnes : celle qui a enregistré l’événement et celle qui l’a approuvé. Les administrateurs choisissent les schémas.',
      ],
      links: [['/approvals', 'Voir les propositions']],
    },
    importing: {
      title: 'Importer un fichier',
      text: [
        'Un fichier CSV, y compris celui qu’Excel enregistre avec des points-virgules, ou un classeur Excel (.xlsx) enregistre plusieurs événements à la fois : un par ligne, 10 000 lignes et 10 Mo au plus. La première ligne nomme les colonnes, dans un ordre quelconque.',
        'Jalon présente d’abord, ligne par ligne, ce qui serait enregistré et les erreurs relevées. Le fichier est importé en totalité ou pas du tout. Un second import du même fichier est sans effet.',
      ],
      terms: [
        ['provider', 'nom du fournisseur ; enregistré s’il est inconnu'],
        ['service, scheme', 'le dossier ; sans schéma, l’événement concerne le fournisseur'],
        ['type', 'type d’événement, comme MilestoneReached ou GrantIssued'],
        ['occurred', 'date de l’événement : 27/05/2021, 2021-05-27, 2020-11, 2025-Q1, 2026-H1 ou 2023'],
        [
          'source_kind, source_publisher',
          'source : decision, catalogue, list, statement, company, press ou other, et nom de l’émetteur',
        ],
        ['source_url, source_title, quote', 'référence et citation de la source'],
        ['milestone, target, decision, valid_from, valid_until…', 'colonnes propres au type d’événement ; vides sinon'],
      ],
      links: [['/import', 'Importer un fichier']],
    },
    registers: {
      title: 'Listes officielles',
      text: [
        'Une liste officielle est publiée par une autorité. Déposez le document sur la page de la liste : Jalon présente d’abord les différences, et n’enregistre rien avant votre confirmation.',
        'Un relevé confirme chaque inscription à la date du document. Seules les différences deviennent des événements, dans le dossier concerné ; une nouvelle inscription ouvre un dossier.',
        'Un relevé qui retirerait ou déplacerait trop d’inscriptions est mis en attente, jusqu’à ce qu’une personne l’accepte avec un motif ou l’écarte.',
        'Si un fournisseur est inscrit sous un nom proche d’un fournisseur enregistré, la page demande s’il s’agit du même. Rien n’est rapproché sans réponse.',
      ],
      terms: [
        ['Relevé', 'Le contenu d’une liste à une date donnée, avec le document correspondant.'],
        ['Inscription', 'Une ligne de la liste : un service et son statut.'],
        ['En attente', 'Rien du relevé n’est encore enregistré.'],
      ],
      links: [['/registers', 'Voir les listes officielles']],
    },
    deadlines: {
      title: 'Échéances et rappels',
      text: [
        'Les échéances sont déduites des événements : fin d’une décision, demande de renouvellement, date cible… Une échéance reste ouverte tant qu’elle peut être respectée, puis elle est dépassée.',
        'Les rappels sont prévus les jours ouvrés à 9 heures, de plus en plus souvent à l’approche de l’échéance. « Accuser réception » les arrête, « Me le rappeler plus tard » les diffère. Vous pouvez aussi fixer des échéances manuelles sur un dossier.',
      ],
      links: [['/deadlines', 'Voir les échéances']],
    },
    working: {
      title: 'Accueil et vues',
      text: [
        'L’accueil dénombre les tâches ouvertes, les changements de la semaine, les fins de validité par mois et les retards. Chaque nombre mène à la liste correspondante.',
        'Une liste et ses filtres peuvent être enregistrés comme vue, privée ou partagée. « Suivre » un fournisseur, un dossier, un schéma, une liste officielle ou une vue abonne l’adresse de votre compte à ses changements et à ses rappels.',
        'Une échéance peut être attribuée à un chargé de conformité et commentée. Les commentaires ne font pas partie du registre ; leur auteur peut les supprimer.',
        'Une vue peut nommer les services que vous utilisez : elle montre alors leurs dossiers et ceux dont ils dépendent. Son calendrier et son flux comprennent aussi les services ajoutés ensuite.',
      ],
      links: [
        ['/', 'Voir l’accueil'],
        ['/views', 'Voir les vues enregistrées'],
      ],
    },
    subscribing: {
      title: 'Abonnements',
      text: [
        'Un abonné reçoit les événements et les rappels par courriel ou par webhook. Il choisit ce qu’il suit : un fournisseur, un schéma, les seuls événements confirmés…',
        'Une adresse doit être confirmée avant de recevoir autre chose, et chaque courriel comporte un lien de désabonnement. Les échéances peuvent aussi s’afficher dans votre agenda.',
        'La page d’un abonnement montre ses messages, leur taux de réussite et le dernier échec.',
        'Un webhook qui était en panne reçoit ce qui lui manque par « Envoyer les messages manquants », sur sa page. Un nouveau webhook peut d’abord recevoir les événements passés.',
      ],
      links: [['/subscribers', 'Voir les abonnés']],
    },
    search: {
      title: 'Recherche',
      text: [
        'La recherche trouve les fournisseurs sous tous leurs noms, les services, les décisions par leur numéro, les schémas et leurs jalons, les parties, les technologies et les mots des déclarations. Chaque mot saisi est le début d’un mot enregistré ; la casse et les accents ne comptent pas.',
        'Le numéro exact d’une décision vient en premier, puis les noms exacts. Si rien ne correspond, les noms proches sont affichés.',
        'La recherche porte sur tout ce qui est enregistré à ce jour. Les anciens noms sont trouvés, les événements retirés ne le sont pas.',
      ],
      links: [['/search', 'Rechercher']],
    },
    keyboard: {
      title: 'Clavier et accessibilité',
      text: [
        'Toute la console s’utilise au clavier. Les premiers liens de chaque page mènent directement au contenu et au tableau.',
        'Les pages fonctionnent aussi sans JavaScript ; les raccourcis ci-dessous en ont besoin.',
      ],
      terms: [
        ['Tab, Maj + Tab', 'lien ou champ suivant, précédent'],
        ['Entrée', 'suivre un lien, envoyer un formulaire'],
        ['Espace', 'cocher une case, ouvrir ou fermer un volet'],
        ['Flèches', 'choisir dans une liste, changer une date'],
      ],
    },
    sharing: {
      title: 'Partage et pages publiques',
      text: [
        'La page d’un dossier lisible par tous se termine par « Partager » : le code d’un badge qui montre le statut sur d’autres sites, au jour de l’affichage ou aux dates choisies.',
        'Les dossiers, les fournisseurs et les schémas renvoient vers leurs flux : les changements pour un lecteur de flux (Atom) et les échéances pour un calendrier.',
        'Sans lecture publique, rien de cela n’est proposé ; la page des échéances permet de créer des adresses de calendrier privées.',
      ],
    },
    machines: {
      title: 'API REST',
      text: [
        'Toutes les données de la console sont aussi accessibles par une API REST. La liste des dossiers s’exporte en CSV avec les filtres en cours.',
      ],
      links: [['/docs', 'Documentation de l’API REST (en anglais)']],
    },
  },
  ...helpTables,
};
