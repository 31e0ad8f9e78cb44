import type { FieldReasons, OtherReasons } from '#domain/reasons.js';
import type { HiddenKind } from '#domain/text/hidden-characters.js';
import { french as fr, writtenDate } from '../format.js';
import type { Sentences } from '../language.js';

const REMINDER_STATES: Readonly<Record<string, string>> = {
  planned: 'planifié',
  claimed: 'en cours d’envoi',
  sent: 'envoyé',
  failed: 'non remis',
  skipped: 'ignoré',
  cancelled: 'annulé',
  superseded: 'remplacé',
};

const DEADLINE_STATES: Readonly<Record<string, string>> = { met: 'respectée', cancelled: 'annulée' };

const CAUSES: Readonly<Record<string, string>> = {
  'hard-bounce': 'rejet définitif',
  'soft-bounces': 'rejets temporaires répétés',
};

const STREAMS = {
  provider: 'de fournisseur',
  dossier: 'de dossier',
  scheme: 'de schéma',
  register: 'de liste officielle',
};

const dossiers = (count: number): string => fr.count(count, 'dossier', 'dossiers');

const FORMATS = {
  json: 'JSON',
  yaml: 'YAML',
  xml: 'XML',
  csv: 'CSV',
  xlsx: 'Excel (.xlsx)',
  html: 'HTML',
  pdf: 'PDF',
};

/** What a file is, by its first bytes. */
const FOUND = {
  html: 'd’une page HTML',
  xml: 'd’un document XML',
  json: 'de JSON',
  zip: 'd’une archive ZIP',
  xlsx: 'd’un classeur Excel (.xlsx)',
  xls: 'd’un classeur Excel de l’ancien format (.xls) ou protégé par un mot de passe',
  pdf: 'd’un fichier PDF',
  binary: 'de données binaires',
  text: 'de texte',
};

const DATES = {
  iso: '2024-05-31',
  'day-month-year': '31/05/2024',
  'month-day-year': '05/31/2024',
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  object: 'un objet',
  record: 'un objet',
  array: 'une liste',
  boolean: 'vrai ou faux',
};

const HIDDEN: Readonly<Record<HiddenKind, string>> = {
  control: 'de caractères de contrôle',
  'line-end': 'de retours à la ligne',
  bidi: 'de caractères qui modifient le sens d’écriture',
  invisible: 'de caractères invisibles',
  'private-use': 'de caractères à usage privé',
  unassigned: 'de caractères absents d’Unicode',
  undecodable: 'de caractères perdus par un mauvais encodage',
};

const STATES: Readonly<Record<string, string>> = {
  pending: 'en attente de confirmation',
  active: 'actif',
  disabled: 'désactivé',
  unsubscribed: 'résilié',
};

