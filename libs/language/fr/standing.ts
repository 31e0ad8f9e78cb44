import type { SourceKind } from '#domain/source/source.js';
import type { Script } from '#domain/text/look-alike.js';
import type { ActOnGrant, ReportedAct } from '#domain/warning/warning.js';
import type * as English from '../en/standing.js';
import { french as fr } from '../format.js';
import { datedOnce } from './events.js';

export const standing: typeof English.standing = {
  outcomes: {
    granted: fr.either,
    'granted-with-reservations': (outcomes) => `${fr.either(outcomes)} avec réserves`,
    'in-progress': (outcomes) =>
      `en cours ${fr.either([...new Set(outcomes.map((outcome) => PROCESSES[outcome] ?? 'd’évaluation'))])}`,
    renewing: (outcomes) => `en renouvellement, n’est plus ${fr.either(outcomes)}`,
  },
  statuses: {
    suspended: 'suspendu',
    expired: 'expiré',
    lapsed: 'caduc (suivi non assuré)',
    withdrawn: 'retiré',
    refused: 'rejeté',
    abandoned: 'abandonné',
    applied: 'demande déposée',
    announced: 'annoncé',
    unknown: 'inconnu',
  },
  names: {
    'accredited certification bodies': 'organismes de certification accrédités',
    'supervisory bodies of the Member States': 'organes de contrôle des États membres',
    'European Union': 'Union européenne',
    'French Republic': 'République française',
    basic: 'basique',
    medium: 'moyen',
    high: 'élevé',
    low: 'faible',
    moderate: 'modéré',
    'class A': 'classe A',
    'class B': 'classe B',
    'class C': 'classe C',
    'class D': 'classe D',
    'draft of December 2020': 'projet de décembre 2020',
  },
  reportOutdated: 'rapport obsolète',
  granted: 'obtenu',
  grantedFrom: (outcome, day) => `${outcome} à compter du ${fr.date(day)}`,
  confirmation: (confirmed, of) =>
    `${of === 'stage' ? 'étape ' : ''}${confirmed ? '' : 'non '}${of === 'status' ? 'confirmé' : 'confirmée'} par l’autorité`,
  bothClaimed: 'l’un et l’autre non confirmés par l’autorité',
  startClaimed: { company: 'selon l’entreprise', press: 'selon la presse' },
  grantStates: {
    'in-force': 'en vigueur',
    suspended: 'suspendue',
    withdrawn: 'retirée',
    expired: 'expirée',
    refuted: 'démentie',
    'not-yet-valid': 'pas encore en vigueur',
  },
};

/** The process that leads to an outcome. */
const PROCESSES: Readonly<Record<string, string>> = {
  qualifié: 'de qualification',
  certifié: 'de certification',
  attesté: 'd’attestation',
};

export const sampleNote: typeof English.sampleNote = (dossiers) => {
  if (dossiers === 0) return 'Aucun dossier n’a franchi cette étape.';
  return dossiers === 1
    ? 'Un seul dossier : non représentatif.'
    : `${dossiers} dossiers seulement : non représentatif.`;
};

const LISTED = {
  'in-progress': 'en cours d’évaluation',
  suspended: 'suspendu',
  withdrawn: 'retiré',
  expired: 'expiré',
} as const;

