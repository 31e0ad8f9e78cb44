import { describe, expect, it } from '@jest/globals';
import { tradeNameOf } from './look-alike.js';

const areAlike = (a: string, b: string): boolean => tradeNameOf(a) === tradeNameOf(b);

describe('the trade name of a company', () => {
  it('leaves out its legal form, however it is written', () => {
    expect(areAlike('Cisco Systems, Inc.', 'Cisco Systems Inc')).toBe(true);
    expect(areAlike('OpenText', 'OpenText Inc.')).toBe(true);
    expect(areAlike('OVHcloud', 'OVHcloud S.A.S.')).toBe(true);
    expect(areAlike('Acme Pty Ltd', 'ACME')).toBe(true);
    expect(areAlike('IONOS SE & Co. KG', 'IONOS SE')).toBe(true);
    expect(areAlike('Bleu SAS', 'Blеu')).toBe(true); // with a Cyrillic е
  });

  it('keeps everything else', () => {
    expect(areAlike('Cisco', 'Cisco Systems')).toBe(false);
    expect(areAlike('Inc.', 'LLC')).toBe(false);
    expect(areAlike('Cisco Systems Germany GmbH', 'Cisco Systems GmbH')).toBe(false);
  });
});