/** Reasons as predicates of a field, which stands before them. */
export const fieldReasons: Sentences<FieldReasons> = {
  'code-wrong': 'est erroné ou a déjà été utilisé',
  'password-long': ({ most }) => `doit comporter au plus ${most} caractères`,
  'password-repeats': 'ne doit pas répéter toujours les mêmes caractères',
  'password-short': ({ least }) => `doit comporter au moins ${least} caractères`,
  'password-wrong': 'est erroné',
  'calendar-without-deadlines': 'ne doit pas être à faux ; un calendrier ne contient que des échéances',
  'atom-without-changes': 'ne doit pas être à faux ; un flux Atom ne contient que des événements',
  'ledger-position': 'doit être une position du registre, telle que 42',
  'days-ahead': ({ maximum }) => `doit être un nombre entier de jours compris entre 0 et ${maximum}`,
  'event-takes-no-evidence': 'doit être un événement autre qu’une correction, un retrait ou une pièce jointe',
  'evidence-empty': 'est vide',
  'evidence-type': 'doit être, par son contenu, un PDF, une image (PNG, JPEG, GIF, WebP) ou un courriel (.eml)',
  'evidence-larger-than': ({ megabytes }) => `dépasse ${fr.number(megabytes)} Mo`,
  'evidence-quota': ({ megabytes }) =>
    `ne peut pas être conservé : les ${megabytes} Mo prévus pour l’ensemble des pièces sont atteints`,
  'line-not-utf8': ({ byte, text }) =>
    `n’est pas encodée en UTF-8 : octet 0x${byte}, en Latin-1 ${fr.quote(text)} ; d’autres lignes le sont ; enregistrez de nouveau le fichier en UTF-8`,
  'csv-malformed': 'n’est pas du CSV valide',
  'column-unnamed': 'n’a pas de nom',
  'column-unknown': ({ nearest }) =>
    `n’est pas une colonne connue${nearest === null ? '' : ` ; la plus proche est ${nearest}`}`,
  'column-duplicate': 'figure deux fois dans l’en-tête',
  'column-missing': 'manque dans l’en-tête',
  'row-length': ({ cells, columns }) =>
    `compte ${fr.count(cells, 'cellule', 'cellules')} ; l’en-tête compte ${fr.count(columns, 'colonne', 'colonnes')}`,
  'row-id-taken': ({ id }) =>
    `ne peut pas être enregistrée : son identifiant ${id} est celui d’un autre événement enregistré`,
  'not-a-ledger-file': ({ format }) =>
    `doit être ${fr.quote(format)}, comme dans les fichiers produits par jalon export`,
  'format-newer': ({ version, supported }) =>
    `est ${version}, d’une version plus récente de Jalon ; cette version lit jusqu’à ${supported}`,
  'line-after-end': 'suit la dernière ligne du fichier de registre',
  'line-too-long': ({ maximum }) => `dépasse ${fr.number(maximum)} octets`,
  'line-not-json': 'n’est pas du JSON valide',
  'line-too-deep': ({ maximum }) => `compte plus de ${maximum} niveaux d’imbrication`,
  'event-count': ({ stated, found }) =>
    `est ${stated}, mais le fichier contient ${fr.count(found, 'événement', 'événements')}`,
  'checksum-mismatch': 'ne correspond pas au fichier, modifié depuis son export ; exportez-le à nouveau',
  'text-not-storable': 'contient des caractères qui ne peuvent pas être enregistrés',
  'uuid-format': 'doit être un UUID en minuscules',
  'dossier-id-format': 'doit être l’identifiant d’un dossier, tel que listé par GET /v1/dossiers',
  'provider-id-format': 'doit être l’identifiant d’un fournisseur, tel que listé par GET /v1/providers',
  'stream-format': 'doit être provider-<id>, dossier-<id> (UUID en minuscules), scheme-<slug> ou register-<slug>',
  'instant-utc-format': 'doit être un instant UTC avec millisecondes, comme 2026-11-25T08:00:00.000Z',
  'event-newer': 'provient d’une version plus récente de Jalon',
  'position-order': ({ position, expected }) => `est ${position}, mais doit être ${expected}`,
  'version-order': ({ version, expected }) => `est ${version}, mais la version suivante du flux est ${expected}`,
  'recorded-order': ({ previous }) => `est antérieur à ${previous}, l’heure de la ligne précédente`,
  'recorded-in-future': 'est en avance de plus d’un jour sur l’horloge de ce registre',
  'stream-not-opened': ({ type, expected }) =>
    `est ${type}, mais le premier événement de ce flux doit être ${expected}`,
  'stream-slug-mismatch': ({ slug, stream }) => `est ${slug}, qui ne correspond pas au flux ${stream}`,
  'stream-not-found': ({ stream }) => `désigne ${stream}, qu’aucune ligne antérieure n’ouvre`,
  'amended-event-not-found': ({ id, stream }) =>
    `désigne l’événement ${id}, absent des lignes antérieures de ${stream}`,
  'date-unreadable': 'doit être une date, par exemple 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023',
  'no-such-day': 'doit être un jour qui existe : vérifiez le jour et le mois',
  'year-too-short': 'doit comporter une année à quatre chiffres, par exemple 27/05/2021',
  'date-ambiguous': ({ dayFirst, monthFirst }) =>
    `peut désigner le ${fr.date(dayFirst)} ou le ${fr.date(monthFirst)} : écrivez ${dayFirst} ou ${monthFirst}`,
  'provider-name-unknown': 'doit être le nom d’un seul fournisseur enregistré',
  'dossier-name-unknown': 'doit être le fournisseur ou l’URL d’un dossier existant',
  'dossier-name-ambiguous': ({ names }) =>
    `correspond à plusieurs dossiers : saisissez l’un des noms suivants : ${names.map(fr.quote).join(', ')}`,
  'source-not-removable': 'est obligatoire : une source enregistrée peut être remplacée, mais pas supprimée',
  'provider-not-identified': ({ name }) =>
    `contient ${fr.quote(name)}, nom qu’aucun fournisseur ne porte ou que plusieurs portent`,
  'month-format': 'doit être un mois au format aaaa-mm, par exemple 2026-11',
  'register-key-repeated': ({ entry }) => `est aussi la clé de l’inscription n° ${entry}`,
  'register-url-required': 'est obligatoire pour télécharger la liste',
  'register-url-credentials':
    'ne doit contenir ni nom d’utilisateur ni mot de passe : l’adresse est publiée avec chaque relevé',
  'register-stage-field-required': 'est obligatoire : stages traduit ses libellés',
  'register-stages-required': 'doit contenir au moins un libellé de fields.stage',
  'register-part-required': 'doit comporter part : une expression qui trouve la date dans le texte autour du tableau',
  'register-not-for-tables': 'ne s’applique qu’aux formats json, yaml et xml',
  'register-only-for-tables': 'ne s’applique qu’aux tableaux : csv, xlsx, html et pdf',
  'register-pattern':
    'doit être une expression rationnelle de syntaxe RE2 avec un groupe nommé, par exemple (?<value>\\d+), sans assertion avant ou arrière ni référence arrière',
  'register-not-for-csv': 'ne s’applique pas au format csv',
  'register-path-format':
    'doit être composé de noms de champs séparés par des points, par exemple data.items, names.name[lang=fr], status.@since ou #text',
  'register-key-required': 'est obligatoire : dependsOn et dependents sont des clés d’inscription',
  'register-stage-target': (p) =>
    `doit être granted, suspended, withdrawn, expired, absent, ignored ou un jalon du schéma ${p.scheme} (${p.milestones.join(', ')}), et non ${p.stage}`,
  required: 'est obligatoire',
  'unknown-field': 'n’est pas un champ connu',
  'given-twice': 'ne doit être donné qu’une fois',
  'wrong-type': ({ expected }) => `doit être ${TYPES[expected] ?? expected}`,
  'not-one-of': ({ values }) => `doit être l’une des valeurs suivantes : ${values.join(', ')}`,
  'wrong-format': ({ format }) => `doit être au format ${format}`,
  'invalid-value': 'n’est pas valide',
  'too-large': ({ of, maximum, included }) =>
    of === 'string'
      ? `doit avoir au plus ${fr.count(maximum, 'caractère', 'caractères')}`
      : of === 'array'
        ? `doit avoir au plus ${fr.count(maximum, 'élément', 'éléments')}`
        : `doit être ${included ? 'inférieur ou égal' : 'strictement inférieur'} à ${maximum}`,
  'too-small': ({ of, minimum, included }) =>
    of === 'string'
      ? `doit avoir au moins ${fr.count(minimum, 'caractère', 'caractères')}`
      : of === 'array'
        ? `doit avoir au moins ${fr.count(minimum, 'élément', 'éléments')}`
        : `doit être ${included ? 'supérieur ou égal' : 'strictement supérieur'} à ${minimum}`,
  'not-multiple-of': ({ divisor }) => `doit être un multiple de ${divisor}`,
  'whole-number-between': ({ minimum, maximum }) => `doit être un nombre entier de ${minimum} à ${maximum}`,
  'position-format': 'doit être une position du registre, telle que 42 ou 42-1795809600',
  'instant-format': 'doit être une date et une heure avec leur décalage, telles que 2026-11-25T08:00:00Z',
  'point-format':
    'doit être un jour (2026-01-01), un jour et un instant (2026-01-01@2026-06-30T00:00:00Z) ou @ et un instant',
  'point-day': 'doit comporter avant le @ un jour qui existe, comme 2026-01-01',
  'point-instant': 'doit comporter après le @ un instant avec son décalage, comme 2026-06-30T00:00:00Z',
  'point-plus-sign': 'contient une espace à la place du + de son instant ; dans une URL, + s’écrit %2B',
  'page-number': 'doit être un numéro de page, à partir de 1',
  'actor-format': 'doit être de la forme account:<id> ou key:<id>',
  'cursor-format': 'doit être un curseur fourni par cette liste',
  'cursor-of-other-list':
    'provient d’une autre liste, ou de cette liste avec d’autres filtres ; recommencez sans ce curseur, à la première page',
  'etag-format': 'doit être * ou des étiquettes entre guillemets droits, telles que fournies par ETag ("7.xTq2")',
  'idempotency-key-format': 'doit compter de 1 à 200 caractères ASCII visibles',
  'idempotency-key-unread': 'n’est pas pris en charge par cette opération ; envoyez la requête sans cet en-tête',
  'idempotency-key-used': 'a déjà accompagné une autre requête',
  'provider-slug-format':
    'doit compter au plus 100 lettres minuscules, chiffres et traits d’union isolés, comme my-cloud',
  'digest-without-mail': 'doit être immediate : les récapitulatifs n’existent que par courriel',
  'version-stale': ({ expected, actual }) =>
    expected < 0
      ? `ne cite aucune version enregistrée ; la version actuelle est ${actual}`
      : `cite la version ${expected}, alors que la version actuelle est ${actual}`,
  'position-beyond-head': ({ position, head }) =>
    `vaut ${position}, alors que la dernière position du registre est ${head}`,
  'position-lost': ({ position }) => `ne figure plus au registre, qui a été ramené à la position ${position}`,
  'name-without-letters': 'doit contenir une lettre ou un chiffre',
  'identifier-invalid': 'n’est pas un identifiant de ce type : vérifiez sa longueur et ses chiffres',
  'target-reason': 'est obligatoire pour écarter une date cible',
  'no-changes': 'doit modifier occurred, source ou data',
  blank: 'ne doit pas être vide',
  'malformed-unicode': 'doit être un texte Unicode valide',
  'hidden-character': ({ kind, codePoint, position }) =>
    `ne doit pas contenir ${HIDDEN[kind]} : ${codePoint}, caractère n° ${position} ; supprimez-le`,
  'web-address': 'doit être une adresse http ou https',
  'sha256-format': 'doit compter 64 chiffres hexadécimaux en minuscules',
  'country-format': 'doit être un code pays à deux lettres, par exemple FR',
  'year-out-of-range': 'doit comporter une année comprise entre 1900 et 2199',
  'instant-without-day': ({ day }) =>
    `comporte le jour ${day}, qui n’existe pas ; indiquez un jour existant, par exemple 2026-11-25T08:00:00Z`,
  'instant-without-time': ({ time }) =>
    `comporte l’heure ${time}, qui n’existe pas ; les heures vont de 00:00:00 à 23:59:59, par exemple 2026-11-25T08:00:00Z`,
  'instant-without-offset': ({ offset }) =>
    `comporte le décalage ${offset}, qui n’existe pas ; écrivez Z ou un décalage tel que +01:00, par exemple 2026-11-25T08:00:00+01:00`,
  'day-format': 'doit être un jour existant au format aaaa-mm-jj, par exemple 2021-05-27',
  'partial-date-format':
    'doit être un jour, un mois, un trimestre, un semestre ou une année, par exemple 2021-05-27, 2021-05, 2026-Q1, 2026-H1 ou 2026',
  'time-zone': 'doit être un fuseau horaire IANA, par exemple Europe/Paris',
  'deadline-key-format':
    'doit compter 1 à 100 minuscules, chiffres et traits d’union, par exemple dossier-de-renouvellement',
  'opens-after-due': 'ne doit pas être postérieur à l’échéance',
  'lapses-before-due': 'ne doit pas être antérieur à l’échéance',
  'ends-before-valid-from': 'ne doit pas être antérieur au début de validité',
  'ladder-empty': 'doit contenir au moins un jour dans before ou overdue ; omettez-le pour la valeur par défaut',
  'listed-twice': ({ value }) => `répète ${value}`,
  'only-for-escalation': 'ne s’applique qu’au rôle escalation',
  'milestones-removed': ({ milestones }) =>
    `doit conserver ${fr.list(milestones)} : des dossiers peuvent ${milestones.length === 1 ? 's’y référer' : 'les utiliser'}`,
  'scheme-slug-fixed': ({ slug }) => `doit rester ${slug}`,
  'scheme-slug-format': 'doit être composé de mots en minuscules reliés par des traits d’union',
  'register-slug-format': 'doit être composé de mots en minuscules reliés par des traits d’union',
  'after-unknown-milestone': ({ milestone, milestones }) =>
    `cite le jalon ${milestone}, absent du schéma ; jalons disponibles : ${milestones.join(', ')}`,
  'after-itself': ({ cycle }) => `est circulaire : ${cycle.join(' après ')}`,
  'after-later-milestone': ({ milestone }) => `cite ${milestone}, qui doit figurer plus haut dans la liste`,
  'no-outcome': 'doit contenir un jalon qui donne granted',
  'date-before': ({ field }) => `ne doit pas être antérieur à ${field}`,
  'version-overlaps': ({ version, day }) =>
    `précède la date du ${fr.date(day)} de la version ${version} ; les versions doivent être listées dans l’ordre`,
  'label-overlaps': ({ slug, from }) => `chevauche la règle du label ${slug} en vigueur depuis le ${fr.date(from)}`,
  'required-for-reports': 'est obligatoire pour la famille report',
  'only-for-reports': ({ family }) => `ne s’applique qu’à la famille report, et non à ${family}`,
  'not-for-reports': 'ne s’applique pas à la famille report',
  'duties-required': 'doit contenir au moins une obligation pour la famille duty',
  'only-for-decisions': ({ family }) => `ne s’applique qu’à la famille decision, et non à ${family}`,
  'pause-end': ({ from, to }) => `doit être un jour du ${writtenDate(from, 'fr')} au ${writtenDate(to, 'fr')}`,
  'filter-not-offered': 'n’est pas compris dans ce que propose le titulaire de l’abonnement',
  'digest-needs-email': 'doit être immediate : les récapitulatifs n’existent que par courriel',
  'webhook-only': 'ne concerne que les webhooks ; cet abonnement envoie des courriels',
  'email-only': 'ne concerne que les courriels ; cet abonnement est un webhook',
  'since-format':
    'doit être une date et une heure, telles que 2026-11-24T08:00:00Z, ou une position du registre, telle que 120',
  'since-in-future': 'ne doit pas être dans le futur',
  'since-too-early': ({ most, earliest }) =>
    `doit être suivi d’au plus ${fr.number(most)} événements : à partir de la position ${earliest} ; les événements antérieurs se lisent avec GET /v1/events`,
  'filter-empty': 'doit demander les événements, les échéances ou les deux',
  'no-setting-changed':
    'doit modifier au moins un élément : filter, language, reminders, mode, digestDay, format, ordered, ratePerMinute, description ou headers',
  'until-before-since': 'doit être postérieur à since',
  'email-format': 'doit être une adresse électronique, par exemple officer@example.org',
  'url-format': 'doit être une URL, par exemple https://hooks.example.org/jalon',
  'url-protocol': 'doit commencer par https:// ou http://',
  'url-not-normalized':
    'ne doit contenir ni espace ni barre oblique inverse, et deux barres obliques après le protocole',
  'url-with-credentials':
    'ne doit contenir ni nom d’utilisateur ni mot de passe : quiconque voit l’adresse pourrait s’en servir',
  'url-with-fragment': 'ne doit pas contenir de fragment ; il n’est jamais transmis au serveur',
  'webhook-secret-format': 'doit être composé de whsec_ et de 24 à 64 octets en base64',
  'header-name-format': 'doit être le nom d’un en-tête HTTP, par exemple x-api-key',
  'header-reserved': 'ne doit pas être un en-tête de la connexion ni un en-tête défini par Jalon',
  'header-value-format': 'doit se composer de caractères ASCII imprimables, sans espace au début ni à la fin',
  'headers-too-many': 'doit compter 10 en-têtes au plus',
  'header-repeated': 'ne doit pas contenir deux fois le même en-tête',
  'url-port': 'doit utiliser le port 443, le port 80 ou un port supérieur à 1023',
  'target-not-public': ({ host }) => `doit mener à une adresse publique ; ce n’est pas le cas de ${host}`,
  'target-not-encrypted': ({ host }) =>
    `doit commencer par https:// ; ${host} n’appartient à aucun réseau autorisé en HTTP simple`,
  'mail-unreadable': ({ error }) => `doit être un courriel lisible : ${error}`,
  'report-expected': ({ type }) =>
    `doit être un avis de non-remise (RFC 3464), un multipart/report avec une partie message/delivery-status ; le type du contenu est ${type}`,
  'report-without-recipient': 'doit contenir un Final-Recipient avec Action et Status',
  'report-without-mail': 'doit contenir un Original-Envelope-Id ou les en-têtes du courriel retourné',
  'view-address':
    'doit être le chemin d’une liste de la console avec ses filtres, par exemple /dossiers?scheme=secnumcloud',
  'services-on-board': 'doit être la liste des dossiers (/dossiers) si la vue nomme des services',
  'nothing-changed': 'doit modifier au moins un champ',
  'person-needed': 'doit être un compte connecté ; une clé sans compte crée plutôt des abonnements',
};