export const warnings: typeof English.warnings = {
  kinds: { conflict: 'Contradiction', implausible: 'Peu plausible', gap: 'Information manquante', risk: 'Risque' },
  heading: (count) => (count === 1 ? '1 point à vérifier' : `${count} points à vérifier`),
  'listing-contradicts': {
    title: 'Une liste officielle contredit la décision en vigueur',
    text: ({ publisher, listing }) =>
      listing === 'absent'
        ? `absent de la liste publiée par ${publisher} alors qu’une décision est en vigueur`
        : `${LISTED[listing]} selon ${publisher} alors qu’une décision est en vigueur`,
  },
  'end-differs': {
    title: 'Deux sources donnent des fins de validité différentes',
    text: ({ until, other }) =>
      `fin de validité : ${fr.date(until)} selon une source, ${fr.date(other)} selon une autre`,
  },
  'start-differs': {
    title: 'Deux sources donnent des débuts de validité différents',
    text: ({ from, other }) =>
      `début de validité : ${fr.date(from)} selon une source, ${fr.date(other)} selon une autre`,
  },
  'level-differs': {
    title: 'Deux sources donnent des niveaux différents',
    text: ({ level, other }) => `niveau : ${level} selon une source, ${other} selon une autre`,
  },
  'milestone-day-differs': {
    title: 'Deux sources datent différemment le même jalon',
    text: ({ milestone, occurred, other }) =>
      `${milestone} : ${fr.date(occurred)} selon une source, ${fr.date(other)} selon une autre`,
  },
  'registers-differ': {
    title: 'Deux listes officielles se contredisent',
    text: ({ register, other, day }) => `${register} et ${other} donnent des statuts différents au ${fr.date(day)}`,
  },
  'claim-contradicts': {
    title: 'Une déclaration contredit l’autorité',
    text: (p) =>
      'authority' in p
        ? `en cours selon ${p.authority}, alors que d’autres sources l’annoncent comme obtenu`
        : `${p.publisher} le présente comme ${p.outcome.fr}, ce que l’autorité ne confirme pas`,
  },
  'claim-disputed': {
    title: 'Une déclaration est contestée par un tiers',
    text: ({ speaker, title }) => `${speaker} conteste une déclaration${title === undefined ? '' : ` : ${title}`}`,
  },
  'days-differ': {
    title: 'Des sources datent différemment le même événement',
    text: ({ type, dates }) =>
      `dates divergentes pour ${datedOnce[type]} : ${dates.map((one) => `${fr.date(one.occurred)} (${one.publisher})`).join(', ')}`,
  },
  'claim-unconfirmed': {
    title: 'Une décision annoncée n’est pas confirmée par l’autorité',
    text: ({ publisher }) =>
      `${publisher} annonce une décision que l’autorité n’a pas confirmée ; le statut ne change pas`,
  },
  'act-unconfirmed': {
    title: 'Une déclaration n’est pas confirmée par l’autorité',
    text: ({ publisher, act }) =>
      `${publisher} fait état ${REPORTED[act]}, sans confirmation de l’autorité ; le statut ne change pas`,
  },
  'grant-after-withdrawal': {
    title: 'Une décision est annoncée après son retrait',
    text: ({ publisher, withdrawn }) =>
      `décision en vigueur selon ${publisher}, mais retirée le ${fr.date(withdrawn)} ; le statut ne change pas`,
  },
  'no-longer-listed': {
    title: 'Ne figure plus sur la liste de l’autorité',
    text: ({ publisher, since }) => `absent de la liste publiée par ${publisher} depuis le ${fr.date(since)}`,
  },
  'listing-outdated': {
    title: 'La liste officielle n’a pas été consultée récemment',
    text: ({ read, days }) =>
      `connu par une liste officielle consultée pour la dernière fois le ${fr.date(read)}, il y a plus de ${fr.count(days, 'jour', 'jours')}`,
  },
  'publisher-not-authority': {
    title: 'L’émetteur ne s’exprime pas au nom de l’autorité',
    text: ({ publisher, kind, authority }) =>
      `source enregistrée comme ${OFFICIAL[kind] ?? kind} de l’autorité (${authority}), mais publiée par ${publisher}`,
  },
  'speaker-not-holder': {
    title: 'L’entreprise ne s’exprime pas au nom du fournisseur',
    text: ({ publisher }) =>
      `${publisher} n’est ni le fournisseur ni l’un de ses actionnaires connus ; sa déclaration ne change pas le statut`,
  },
  'not-suspended': {
    title: 'Rétablissement sans suspension',
    text: () => 'la décision n’était pas suspendue à cette date',
  },
  'no-such-reservation': {
    title: 'Aucune réserve ne porte ce texte',
    text: ({ reservation }) => `aucune réserve n’est ainsi libellée : « ${reservation} »`,
  },
  'order-by-recording': {
    title: 'Les dates ne permettent pas d’ordonner deux événements',
    text: ({ occurred, other }) =>
      `date : ${fr.date(occurred)}, avant ou après ${fr.date(other)} ; l’événement prend effet à cette date`,
  },
  'surveillance-failed': {
    title: 'Audit de surveillance non satisfaisant',
    text: ({ occurred }) => `audit de surveillance non satisfaisant (${fr.date(occurred)})`,
  },
  'no-such-grant': {
    title: 'Aucune décision en vigueur à cette date',
    text: ({ act }) => `aucune décision en vigueur ${ACTS[act]}`,
  },
  'validity-too-long': {
    title: 'La durée de validité dépasse le maximum du schéma',
    text: ({ from, until, years }) =>
      `validité du ${fr.date(from)} au ${fr.date(until)}, supérieure à la durée maximale de ${fr.count(years, 'an', 'ans')}`,
  },
  'ends-before-it-starts': {
    title: 'La décision prend fin avant son début',
    text: ({ from, until }) => `accordée le ${fr.date(from)}, mais fin de validité : ${fr.date(until)}`,
  },
  'unknown-milestone': {
    title: 'Jalon inconnu du schéma',
    text: ({ milestone }) => `le schéma n’a pas de jalon ${milestone}`,
  },
  'unknown-level': {
    title: 'Niveau inconnu du schéma',
    text: ({ level, levels }) => `le schéma n’a pas de niveau ${level} ; niveaux disponibles : ${levels.join(', ')}`,
  },
  'version-over': {
    title: 'La décision repose sur une version du référentiel qui n’est plus applicable',
    text: ({ from, version, ended }) =>
      `accordée (${fr.date(from)}) selon la version ${version}, qui n’est plus applicable depuis le ${fr.date(ended)}`,
  },
  'before-scheme': {
    title: 'La décision est antérieure au schéma',
    text: ({ scheme, from, published }) =>
      published === undefined
        ? `accordée (${fr.date(from)}), alors que ${scheme.fr} n’existe qu’à l’état de projet`
        : `accordée (${fr.date(from)}), alors que la première version de ${scheme.fr} date du ${fr.date(published)}`,
  },
  'before-referential': {
    title: 'La décision cite une version du référentiel qui n’existait pas',
    text: (p) =>
      'scheme' in p
        ? `le schéma n’a pas de version ${p.version}`
        : `accordée (${fr.date(p.from)}) selon la version ${p.version}, publiée le ${fr.date(p.published)}`,
  },
  'out-of-order': {
    title: 'Jalons dans un ordre incohérent',
    text: ({ milestone, occurred, after, afterOccurred }) =>
      `${milestone} (${fr.date(occurred)}) avant ${after} (${fr.date(afterOccurred)})`,
  },
  'in-the-future': {
    title: 'Événement daté dans le futur',
    text: ({ occurred }) =>
      `date : ${fr.date(occurred)}, postérieure à l’enregistrement ; l’événement prend effet à cette date`,
  },
  'shares-above-whole': {
    title: 'Les parts des actionnaires dépassent 100 %',
    text: ({ total }) => `la somme des parts est de ${fr.number(total)} %`,
  },
  'obtained-before-expected': {
    title: 'Autorisation annoncée comme attendue après son obtention',
    text: ({ title, obtained, expected }) =>
      `${title} : obtenue (${fr.date(obtained)}), mais encore annoncée comme attendue (${fr.date(expected)})`,
  },
  'name-shared': {
    title: 'Un autre fournisseur porte ou a porté le même nom',
    text: ({ name, provider }) => `${fr.quote(name)} est ou a été aussi un nom d’un autre fournisseur (${provider})`,
  },
  'name-look-alike': {
    title: 'Le nom ressemble à celui d’un autre fournisseur',
    text: ({ name, other, provider }) =>
      `${fr.quote(name)} ressemble à ${fr.quote(other)}, nom d’un autre fournisseur (${provider})`,
  },
  'service-look-alike': {
    title: 'Deux services ont des noms qui se ressemblent',
    text: ({ name, other }) =>
      `les services ${fr.quote(name)} et ${fr.quote(other)} portent des noms différents qui se ressemblent`,
  },
  'name-mixed-scripts': {
    title: 'Un nom mêle des lettres de plusieurs écritures',
    text: ({ name, word, scripts }) =>
      `${fr.quote(word)}${word === name ? '' : `, dans ${fr.quote(name)},`} mêle des lettres ${fr.list(scripts.map((script) => SCRIPTS[script]))}`,
  },
  'no-end-on-record': {
    title: 'La décision en vigueur n’a pas de date de fin',
    text: () => 'aucune date de fin n’est enregistrée pour la décision en vigueur',
  },
  'missing-milestone': {
    title: 'Un jalon est enregistré sans celui qui le précède',
    text: ({ milestone, missing }) => `${milestone} est enregistré, mais pas ${fr.list(missing)}`,
  },
  'cut-short': {
    title: 'La décision prend fin avec la version du référentiel',
    text: ({ until, version, ends }) =>
      `${until === null ? 'décision sans date de fin' : `fin de validité : ${fr.date(until)}`}, alors que la version ${version} n’est plus applicable après le ${fr.date(ends)}`,
  },
  'depends-on-ended-grant': {
    title: 'Dépend d’une décision qui n’est plus en vigueur',
    text: ({ service, through }) => `dépend ${fr.of(service)}${by(through)}, dont la décision n’est plus en vigueur`,
  },
  'depends-on-never-granted': {
    title: 'Dépend d’un service qui n’a jamais obtenu de décision',
    text: ({ service, through }) => `dépend ${fr.of(service)}${by(through)}, qui n’a jamais obtenu de décision`,
  },
  'depends-on-expiring-grant': {
    title: 'Dépend d’une décision qui expire bientôt',
    text: ({ service, through, ends }) =>
      `dépend ${fr.of(service)}${by(through)}, dont la décision expire ${ends === null ? 'bientôt' : `le ${fr.date(ends)}`}`,
  },
  'published-differs': {
    title: 'Des sources donnent des dates de publication différentes pour une version',
    text: ({ version, published, others }) =>
      `version ${version} publiée le ${fr.date(published)} ; autres sources : ${others.map(fr.date).join(', ')}`,
  },
};

