import { describe, expect, it } from '@jest/globals';
import { liveEvents } from '../event/corrections.js';
import { type ProviderEvent, ProviderEventSchema } from '../event/provider-events.js';
import { onRecord } from '#test/events.js';
import { authorizationsIn } from './provider-facts.js';
import { profileDays, profileOn } from './provider-profile.js';

const source = { kind: 'company', publisher: 'Acme' } as const;
const live = (...events: ProviderEvent[]) => liveEvents(onRecord(events), ProviderEventSchema);
const owned = (occurred: string | undefined, data: Extract<ProviderEvent, { type: 'OwnershipDeclared' }>['data']) =>
  ({ type: 'OwnershipDeclared', ...(occurred !== undefined && { occurred }), source, data }) as const;

describe('the profile of a provider', () => {
  const record = live(
    owned(undefined, { holders: [{ name: 'Founder' }], technology: ['KVM'] }),
    { type: 'PartnershipAnnounced', occurred: '2020-11', source, data: { title: 'Both', parties: ['A', 'B'] } },
    {
      type: 'AnnouncementMade',
      occurred: '2021-05-27',
      source,
      data: { title: 'A plan', sectors: ['State'], technology: ['Azure'] },
    },
    owned('2022', { holders: [{ name: 'Buyer' }] }),
    owned('2023', { holders: [{ name: 'Buyer' }, { name: 'Founder' }], technology: [] }),
  );

  it.each([
    ['2019-01-01', { sector: [], party: [], technology: ['KVM'], owner: ['Founder'] }],
    ['2020-11-01', { sector: [], party: ['A', 'B'], technology: ['KVM'], owner: ['Founder'] }],
    ['2021-05-27', { sector: ['State'], party: ['A', 'B'], technology: ['KVM', 'Azure'], owner: ['Founder'] }],
    ['2022-01-01', { sector: ['State'], party: ['A', 'B'], technology: ['KVM', 'Azure'], owner: ['Buyer'] }],
    ['2023-01-01', { sector: ['State'], party: ['A', 'B'], technology: ['Azure'], owner: ['Buyer', 'Founder'] }],
  ])('is on %s what was announced by then and declared last', (day, profile) => {
    expect(profileOn(record, day)).toEqual(profile);
  });

  it('may change on the days of its dated facts only', () => {
    expect(profileDays(record)).toEqual(['2020-11-01', '2021-05-27', '2022-01-01', '2023-01-01']);
  });
});

describe('an authorization', () => {
  const expected = (title: string): ProviderEvent => ({ type: 'AuthorizationExpected', source, data: { title } });
  const obtained = (data: Extract<ProviderEvent, { type: 'AuthorizationObtained' }>['data']): ProviderEvent => ({
    type: 'AuthorizationObtained',
    occurred: '2023',
    source,
    data,
  });
  const titles = (...events: ProviderEvent[]) => {
    const found = authorizationsIn(live(expected('Agreements'), expected('Approvals'), ...events));
    const named = (some: readonly { title: string; fulfilledBy: string[] }[]) =>
      some.map(({ title, fulfilledBy }) => [title, fulfilledBy.length]);
    return { open: named(found.expected), closed: named(found.fulfilled) };
  };

  it('fulfils the expectation that it names', () => {
    expect(titles(obtained({ title: 'EU clearance', fulfils: 'approvals' }))).toEqual({
      open: [['Agreements', 0]],
      closed: [['Approvals', 1]],
    });
  });

  it('fulfils a part of the expectation that it names as such, which stays open and shows it', () => {
    expect(titles(obtained({ title: 'Approvals', partlyFulfils: 'Approvals' }))).toEqual({
      open: [
        ['Agreements', 0],
        ['Approvals', 1],
      ],
      closed: [],
    });
  });

  it('fulfils nothing if nobody expected what it names', () => {
    expect(titles(obtained({ title: 'Approvals', fulfils: 'Something else' })).closed).toEqual([]);
  });
});

describe('a statement', () => {
  const about = (data: object) =>
    ProviderEventSchema.safeParse({
      type: 'StatementMade',
      occurred: '2021-05',
      source,
      data: { speaker: 'X', ...data },
    });

  it('can be about a law or a market, with or without saying which of the two', () => {
    for (const data of [{}, { about: 'CLOUD Act' }, { about: 'CLOUD Act', aboutKind: 'law' }])
      expect(about(data).success).toBe(true);
  });

  it('cannot have a kind of subject without a subject, or an unknown kind', () => {
    expect(about({ aboutKind: 'law' }).error?.issues.map(({ path }) => path)).toEqual([['data', 'about']]);
    expect(about({ about: 'CLOUD Act', aboutKind: 'planet' }).success).toBe(false);
  });
});
