/*
 * docs/status.md: "Decision numbers are compared in a normal form: without a leading word or sign ("n°", "no.", "décision",
 * "decision", "number", "numéro", "#"), without spaces, punctuation, accents, case or leading zeros."
 */

/** A word only where no letter follows, so that "NORD-7" keeps its letters. */
const LEADING = /^[^a-z0-9#]*(?:decision|number|numero|n°|no|#)(?![a-z])/;

const normal = (number: string): string => {
  let rest = number.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  while (LEADING.test(rest)) rest = rest.replace(LEADING, '');
  return rest.replace(/[^\p{L}\p{N}]/gu, '').replace(/^0+(?=.)/, '');
};

/** Whether two numbers are those of one decision. */
export const isSameNumber = (one: string, other: string): boolean => normal(one) === normal(other);

/** "… if the numbers agree (or one is missing)". */
export const mayBeSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || isSameNumber(one, other);