const SCRIPTS: Readonly<Record<Script, string>> = { Latin: 'latines', Greek: 'grecques', Cyrillic: 'cyrilliques' };

const ACTS: Readonly<Record<ActOnGrant, string>> = {
  suspended: 'à suspendre à cette date',
  reinstated: 'à rétablir à cette date',
  withdrawn: 'à retirer à cette date',
  'reservations-lifted': 'dont lever les réserves à cette date',
};

const by = (through: readonly string[] = []): string =>
  through.length === 0 ? '' : ` (par l’intermédiaire de ${fr.list(through)})`;

const OFFICIAL: Partial<Record<SourceKind, string>> = {
  decision: 'décision',
  catalogue: 'catalogue',
  list: 'liste',
  statement: 'déclaration',
};

const REPORTED: Readonly<Record<ReportedAct, string>> = {
  suspended: 'd’une suspension',
  reinstated: 'd’un rétablissement',
  withdrawn: 'd’un retrait',
  'reservations-lifted': 'de la levée d’une réserve',
  'surveillance-passed': 'd’un audit de surveillance satisfaisant',
  'surveillance-failed': 'd’un audit de surveillance non satisfaisant',
  refused: 'd’un rejet de demande',
  abandoned: 'd’un abandon de demande',
  'under-way': 'd’une demande en cours',
};
