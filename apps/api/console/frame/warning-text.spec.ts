import { describe, expect, it } from '@jest/globals';
import { warningText } from './warning-text.js';

/** As the rules of libs/domain write them. */
const FOUND = [
  [
    'a comparison site calls it qualified, and it is in-progress',
    'a comparison site le dit obtenu, et il ne l’est pas',
  ],
  ['InterHop disputes a claim: no data leaves', 'InterHop conteste une affirmation : no data leaves'],
  ['InterHop disputes a claim', 'InterHop conteste une affirmation'],
  ['the grant in force has no end date on record', 'aucune date de fin n’est inscrite'],
  [
    "valid from 2020-01-01 until 2025-06: longer than the scheme's 3 years",
    'validité : 1er janvier 2020 à juin 2025, soit plus de 3 ans',
  ],
  ['J1 is on record, and J0 is not', 'J1 est inscrit, et J0 ne l’est pas'],
  ['J2 on 2025-Q1, before J1 on 2025-11-17', 'J2 (1er trimestre 2025) avant J1 (17 novembre 2025)'],
  [
    'J1 on 2025-01 by one source, on 2025-03 by another',
    'J1, janvier 2025 selon une source, mars 2025 selon une autre',
  ],
  ['secnumcloud has no version 9', '« 9 » est inconnu du schéma secnumcloud'],
  ['ens has no level top; it has basic, high', '« top » n’est pas un niveau de ens, qui a basic, high'],
  ["the holders' shares come to 120 %", 'les parts font 120 %'],
  ['no grant in force to be withdrawn', 'aucune décision n’était en vigueur ce jour-là'],
  [
    'builds on NumSpot / IaaS, whose grant ends on 2026-12-10',
    'repose sur NumSpot / IaaS, dont la décision prend fin le 10 décembre 2026',
  ],
  ['builds on NumSpot, whose grant is expired', 'repose sur NumSpot, dont la décision n’est plus en vigueur'],
  ['ANSSI (list) lists it as in-progress while a grant is in force', 'ANSSI ne le donne pas pour obtenu'],
] as const;

describe('what a warning found', () => {
  it.each(FOUND)('is said in French: %s', (english, french) => {
    expect(warningText(english, 'fr')).toBe(french);
  });

  it('keeps its words in English, with dates as people write them', () => {
    expect(warningText('J2 on 2025-Q1, before J1 on 2025-11-17', 'en')).toBe(
      'J2 on Q1 2025, before J1 on 17 November 2025',
    );
  });

  it('is left as it is where nobody has put it into French yet', () => {
    expect(warningText('something new', 'fr')).toBe('something new');
  });
});
