import { describe, expect, it } from '@jest/globals';
import type { ProviderEvent } from '../event/provider-events.js';
import { onRecord, providerFact, registered, source, uuid } from '#test/events.js';
import { providerOn } from './provider-view.js';

const warningsOn = (day: string, ...events: ProviderEvent[]) =>
  providerOn(onRecord([registered(), ...events]), day).warnings;

const codes = (...events: ProviderEvent[]) => warningsOn('2026-11-25', ...events).map(({ code }) => code);

const created = (occurred: string, publisher: string, kind: 'press' | 'company' | 'other' = 'press') =>
  providerFact('CompanyCreated', occurred, {}, source(kind, { publisher }));

describe('sources with different dates for the same event', () => {
  it('are shown on both sides, the better source first', () => {
    expect(warningsOn('2026-11-25', created('2022', 'An article', 'other'), created('2024-01', 'Clubic'))).toEqual([
      {
        code: 'days-differ',
        kind: 'conflict',
        params: {
          type: 'CompanyCreated',
          dates: [
            { occurred: '2024-01', publisher: 'Clubic' },
            { occurred: '2022', publisher: 'An article' },
          ],
        },
        events: [uuid(3), uuid(2)],
        sides: [
          { event: uuid(3), said: created('2024-01', 'Clubic') },
          { event: uuid(2), said: created('2022', 'An article', 'other') },
        ],
      },
    ]);
  });

  it('agree where their dates can mean the same day', () => {
    expect(codes(created('2024', 'a'), created('2024-01', 'b'), created('2024-01-15', 'c'))).toEqual([]);
  });

  it('are shown once both events have happened', () => {
    const both = [created('2022', 'a'), created('2024-01', 'b')];
    expect(warningsOn('2023-12-31', ...both)).toEqual([]);
    expect(warningsOn('2024-01-01', ...both)).toHaveLength(1);
  });

  it('omit the side that agrees with all others', () => {
    const [warning] = warningsOn('2026-11-25', created('2024', 'a'), created('2024-03', 'b'), created('2024-01', 'c'));
    expect(warning?.events).toEqual([uuid(3), uuid(4)]);
  });

  it.each(['AnnouncementMade', 'PartnershipAnnounced', 'ServiceLaunched'] as const)(
    'are seen for %s where the title is the same but for case and accents',
    (type) => {
      const said = (occurred: string, title: string, kind: 'company' | 'press' = 'press') =>
        providerFact(type, occurred, { title }, kind);
      const first = said('2021-05-27', 'Bleu annoncé', 'company');
      expect(codes(first, said('2022-05-31', 'BLEU ANNONCE'))).toEqual(['days-differ']);
      expect(codes(first, said('2022-06-22', 'First services in 2024'))).toEqual([]);
      expect(codes(first, said('2022-05-31', 'Bleu annoncé', 'company'))).toEqual([]);
    },
  );

  it('are not compared for launches without title or service', () => {
    expect(codes(providerFact('ServiceLaunched', '2021', {}), providerFact('ServiceLaunched', '2023', {}))).toEqual([]);
  });
});

describe('an implausible event of a provider', () => {
  const held = (...shares: (number | undefined)[]) =>
    providerFact('OwnershipDeclared', '2024', {
      holders: shares.map((share, index) => ({ name: `Holder ${index}`, ...(share !== undefined && { share }) })),
    });

  it('has shares above 100%; missing shares count as zero', () => {
    expect(codes(held(60, 40.1))).toEqual(['shares-above-whole']);
    expect(codes(held(33.4, 33.3, 33.3), held(undefined, undefined, 100))).toEqual([]);
  });

  it('is an authorization obtained before it was expected', () => {
    const expected = (occurred?: string) => providerFact('AuthorizationExpected', occurred, { title: 'Clearance' });
    const obtained = (occurred: string) => providerFact('AuthorizationObtained', occurred, { title: 'clearance' });
    expect(codes(obtained('2023'), expected('2024-02'))).toEqual(['obtained-before-expected']);
    expect(codes(obtained('2024'), expected('2024-02'))).toEqual([]);
    expect(codes(obtained('2023'), expected())).toEqual([]);
  });

  it('is an event recorded before its date, shown on every day', () => {
    const launch = providerFact('ServiceLaunched', '2027-01', { service: 'Cloud' });
    expect(codes(launch)).toEqual(['in-the-future']);
    expect(codes(providerFact('ServiceLaunched', '2026-11', { service: 'Cloud' }))).toEqual([]);
  });
});
