import type { HiddenKind } from '#domain/text/hidden-characters.js';
import type * as English from '../en/rules.js';
import { french as fr } from '../format.js';

const HIDDEN: Readonly<Record<HiddenKind, string>> = {
  control: 'de caractères de contrôle',
  'line-end': 'de retours à la ligne',
  bidi: 'de caractères qui modifient le sens d’écriture',
  invisible: 'de caractères invisibles',
  'private-use': 'de caractères à usage privé',
  unassigned: 'de caractères absents d’Unicode',
  undecodable: 'de caractères perdus par un mauvais encodage',
};

export const rulesReasons: typeof English.rulesReasons = {
  'provider-exists': ({ name }) => `le fournisseur ${name} existe déjà`,
  'name-without-letters': 'doit contenir une lettre ou un chiffre',
  'dossier-exists': 'le dossier existe déjà',
  'scheme-missing': 'schéma introuvable',
  'scheme-not-found': ({ slug, schemes }) => `schéma ${slug} introuvable ; schémas disponibles : ${schemes.join(', ')}`,
  'milestone-not-found': (p) =>
    `le schéma ${p.scheme} n’a pas de jalon ${p.milestone} ; jalons disponibles : ${p.milestones.join(', ')}`,
  'duty-not-found': ({ scheme, duty, duties }) =>
    `le schéma ${scheme} n’a pas d’obligation ${duty} ; ${duties.length === 0 ? 'il n’en a aucune' : `obligations disponibles : ${duties.join(', ')}`}`,
  'deadline-already-open': ({ key }) => `l’échéance ${key} existe déjà ; enregistrez DeadlineMoved pour la reporter`,
  'deadline-not-open': ({ key }) => `aucune échéance ${key} n’est ouverte ; enregistrez DeadlineSet pour la créer`,
  'target-reason': 'est obligatoire pour écarter un objectif',
  'own-dependency': 'un dossier ne peut pas dépendre de lui-même',
  'dependency-cycle': ({ path }) =>
    `les services dépendraient les uns des autres en boucle : ${path.map(({ name }) => name).join(' → ')}`,
  'no-such-dependency': ({ dossier }) => `aucune dépendance au dossier ${dossier} n’est déclarée`,
  'transfer-to-holder': ({ provider }) => `le fournisseur ${provider} détient déjà le service à cette date`,

  'event-not-in-stream': ({ event }) => `événement ${event} introuvable ici`,
  'event-retracted': 'l’événement est déjà retiré',
  'opening-event-kept': 'le premier événement d’un flux peut être corrigé mais pas retiré',
  'amended-event-fixed': 'une correction ou un retrait ne peut pas viser un autre événement',
  'dossier-identity-fixed':
    'le fournisseur et le schéma d’un dossier ne peuvent pas changer ; ouvrez un autre dossier ou enregistrez ServiceTransferred',
  'corrected-event-invalid': 'l’événement corrigé ne serait pas valide',
  'no-changes': 'doit modifier occurred, source ou data',

  blank: 'ne doit pas être vide',
  'malformed-unicode': 'doit être un texte Unicode valide',
  'hidden-character': ({ kind, codePoint, position }) =>
    `ne doit pas contenir ${HIDDEN[kind]} : ${codePoint}, caractère n° ${position} ; supprimez-le`,
  'web-address': 'doit être une adresse http ou https',
  'sha256-format': 'doit compter 64 chiffres hexadécimaux en minuscules',
  'country-format': 'doit être un code pays à deux lettres, par exemple FR',
  'year-out-of-range': 'doit comporter une année comprise entre 1900 et 2199',
  'instant-without-day': ({ day }) =>
    `comporte le jour ${day}, qui n’existe pas ; indiquez un jour existant, par exemple 2026-11-25T08:00:00Z`,
  'instant-without-time': ({ time }) =>
    `comporte l’heure ${time}, qui n’existe pas ; les heures vont de 00:00:00 à 23:59:59, par exemple 2026-11-25T08:00:00Z`,
  'instant-without-offset': ({ offset }) =>
    `comporte le décalage ${offset}, qui n’existe pas ; écrivez Z ou un décalage tel que +01:00, par exemple 2026-11-25T08:00:00+01:00`,
  'day-format': 'doit être un jour existant au format aaaa-mm-jj, par exemple 2021-05-27',
  'partial-date-format':
    'doit être un jour, un mois, un trimestre, un semestre ou une année, par exemple 2021-05-27, 2021-05, 2026-Q1, 2026-H1 ou 2026',
  'time-zone': 'doit être un fuseau horaire IANA, par exemple Europe/Paris',
  'deadline-key-format':
    'doit compter 1 à 100 minuscules, chiffres et traits d’union, par exemple dossier-de-renouvellement',
  'opens-after-due': 'ne doit pas être postérieur à l’échéance',
  'lapses-before-due': 'ne doit pas être antérieur à l’échéance',
  'ends-before-valid-from': 'ne doit pas être antérieur au début de validité',
  'ladder-empty': 'doit contenir au moins un jour dans before ou overdue ; omettez-le pour la valeur par défaut',
  'listed-twice': ({ value }) => `répète ${value}`,
  'only-for-escalation': 'ne s’applique qu’au rôle escalation',

  'scheme-unchanged': ({ slug }) => `le schéma ${slug} est inchangé`,
  'milestones-removed': ({ milestones }) =>
    `doit conserver ${fr.list(milestones)} : des dossiers peuvent ${milestones.length === 1 ? 's’y référer' : 'les utiliser'}`,
  'scheme-slug-fixed': ({ slug }) => `doit rester ${slug}`,
  'scheme-slug-format': 'doit être composé de mots en minuscules reliés par des traits d’union',
  'register-slug-format': 'doit être composé de mots en minuscules reliés par des traits d’union',
  'after-unknown-milestone': ({ milestone, milestones }) =>
    `cite le jalon ${milestone}, absent du schéma ; jalons disponibles : ${milestones.join(', ')}`,
  'after-itself': ({ cycle }) => `est circulaire : ${cycle.join(' après ')}`,
  'after-later-milestone': ({ milestone }) => `cite ${milestone}, qui doit figurer plus haut dans la liste`,
  'no-outcome': 'doit contenir un jalon qui donne granted',
  'date-before': ({ field }) => `ne doit pas être antérieur à ${field}`,
  'version-overlaps': ({ version, day }) =>
    `précède la date du ${fr.date(day)} de la version ${version} ; les versions doivent être listées dans l’ordre`,
  'label-unknown-version': ({ version, versions }) =>
    `version inconnue : ${version} ; versions du schéma : ${versions.join(', ')}`,
  'label-overlaps': ({ slug, from }) => `chevauche la règle du label ${slug} en vigueur depuis le ${fr.date(from)}`,
  'required-for-reports': 'est obligatoire pour la famille report',
  'only-for-reports': ({ family }) => `ne s’applique qu’à la famille report, et non à ${family}`,
  'not-for-reports': 'ne s’applique pas à la famille report',
  'duties-required': 'doit contenir au moins une obligation pour la famille duty',
  'only-for-decisions': ({ family }) => `ne s’applique qu’à la famille decision, et non à ${family}`,
};