/** Reasons as sentences of their own, without final full stop. */
export const reasons: Sentences<OtherReasons> = {
  'register-not-found': ({ slug, registers }) =>
    `Liste officielle ${slug} introuvable ; les listes officielles sont ${registers.join(', ')}`,
  'reading-not-found': ({ reading }) => `Relevé ${reading} introuvable`,
  'register-unchanged': ({ slug }) => `La liste officielle ${slug} est inchangée`,
  'register-document-too-large': ({ megabytes }) => `Le document dépasse ${megabytes} Mo`,
  'register-day-missing':
    'Le document n’indique pas sa date à l’endroit prévu par le profil (readOn) : indiquez la date avec le document, ou corrigez le profil',
  'register-document-empty': 'Le document ne contient aucune inscription',
  'reading-interrupted':
    'Le traitement s’est interrompu ou d’autres enregistrements ont porté sur les mêmes inscriptions ; rien n’a été enregistré. Relevez de nouveau le document',
  'reading-in-future': ({ day, today }) => `Le document date du ${day}, postérieur à la date du jour (${today})`,
  'readings-not-held': ({ register }) => `Aucun relevé de ${register} n’attend cette décision`,
  'reading-state': ({ state }) => `L’état du relevé est ${state}`,
  'entry-unreadable': ({ dossier }) =>
    `Le dossier ${dossier} contient un événement que cette version de Jalon ne sait pas lire`,
  'reading-changed': 'L’effet de la lecture a changé depuis son affichage ; vérifiez-le à nouveau',
  'reading-older-than': ({ day, last }) =>
    `Le document date du ${day}, mais la liste officielle a été relevée au ${last}`,
  'proposal-not-found': ({ name }) =>
    `La liste officielle ne contient aucun fournisseur ${name} dont le nom ressemble à celui du fournisseur proposé`,
  'account-not-found': ({ id }) => `Compte ${id} introuvable`,
  'account-erased': 'Le compte a été effacé',
  'account-not-invited':
    'Cette personne s’est déjà connectée ; « Mot de passe oublié ? » sur la page de connexion envoie un nouveau lien',
  'email-taken': 'Un autre compte utilise cette adresse',
  'last-admin': 'C’est le dernier administrateur pouvant se connecter ; désignez-en d’abord un autre',
  'sign-in-wrong': 'Adresse ou mot de passe erroné',
  'approval-needed': ({ schemes }) =>
    `Une autre personne doit approuver ce changement de statut (${schemes.join(', ')})`,
  'account-needed': 'La clé n’est rattachée à aucun compte ; une proposition et son approbation exigent une personne',
  'own-proposal': 'Cette proposition est la vôtre ; une autre personne doit l’approuver',
  'proposal-id-not-found': ({ id }) => `Proposition ${id} introuvable`,
  'proposal-state': ({ state }) => `L’état de la proposition est ${state}`,
  'proposal-changed': 'L’effet de la proposition a changé depuis son affichage',
  'proposal-unreadable': 'Elle concerne un événement que cette version de Jalon ne sait pas lire',
  'proposal-recorded': 'Le registre contient déjà cette information ; il n’y a plus rien à enregistrer',
  'approver-needed': 'Seul un approbateur ou un administrateur peut se prononcer sur une proposition',
  'proposal-not-own': 'Seul son auteur peut retirer une proposition',
  'reminder-not-found': ({ id }) => `Rappel ${id} introuvable`,
  'reminder-dropped': ({ state }) =>
    `Le rappel est ${REMINDER_STATES[state] ?? state} ; seul un rappel prévu ou envoyé peut faire l’objet d’un accusé de réception`,
  'reminded-deadline-moved': ({ due }) => `L’échéance a été reportée ; nouvelle date : ${fr.date(due)}`,
  'reminded-deadline-closed': ({ state }) =>
    `L’échéance est déjà ${DEADLINE_STATES[state] ?? state} ; aucun autre rappel n’est envoyé`,
  'deadline-not-followed': 'L’abonnement ne suit plus cette échéance',
  'snooze-date-out-of-range': ({ today, last }) =>
    `La date doit être postérieure au ${fr.date(today)} (aujourd’hui) et ne pas dépasser le ${fr.date(last)}, dernier jour de l’échéance`,
  'snooze-too-late': ({ last }) =>
    `Le rappel ne peut plus être reporté ; le ${fr.date(last)} est le dernier jour de l’échéance`,
  'reminded-deadline-not-found': ({ key }) => `Échéance ${key} introuvable`,
  'feed-not-found': ({ id }) => `Flux ${id} introuvable`,
  'feed-address-unknown': 'Aucun flux n’existe à cette adresse ; demandez une nouvelle adresse à son propriétaire',
  'feed-address-revoked': 'Cette adresse de flux a été révoquée',
  'attempts-interrupted': 'L’envoi a été interrompu plusieurs fois avant la fin',
  'send-failed': ({ error }) => `Envoi impossible : ${error}`,
  'mail-returned': ({ answer }) => `Courriel retourné : ${answer}`,
  'mail-server-answer': ({ answer }) => answer,
  'mail-server-without-tls': ({ answer }) =>
    `Le serveur de messagerie ne propose pas STARTTLS, exigé par SMTP_TLS : ${answer}`,
  'address-suppressed': ({ cause, detail }) => `L’adresse est bloquée (${CAUSES[cause] ?? cause}) : ${detail}`,
  'subscription-ended': 'L’abonnement a été résilié',
  'confirmation-expired': 'Le délai de confirmation est expiré',
  'confirmation-superseded': 'Une confirmation plus récente a été demandée',
  'challenge-not-returned': 'Le webhook n’a pas renvoyé le défi : l’abonnement n’est pas confirmé',
  'endpoint-gone': 'Le webhook a répondu 410 Gone',
  'endpoint-status': ({ status }) => `Le webhook a répondu avec le statut ${status}`,
  'endpoint-redirect': ({ status }) =>
    `Le webhook a répondu avec le statut ${status} ; les redirections ne sont pas suivies`,
  'address-not-public': ({ host }) => `${host} n’est pas une adresse publique`,
  'http-not-allowed': ({ host }) => `${host} n’appartient à aucun réseau autorisé en HTTP simple`,
  'response-timeout': ({ seconds }) => `Pas de réponse complète en ${seconds} secondes`,
  'response-not-http': 'La réponse n’est pas du HTTP valide',
  'no-response': 'Aucune réponse',
  'connection-failed': ({ error }) => `La connexion a échoué : ${error}`,
  'name-not-resolved': ({ error }) => `Nom d’hôte introuvable (${error})`,
  'name-lookup-failed': ({ error }) => `Résolution du nom d’hôte temporairement impossible (${error})`,
  'connection-refused': ({ error }) => `Connexion refusée (${error})`,
  'connection-reset': ({ error }) => `Connexion réinitialisée (${error})`,
  'host-unreachable': ({ error }) => `Hôte injoignable (${error})`,
  'network-unreachable': ({ error }) => `Réseau injoignable (${error})`,
  'connection-timeout': ({ error }) => `Délai de connexion dépassé (${error})`,
  'connection-closed': ({ error }) => `Connexion fermée avant la réponse (${error})`,
  'response-headers-too-long': ({ error }) => `En-têtes de la réponse trop longs (${error})`,
  'certificate-expired': ({ error }) => `Certificat TLS expiré (${error})`,
  'certificate-not-yet-valid': ({ error }) => `Certificat TLS pas encore valide (${error})`,
  'certificate-revoked': ({ error }) => `Certificat TLS révoqué (${error})`,
  'certificate-self-signed': ({ error }) => `Certificat TLS autosigné (${error})`,
  'certificate-untrusted': ({ error }) => `Certificat TLS émis par une autorité non reconnue (${error})`,
  'certificate-chain-incomplete': ({ error }) => `Chaîne de certificats TLS incomplète (${error})`,
  'certificate-name-mismatch': ({ error }) => `Certificat TLS émis pour un autre nom d’hôte (${error})`,
  'tls-failed': ({ error }) => `Échec de la négociation TLS (${error})`,
  'evidence-fixed': 'Une pièce justificative ne se corrige pas ; retirez-la et joignez le bon fichier',
  'evidence-store-down': 'L’espace de stockage des pièces ne répond pas ; rien n’a été enregistré',
  'evidence-removed': 'Le contenu de ce fichier a été supprimé par un administrateur',
  'evidence-not-found': ({ sha256 }) => `Aucun fichier conservé n’a l’empreinte SHA-256 ${sha256}`,
  'import-rejected': ({ problems, rows, listed }) =>
    `Rien n’a été enregistré : ${fr.count(problems, 'erreur', 'erreurs')} dans ${fr.count(rows, 'ligne', 'lignes')}` +
    (listed < problems ? `, dont les ${fr.number(listed)} premières sont affichées` : ''),
  'import-too-long': ({ maximum }) =>
    `Un fichier compte au plus ${fr.number(maximum)} lignes ; répartissez-le en plusieurs fichiers`,
  'file-empty': 'Le fichier est vide',
  'import-format': ({ found }) => `Le fichier doit être au format CSV ou Excel (.xlsx), mais il s’agit ${FOUND[found]}`,
  'file-not-utf8': 'Le fichier n’est pas encodé en UTF-8',
  'line-invalid': ({ line }) => `La ligne ${line} n’est pas valide ; rien n’a été enregistré`,
  'csv-quote-unclosed': 'Guillemet non fermé',
  'csv-quote-misplaced':
    'Guillemet dans une cellule sans guillemets ; mettez toute la cellule entre guillemets et doublez celui-ci',
  'csv-quote-not-last': 'Du texte suit un guillemet fermant ; doublez les guillemets qui font partie d’une cellule',
  'header-too-long': ({ columns }) => `L’en-tête compte ${fr.count(columns, 'colonne', 'colonnes')}`,
  'type-unknown': ({ type, nearest }) =>
    `${type} n’est pas un type d’événement${nearest === null ? '' : ` ; le plus proche est ${nearest}`}`,
  'type-needs-scheme': ({ type }) => `${type} porte sur un dossier ; indiquez son schéma`,
  'type-without-scheme': ({ type }) => `${type} porte sur un fournisseur ; laissez le schéma vide`,
  'type-without-field': ({ type, on }) =>
    `${type} sur un ${on === 'provider' ? 'fournisseur (la ligne n’indique pas de schéma)' : 'dossier'} n’a pas ce champ ; laissez la cellule vide`,
  'type-not-importable': ({ type, path }) => `${type} ne peut pas être importé : aucune colonne ne contient ${path}`,
  'row-provider-ambiguous': ({ name, providers }) =>
    `${fr.count(providers, 'fournisseur porte ou a porté', 'fournisseurs portent ou ont porté')} le nom ${name}`,
  'row-dossier-ambiguous': ({ provider, scheme, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme.fr} ; précisez le service`,
  'row-dossier-not-held': ({ provider, scheme, date }) =>
    `${provider} n’a pas de dossier pour ${scheme.fr} ${date === null ? 'actuellement' : `à la date indiquée (${fr.date(date)})`}, seulement à d’autres dates ; précisez le service`,
  'row-service-ambiguous': ({ provider, scheme, service, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme.fr} dont le service porte ou a porté le nom ${service}`,
  'row-service-transferred': ({ provider, service }) =>
    `${provider} avait déjà cédé ${service} à cette date ; indiquez le fournisseur qui le détenait`,
  'row-scope-ambiguous': ({ provider, scheme, count }) =>
    `${provider} a ${dossiers(count)} pour ${scheme.fr} sans service`,
  'row-dependency-not-found': ({ scheme, name }) =>
    `Aucun dossier pour ${scheme.fr} ne correspond à ${name} ; écrivez fournisseur / service`,
  'row-dependency-ambiguous': ({ scheme, name, count }) =>
    `${dossiers(count)} pour ${scheme.fr} correspondent à ${name} ; écrivez fournisseur / service`,
  'file-truncated':
    'Le fichier est incomplet : la ligne indiquant le nombre d’événements et l’empreinte manque ; exportez-le à nouveau',
  'stored-type-unknown': ({ type, kind }) =>
    `${type} n’est pas un type d’événement ${STREAMS[kind]} connu de cette version de Jalon`,
  'stream-opened-twice': ({ type }) => `${type} ne peut être que le premier événement d’un flux`,
  'event-id-repeated': ({ id }) => `${id} figure déjà sur une ligne antérieure`,
  'lines-not-storable': ({ to, error }) =>
    `Cette ligne ou une autre jusqu’à la ligne ${to} ne peut pas être enregistrée : ${fr.quote(error)}`,
  'restore-timeout': 'L’envoi a été interrompu après une minute sans données ; rien n’a été enregistré',
  'ledger-has-events':
    'Un fichier de registre ne peut être restauré que dans un registre vide ; celui-ci contient des événements',
  'provider-not-found': ({ provider }) =>
    provider === undefined ? 'Fournisseur introuvable' : `Fournisseur ${provider} introuvable`,
  'provider-ambiguous': ({ name, slugs }) =>
    `Plusieurs fournisseurs portent ou ont porté le nom ${fr.quote(name)} ; utilisez l’un des noms courts ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }) => `Dossier ${dossier} introuvable`,
  'several-match': 'Plusieurs réponses possibles ; indiquez un identifiant',
  'origin-not-allowed': ({ origin }) => `Les requêtes des pages de ${origin} ne sont pas autorisées`,
  'provider-name-taken': ({ name }) =>
    `Un autre fournisseur porte ou a porté le nom ${fr.quote(name)} ; enregistrez-le plutôt comme autre nom de ce fournisseur`,
  'alias-taken': ({ name, provider }) => `Un autre fournisseur (${provider}) porte ou a porté le nom ${fr.quote(name)}`,
  'provider-slug-taken': ({ slug }) => `Un autre fournisseur porte le nom court ${slug}`,
  'no-change': 'Aucun champ n’a été modifié',
  'form-already-used':
    'Ce formulaire a déjà servi à créer un autre abonnement ; envoyez de nouveau pour en créer un second',
  'event-type-not-recordable': ({ type }) => `Les événements de type ${type} ne peuvent pas être enregistrés ici`,
  'event-not-in-timeline': ({ id }) => `Événement ${id} introuvable dans cet historique`,
  'page-not-found': 'Page introuvable',
  'uploaded-file-not-found': 'Fichier introuvable ; les fichiers envoyés sont conservés 24 heures',
  'unsent-mail-not-found': ({ delivery }) => `Aucun courriel conservé pour l’envoi ${delivery}`,
  'register-document-blank': 'Le document est vide',
  'register-document-format': ({ expected, found }) =>
    `Le document doit être au format ${FORMATS[expected]}, mais il s’agit ${FOUND[found]}`,
  'register-gzip-damaged': 'Le document est un fichier gzip endommagé ou tronqué',
  'register-json-malformed': ({ line }) =>
    line === undefined
      ? 'Le document n’est pas du JSON valide'
      : `Le document n’est pas du JSON valide : voir la ligne ${line}`,
  'register-yaml-malformed': ({ line }) =>
    line === undefined
      ? 'Le document n’est pas du YAML valide'
      : `Le document n’est pas du YAML valide : voir la ligne ${line}`,
  'register-xml-malformed': 'Le document est tronqué ou n’est pas du XML bien formé : un élément n’est pas fermé',
  'register-xml-entities': 'Le document déclare des entités, qui ne sont jamais lues',
  'register-pdf-damaged': 'Le document est endommagé ou n’est pas un PDF',
  'register-pdf-password': 'Le document est protégé par un mot de passe',
  'register-too-many-pages': ({ maximum }) => `Le document a plus de ${fr.number(maximum)} pages`,
  'register-document-exhausting': ({ seconds, megabytes }) =>
    `La lecture du document demande plus de ${seconds} secondes ou de ${fr.number(megabytes)} Mo de mémoire`,
  'register-documents-wanted': ({ wanted, found }) =>
    `Un relevé de cette liste demande ${wanted} documents à la suite l’un de l’autre ; reçus : ${found}`,
  'register-json-truncated':
    'Le document est tronqué : le JSON se termine avant la fermeture de sa dernière accolade ou de son dernier crochet',
  'register-too-deep': ({ maximum }) => `Le document comporte plus de ${maximum} niveaux d’imbrication`,
  'register-too-many-values': ({ maximum }) => `Le document comporte plus de ${fr.number(maximum)} valeurs`,
  'register-list-missing': ({ paths, found }) =>
    (paths.length === 0
      ? 'Le document doit être une liste'
      : `Le document doit être une liste ou en contenir une à ${paths.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'workbook-damaged': 'Le fichier n’est pas un classeur Excel ou est endommagé',
  'workbook-too-large': ({ megabytes }) =>
    `Le classeur décompressé est trop volumineux : ${fr.number(megabytes)} Mo au maximum`,
  'register-sheet-missing': ({ wanted, found }) =>
    (wanted.length === 0
      ? 'Le classeur ne comporte aucune feuille visible'
      : `Le classeur ne comporte pas de feuille ${wanted.join(' ou ')}`) +
    (found.length === 0 ? '' : ` ; feuilles : ${found.join(', ')}`),
  'register-table-missing': ({ tables, title }) =>
    (tables === 0
      ? 'La page ne comporte aucun tableau'
      : 'La page ne comporte aucun tableau dont la légende ou le titre corresponde au profil') +
    (title === '' ? '' : ` ; son titre est ${fr.quote(title)}`),
  'register-too-many-tables': ({ maximum }) => `La page comporte plus de ${fr.number(maximum)} tableaux`,
  'register-fields-missing': ({ missing, found }) =>
    `Le document ne provient pas de cette liste : champs manquants : ${missing.join(', ')}` +
    (found.length === 0 ? '' : ` ; champs trouvés : ${found.join(', ')}`),
  'register-too-many-entries': ({ maximum }) =>
    `Le document comporte trop d’inscriptions : ${fr.number(maximum)} au maximum`,
  'register-nothing-readable': ({ entries }) =>
    `Le document comporte ${fr.count(entries, 'inscription', 'inscriptions')}, dont aucune n’est lisible`,
  'register-stage-unknown': ({ text }) => `${fr.quote(text)} n’est pas une étape du profil de lecture`,
  'register-level-unknown': ({ text, levels }) =>
    `${fr.quote(text)} n’est pas un niveau du schéma ; niveaux : ${levels.join(', ')}`,
  'register-date-format': ({ text, dates }) => `${fr.quote(text)} n’est pas une date telle que ${DATES[dates]}`,
  'register-publisher-unknown': ({ publisher, publishers }) =>
    `${publisher} ne s’exprime pas au nom de l’autorité du schéma ; émetteurs : ${publishers.join(', ')}`,
  'register-status': ({ status }) => `Le serveur a répondu avec le code ${status}`,
  'register-redirects': ({ redirects }) => `Le serveur redirige plus de ${redirects} fois`,
  'register-redirect-invalid':
    'Le serveur redirige de https vers http, vers un autre protocole, ou vers une adresse contenant un nom d’utilisateur ou un mot de passe',
  'register-encoding': ({ encoding }) =>
    `Le serveur envoie le document avec l’encodage ${encoding}, qui n’a pas été demandé`,
  'current-version': ({ version }) => `La version actuelle est ${version} ; relisez-la, puis réessayez`,
  'allowed-methods': ({ methods }) => `Méthodes autorisées : ${methods.join(', ')}`,
  'allowed-media-types': ({ types }) => `Envoyez le corps au format ${types.join(' ou ')}`,
  'available-media-types': ({ types }) => `Formats disponibles : ${types.join(', ')}`,
  'content-encoding': ({ coding }) => `Envoyez le corps sans Content-Encoding : ${coding} n’est pas pris en charge`,
  charset: ({ charset, charsets }) =>
    `Le jeu de caractères ${charset} n’est pas pris en charge. Jeux acceptés : ${charsets.join(', ')}`,
  'json-encoding': 'Le corps n’est pas de l’UTF-8 valide',
  'json-too-deep': ({ maximum }) => `Le corps compte plus de ${maximum} niveaux d’imbrication`,
  'form-unreadable': 'Le formulaire est incomplet ou ses parties sont mal séparées',
  'file-too-large': 'Un fichier est limité à 10 Mo, un champ à 1 Mo',
  'form-too-large': ({ kilobytes }) => `Le formulaire est limité à ${kilobytes} ko`,
  'key-missing': 'Envoyez une clé d’API : Authorization: Bearer <clé d’API>',
  'key-invalid': 'La clé d’API est inconnue ou a été révoquée',
  'key-not-found': ({ id }) => `Clé d’API ${id} introuvable`,
  'scope-missing': ({ scope }) => `La clé ne dispose pas du droit requis : ${fr.quote(scope)}`,
  'list-behind': ({ position }) => `La liste n’a pas encore atteint la position ${position}`,
  'streams-of-key': ({ limit }) =>
    `Cette clé a déjà ${fr.count(limit, 'flux d’événements ouvert', 'flux d’événements ouverts')} ; fermez-en un`,
  'streams-of-address': ({ limit }) =>
    `Cette adresse a déjà ${fr.count(limit, 'flux d’événements ouvert', 'flux d’événements ouverts')} ; fermez-en un`,
  'streams-full': 'Le nombre maximal de flux d’événements est atteint',
  'server-stopping': 'Le serveur s’arrête',
  'plan-busy': 'Les rappels sont en cours de planification ; rien n’a été modifié',
  'migrations-pending': 'La base de données attend des migrations : exécutez `jalon migrate`',
  'sample-loading': 'Le registre d’exemple est en cours de chargement',
  'lists-building': ({ position, of }) =>
    `Les listes sont en cours de constitution : ${fr.number(position)} sur ${fr.count(of, 'événement', 'événements')}`,
  'database-unreachable': 'La base de données est injoignable pour le moment',
  'database-read-only': 'La base de données est en lecture seule ; aucun enregistrement n’est possible pour le moment',
  'database-full': 'Le disque de la base de données est plein ; aucun enregistrement n’est possible',
  'database-busy': 'La base de données traite trop d’autres demandes',
  'database-slow': 'La demande a pris trop de temps et a été annulée',
  'append-queue-full': 'Trop d’événements sont en attente d’enregistrement ; cette demande n’a rien enregistré',
  'provider-exists': ({ name }) => `Le fournisseur ${name} existe déjà`,
  'dossier-exists': 'Le dossier existe déjà',
  'scheme-missing': 'Schéma introuvable',
  'scheme-not-found': ({ slug, schemes }) => `Schéma ${slug} introuvable ; schémas disponibles : ${schemes.join(', ')}`,
  'milestone-not-found': (p) =>
    `Le schéma ${p.scheme} n’a pas de jalon ${p.milestone} ; jalons disponibles : ${p.milestones.join(', ')}`,
  'milestone-not-before': (p) =>
    `Dans le schéma ${p.scheme}, le jalon ${p.milestone} ne précède pas ${p.to} ; jalons disponibles : ${p.milestones.join(', ')}`,
  'duty-not-found': ({ scheme, duty, duties }) =>
    `Le schéma ${scheme} n’a pas d’obligation ${duty} ; ${duties.length === 0 ? 'il n’en a aucune' : `obligations disponibles : ${duties.join(', ')}`}`,
  'deadline-already-open': ({ key }) => `L’échéance ${key} existe déjà ; enregistrez DeadlineMoved pour la reporter`,
  'deadline-not-open': ({ key }) => `Aucune échéance ${key} n’est ouverte ; enregistrez DeadlineSet pour la créer`,
  'own-dependency': 'Un dossier ne peut pas dépendre de lui-même',
  'dependency-cycle': ({ path }) =>
    `Les services dépendraient les uns des autres en boucle : ${path.map(({ name }) => name).join(' → ')}`,
  'no-such-dependency': ({ dossier }) => `Aucune dépendance au dossier ${dossier} n’est déclarée`,
  'transfer-to-holder': ({ provider }) => `Le fournisseur ${provider} détient déjà le service à cette date`,
  'event-not-in-stream': ({ event }) => `Événement ${event} introuvable ici`,
  'event-retracted': 'L’événement est déjà retiré',
  'opening-event-kept': 'Le premier événement d’un flux peut être corrigé mais pas retiré',
  'amended-event-fixed': 'Une correction ou un retrait ne peut pas viser un autre événement',
  'dossier-identity-fixed':
    'Le fournisseur et le schéma d’un dossier ne peuvent pas changer ; ouvrez un autre dossier ou enregistrez ServiceTransferred',
  'corrected-event-invalid': 'L’événement corrigé ne serait pas valide',
  'scheme-unchanged': ({ slug }) => `Le schéma ${slug} est inchangé`,
  'label-unknown-version': ({ version, versions }) =>
    `Version inconnue : ${version} ; versions du schéma : ${versions.join(', ')}`,
  'subscription-not-found': ({ subscription }) => `Abonnement ${subscription} introuvable`,
  'delivery-not-found': ({ delivery }) => `Envoi ${delivery} introuvable dans cet abonnement`,
  'suppression-not-found': ({ address }) => `L’adresse ${address} n’est pas bloquée`,
  'filter-scheme-not-found': ({ scheme }) => `Schéma ${scheme} introuvable`,
  'confirmation-token-invalid':
    'Le jeton est non valide, expiré ou remplacé par une demande de confirmation plus récente ; redemandez une confirmation',
  'preferences-token-invalid': 'Le jeton ne correspond pas à cet abonnement',
  'unsubscribe-token-invalid': 'Le jeton ne correspond pas à cet abonnement',
  'confirmation-not-needed': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; aucune confirmation n’est nécessaire`,
  'already-confirmed': 'L’abonnement a été confirmé avant d’être désactivé ; reprenez les envois',
  'confirmation-limit': ({ requests }) =>
    `La confirmation a été demandée ${requests} fois ; créez un nouvel abonnement`,
  'confirmations-unanswered': ({ requests }) =>
    `${requests} demandes de confirmation envoyées à cette adresse en 24 heures sont restées sans réponse`,
  'subscription-not-disabled': ({ state }) =>
    `L’abonnement est ${STATES[state] ?? state} ; seuls les envois d’un abonnement actif ou désactivé peuvent être repris`,
  'never-confirmed': 'L’abonnement n’a jamais été confirmé ; demandez une confirmation',
  'subscription-has-ended': 'L’abonnement est résilié ; créez-en un nouveau',
  'webhook-has-secret': 'L’abonnement n’est pas un webhook ; seuls les webhooks ont un secret de signature',
  'secret-replaced': 'Le secret de signature a été remplacé entre-temps',
  'subscription-not-active': ({ state }) => `L’abonnement est ${STATES[state] ?? state}, il n’est pas actif`,
  'resume-first': 'L’abonnement est désactivé ; reprenez d’abord les envois',
  'new-secret-first': 'Ses messages ne peuvent plus être signés avec Ed25519 ; renouvelez d’abord le secret',
  'recipient-paused': 'Le destinataire a suspendu cet abonnement',
  'already-sending-again': ({ after }) =>
    `Le renvoi depuis la position ${after} est en cours ; attendez qu’il soit terminé`,
  'suppression-in-force': ({ detail }) =>
    `L’adresse est bloquée (${detail}) ; un administrateur doit d’abord lever le blocage`,
  'returned-mail-unknown': ({ mail }) => `Aucun courriel ${mail} n’a été envoyé depuis ce système`,
  'view-not-found': ({ view }) => `Aucune vue ${view} que vous puissiez ouvrir ou modifier`,
  'most-views': ({ most }) => `Vous avez déjà ${most} vues enregistrées ; supprimez-en une d’abord`,
  'most-services': ({ most }) => `Une vue nomme au plus ${most} services`,
  'service-not-found': ({ service }) => `Le fournisseur n’a pas de service nommé ${fr.quote(service)}`,
  'log-part-not-found': 'Le journal ne comporte pas cet élément, ou n’est pas encore signé',
  'not-proven-yet': ({ position }) => `La position ${position} ne figure pas encore dans un point de contrôle signé`,
  'view-not-followed': ({ filters }) =>
    `Les abonnements ne peuvent pas tenir compte de ${fr.list(filters)}, et la vue n’a pas d’autre filtre`,
};
