import { describe, expect, it } from '@jest/globals';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { isWebAddress } from '#domain/text/text.js';
import { deadlineTitle, isInBothLanguages, schemeSource, schemeText } from './scheme-text.js';

/** Names that are the same in both languages, such as `PCI DSS Version 4.0 Implementation Timeline`. */
const NAMES =
  /^(\d[\d.]*(\.a)?|RD \d+\/\d+|Type \d|ANSSI|BSI|ANS|CCN(-CERT)?|ENISA|AICPA|FedRAMP \(GSA\)|BDO|Jalon|endoflife\.date|International Accreditation Forum|PCI Security Standards Council|PCI DSS Version 4\.0 Implementation Timeline|Référentiel SecNumCloud [\d.]+)$/;

function textsOf({ authority, levels = [], labels, sources, referentials }: Scheme) {
  const cited = referentials.flatMap(({ source, otherwise = [] }) => [source, ...otherwise.map((one) => one.source)]);
  return [
    ...[authority, ...levels, ...labels.map(({ basis }) => basis), ...sources],
    ...referentials.map(({ version }) => version),
    ...cited.flatMap((source) => (source ? [source.publisher, source.title ?? 'ANSSI'] : [])),
  ].filter((text) => typeof text !== 'string' || !(isWebAddress(text) || NAMES.test(text)));
}

describe('a text that a scheme has once', () => {
  it('is in both languages in every built-in scheme', () => {
    const texts = [...builtInSchemes.values()].flatMap(textsOf);
    expect(texts.filter((text) => !isInBothLanguages(text))).toEqual([]);
  });

  it('is still read in French where a built-in scheme was published in English only', () => {
    expect(schemeText('Order of 11 June 2018', 'fr')).toBe('Arrêté du 11 juin 2018');
  });

  it('is shown as it was published otherwise', () => {
    expect(schemeText('By-law 7.', 'fr')).toBe('By-law 7.');
    expect(schemeText('Order of 11 June 2018', 'en')).toBe('Order of 11 June 2018');
    const order = {
      kind: 'decision',
      publisher: 'French Republic',
      title: { en: 'Order of 11 June 2018', fr: 'Arrêté du 11 juin 2018' },
    } as const;
    expect(schemeSource(order, 'fr')).toEqual({
      kind: 'decision',
      publisher: 'République française',
      title: 'Arrêté du 11 juin 2018',
    });
  });
});

describe('a note of a register', () => {
  it('is in both languages in every built-in register', () => {
    const notes = [...builtInRegisters.values()].flatMap((register) => register.notes ?? []);
    expect(notes.filter((note) => typeof note === 'string')).toEqual([]);
  });
});

describe('the title of a deadline', () => {
  it('is the name of the duty in the language of the reader, and any other title as it was entered', () => {
    expect(deadlineTitle('yearly surveillance audit', 'en')).toBe('yearly surveillance audit');
    expect(deadlineTitle('yearly surveillance audit', 'fr')).toBe('audit de surveillance annuel');
    expect(deadlineTitle('Board meeting', 'fr')).toBe('Board meeting');
  });
});
