import { describe, expect, it } from '@jest/globals';
import { identifierIn, identifierKeys, identifierOf } from './identifiers.js';

describe('an identifier', () => {
  it.each([
    // As the trusted list of France has them on 1 April 2026.
    ['VATFR-55130003262', 'vat', 'FR55130003262'],
    ['VATFR-39356000000', 'vat', 'FR39356000000'],
    ['NTRFR-410494496', 'siren', '410494496'],
    ['NTRFR-90466620300016', 'siren', '904666203'],
    ['FR 22 424 761 419', 'vat', 'FR22424761419'],
    ['VATFR-FR22424761419', 'vat', 'FR22424761419'],
    ['DE136695976', 'vat', 'DE136695976'],
    ['ESB12345674', 'vat', 'ESB12345674'],
    ['siren 424 761 419', 'siren', '424761419'],
    ['LEIXG-9695001J8OSOVX4TP939', 'lei', '9695001J8OSOVX4TP939'],
    ['5493006MHB84DD0ZWV18', 'lei', '5493006MHB84DD0ZWV18'],
    ['UEI: ABCDEFGHJK12'.replace(':', ''), 'uei', 'ABCDEFGHJK12'],
  ] as const)('is read in %s', (text, kind, value) => {
    expect(identifierIn(text)).toEqual({ kind, value });
    expect(identifierOf(kind, text)).toEqual({ kind, value });
  });

  it.each([
    ['vat', 'VATFR-55130003263'],
    ['vat', 'FR56130003262'],
    ['vat', 'US123456789'],
    ['vat', 'FRANCE'],
    ['siren', '410494497'],
    ['siren', '41049449'],
    ['siren', '4104944960001'],
    ['lei', '5493006MHB84DD0ZWV19'],
    ['lei', '5493006MHB84DD0ZWV1'],
    ['uei', 'ABCDEFGHIJ12'],
    ['uei', '0BCDEFGHJK12'],
    ['uei', 'ABCDEFGHJK1'],
  ] as const)('of kind %s is not %s', (kind, text) => {
    expect(identifierOf(kind, text)).toBeUndefined();
  });

  it('is not read in a name', () => {
    for (const name of ['OVHcloud', 'Deutsche Telekom', '3DS Outscale', 'Microsoft 365', ''])
      expect(identifierIn(name)).toBeUndefined();
  });

  it('of a French company is looked up by its SIREN, too', () => {
    const keys = identifierKeys({ kind: 'vat', value: 'FR22424761419' });
    expect(keys).toEqual(['vat:FR22424761419', 'siren:424761419']);
    expect(identifierKeys({ kind: 'siren', value: '424761419' })).toEqual(['siren:424761419']);
    expect(identifierKeys({ kind: 'vat', value: 'DE136695976' })).toEqual(['vat:DE136695976']);
  });
});
