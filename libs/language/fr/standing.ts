import type * as English from '../en/standing.js';
import { french as fr } from '../format.js';

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
    applied: 'candidat',
    announced: 'annoncé',
    unknown: 'inconnu',
  },
  reportOutdated: 'rapport obsolète',
  granted: 'obtenu',
  confirmed: 'confirmé par l’autorité',
  unconfirmed: 'déclaration non confirmée',
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

export const sampleNote: typeof English.sampleNote = ({ from, to, n }) => {
  const step = `${from === 'announcement' ? 'de l’annonce' : `de ${from}`} à ${to}`;
  if (n === 0) return `Aucun dossier enregistré n’est passé ${step} : aucune comparaison n’est possible.`;
  if (n === 1) return `Un seul dossier enregistré est passé ${step} : un cas isolé ne permet aucune estimation.`;
  return `Seuls ${n} dossiers enregistrés sont passés ${step} : c’est trop peu pour une estimation.`;
};

export const warnings: typeof English.warnings = {
  kinds: { conflict: 'Contradiction', implausible: 'Peu plausible', gap: 'Information manquante', risk: 'Risque' },
  heading: (count) => (count === 1 ? '1 point à vérifier' : `${count} points à vérifier`),
  'listing-contradicts': {
    title: 'Un registre contredit la décision en vigueur',
    text: ({ publisher, listing }) =>
      listing === 'absent'
        ? `absent de la liste publiée par ${publisher} alors qu’une décision est en vigueur`
        : `en cours d’évaluation selon ${publisher} alors qu’une décision est en vigueur`,
  },
  'end-differs': {
    title: 'Deux sources donnent des fins de validité différentes',
    text: ({ until, other }) =>
      `fin de validité : ${fr.date(until)} selon une source, ${fr.date(other)} selon une autre`,
  },
  'start-differs': {
    title: 'Deux sources donnent des débuts de validité différents',
    text: ({ from, other }) =>
      `début de validité : ${fr.date(from)} selon une source, ${fr.date(other)} selon une autre`,
  },
  'milestone-day-differs': {
    title: 'Deux sources datent différemment le même jalon',
    text: ({ milestone, occurred, other }) =>
      `${milestone} : ${fr.date(occurred)} selon une source, ${fr.date(other)} selon une autre`,
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
    text: ({ speaker, title }) => `${speaker} conteste une déclaration${title === undefined ? '' : ` : ${title}`}`,
  },
  'days-differ': {
    title: 'Des sources datent différemment le même événement',
    text: ({ type, dates }) =>
      `dates divergentes pour ${DATED_ONCE[type]} : ${dates.map((one) => `${fr.date(one.occurred)} (${one.publisher})`).join(', ')}`,
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
    text: ({ from, until }) => `accordée le ${fr.date(from)}, mais fin de validité : ${fr.date(until)}`,
  },
  'unknown-milestone': {
    title: 'Jalon inconnu du schéma',
    text: ({ milestone }) => `le schéma n’a pas de jalon ${milestone}`,
  },
  'unknown-level': {
    title: 'Niveau inconnu du schéma',
    text: ({ level, levels }) => `le schéma n’a pas de niveau ${level} ; niveaux disponibles : ${levels.join(', ')}`,
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
      `date : ${fr.date(occurred)}, postérieure à l’enregistrement ; l’événement prend effet à cette date`,
  },
  'shares-above-whole': {
    title: 'Les parts des actionnaires dépassent 100 %',
    text: ({ total }) => `la somme des parts est de ${fr.number(total)} %`,
  },
  'obtained-before-expected': {
    title: 'Autorisation annoncée comme attendue après son obtention',
    text: ({ title, obtained, expected }) =>
      `${title} : obtenue (${fr.date(obtained)}), mais encore annoncée comme attendue (${fr.date(expected)})`,
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
      `${until === null ? 'décision sans date de fin' : `fin de validité : ${fr.date(until)}`}, alors que la version ${version} n’est plus applicable après le ${fr.date(ends)}`,
  },
  'depends-on-ended-grant': {
    title: 'Dépend d’une décision qui n’est plus en vigueur',
    text: ({ service }) => `dépend de ${service}, dont la décision n’est plus en vigueur`,
  },
  'depends-on-expiring-grant': {
    title: 'Dépend d’une décision qui expire bientôt',
    text: ({ service, ends }) =>
      `dépend de ${service}, dont la décision expire ${ends === null ? 'bientôt' : `le ${fr.date(ends)}`}`,
  },
  'published-differs': {
    title: 'Des sources donnent des dates de publication différentes pour une version',
    text: ({ version, published, others }) =>
      `version ${version} publiée le ${fr.date(published)} ; autres sources : ${others.map(fr.date).join(', ')}`,
  },
};

const DATED_ONCE: Readonly<Record<English.DatedOnce, string>> = {
  CompanyCreated: 'la création de la société',
  AnnouncementMade: 'la même annonce',
  PartnershipAnnounced: 'le même partenariat',
  ServiceLaunched: 'le même lancement',
};

const ACTS: Readonly<Record<English.ActOnGrant, string>> = {
  suspended: 'à suspendre à cette date',
  reinstated: 'à rétablir à cette date',
  withdrawn: 'à retirer à cette date',
  'reservations-lifted': 'dont les réserves puissent être levées à cette date',
};
