import type { WarningCode, WarningKind } from '#domain/warning/warning.js';
import type { Language } from '#language/language.js';

/** What each contradiction is about, in a few words. */
const WARNING_TITLES: Record<WarningCode, Record<Language, string>> = {
  'listing-contradicts': {
    fr: 'Un registre ne donne pas ce que dit la décision en cours',
    en: 'A register does not show what the grant in force says',
  },
  'end-differs': {
    fr: 'Deux sources donnent des fins de validité différentes',
    en: 'Two sources give different ends of validity',
  },
  'start-differs': {
    fr: 'Deux sources donnent des débuts de validité différents',
    en: 'Two sources give different starts of validity',
  },
  'milestone-day-differs': {
    fr: 'Deux sources datent différemment le même jalon',
    en: 'Two sources date the same milestone differently',
  },
  'claim-contradicts': {
    fr: 'Une affirmation contredit l’autorité',
    en: 'A claim contradicts the authority',
  },
  'claim-disputed': {
    fr: 'Une affirmation est contestée par un tiers',
    en: 'A claim is disputed by somebody else',
  },
  'days-differ': {
    fr: 'Deux sources datent différemment le même fait',
    en: 'Two sources date the same fact differently',
  },
  'no-such-grant': {
    fr: 'Cet acte ne vise aucune décision en vigueur',
    en: 'This act concerns no grant in force',
  },
  'validity-too-long': {
    fr: 'La validité dépasse celle que permet le schéma',
    en: 'The validity is longer than the scheme allows',
  },
  'ends-before-it-starts': {
    fr: 'La décision finit avant de commencer',
    en: 'The grant ends before it begins',
  },
  'unknown-milestone': {
    fr: 'Le schéma n’a pas ce jalon',
    en: 'The scheme has no such milestone',
  },
  'unknown-level': {
    fr: 'Le schéma n’a pas ce niveau',
    en: 'The scheme has no such level',
  },
  'version-over': {
    fr: 'La décision suit une version du référentiel qui n’avait plus cours',
    en: 'The grant rests on a version of the referential that had ended',
  },
  'before-scheme': {
    fr: 'La décision est antérieure au schéma',
    en: 'The grant is older than the scheme',
  },
  'before-referential': {
    fr: 'La décision nomme une version du référentiel qui n’existait pas',
    en: 'The grant names a version of the referential that did not exist',
  },
  'out-of-order': {
    fr: 'Deux jalons sont dans le mauvais ordre',
    en: 'Two milestones are in the wrong order',
  },
  'in-the-future': {
    fr: 'Le fait est daté d’un jour qui n’était pas venu',
    en: 'The fact has a day that had not come',
  },
  'shares-above-whole': {
    fr: 'Les parts des détenteurs dépassent 100 %',
    en: 'The holders’ shares come to more than 100 %',
  },
  'obtained-before-expected': {
    fr: 'L’autorisation est dite attendue après avoir été obtenue',
    en: 'The authorization is said to be expected after it was obtained',
  },
  'no-end-on-record': {
    fr: 'La décision en vigueur n’a pas de fin inscrite',
    en: 'The grant in force has no end on record',
  },
  'missing-milestone': {
    fr: 'Un jalon est inscrit sans celui qui le précède',
    en: 'A milestone is on record without the one before it',
  },
  'cut-short': {
    fr: 'La fin du référentiel abrège la décision',
    en: 'The end of the referential cuts the grant short',
  },
  'depends-on-ended-grant': {
    fr: 'Ce dossier repose sur une décision qui n’est plus en vigueur',
    en: 'This dossier builds on a grant that is no longer in force',
  },
  'depends-on-expiring-grant': {
    fr: 'Ce dossier repose sur une décision qui va prendre fin',
    en: 'This dossier builds on a grant that is about to end',
  },
};

const KIND_WORDS: Record<Language, Record<WarningKind, string>> = {
  fr: { conflict: 'Contradiction', implausible: 'Peu plausible', gap: 'Manque', risk: 'Risque' },
  en: { conflict: 'Contradiction', implausible: 'Implausible', gap: 'Missing', risk: 'Risk' },
};

/** What a warning is about, before the two sides are told. */
export const warningTitle = (code: WarningCode, language: Language): string => WARNING_TITLES[code][language];

export const warningKind = (kind: WarningKind, language: Language): string => KIND_WORDS[language][kind];

export function warningsTitle(count: number, language: Language): string {
  if (language === 'fr') return count === 1 ? 'Un point à vérifier' : `${count} points à vérifier`;
  return count === 1 ? 'One thing to check' : `${count} things to check`;
}
