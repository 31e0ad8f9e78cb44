import { liveEvents, type Live } from '../correction/live.js';
import type { Day } from '../date/day.js';
import { earliest, type PartialDate } from '../date/partial-date.js';
import { ProviderEventSchema, type ProviderEvent } from '../event/provider-events.js';
import { carries, confirms, type Source } from '../source/source.js';
import { fold } from '../text/fold.js';
import type { ProviderRecord } from './provider.js';

/** One thing on record about a provider, and by whose word. */
export type Said<T> = T & { event: string; occurred: PartialDate | null; confirmed: boolean; source: Source };

type Data<T extends ProviderEvent['type']> = Extract<ProviderEvent, { type: T }>['data'];

/** What is on record about a provider on a day; it says nothing about any certification. */
export interface ProviderStanding {
  announcements: Said<{ type: string } & Data<'AnnouncementMade'>>[];
  created: Said<Data<'CompanyCreated'>>[];
  launches: Said<Data<'ServiceLaunched'>>[];
  /** The latest declaration. */
  ownership: Said<Data<'OwnershipDeclared'>> | null;
  authorizations: {
    /** Expected and not obtained so far; an expectation without a day is always shown. */
    expected: Said<Data<'AuthorizationExpected'>>[];
    obtained: Said<Data<'AuthorizationObtained'>>[];
  };
  /** An authority is said to have validated something: no milestone, and no qualification. */
  validations: Said<Data<'ValidationIssued'>>[];
  statements: Said<Data<'StatementMade'>>[];
  lastHeard: Day | null;
}

export function providerOn(record: ProviderRecord, day: Day): ProviderStanding {
  const live = liveEvents(record, ProviderEventSchema)
    .filter(({ event }) => !event.occurred || earliest(event.occurred) <= day)
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.position - b.position));
  const obtained = said(live, 'AuthorizationObtained');
  return {
    announcements: live.flatMap((entry) => announced(entry)),
    created: said(live, 'CompanyCreated'),
    launches: said(live, 'ServiceLaunched'),
    ownership: said(live, 'OwnershipDeclared').at(-1) ?? null,
    authorizations: {
      expected: said(live, 'AuthorizationExpected').filter((one) => !obtained.some((other) => fulfils(other, one))),
      obtained,
    },
    validations: said(live, 'ValidationIssued'),
    statements: said(live, 'StatementMade'),
    lastHeard: lastHeard(live),
  };
}

type Entry = Live<ProviderEvent>;

const dayOf = ({ event }: Entry): Day => (event.occurred ? earliest(event.occurred) : '');

const lastHeard = (live: readonly Entry[]): Day | null => {
  const heard = live.findLast(({ event }) => event.occurred && event.source && carries(event.source));
  return heard ? dayOf(heard) : null;
};

/** Obtained is what was expected under the same title, or from the same authority when both name one. */
const fulfils = (obtained: Data<'AuthorizationObtained'>, expected: Data<'AuthorizationExpected'>): boolean =>
  fold(obtained.title) === fold(expected.title) ||
  (obtained.authority !== undefined &&
    expected.authority !== undefined &&
    fold(obtained.authority) === fold(expected.authority));

function said<T extends Entry['event']['type']>(live: readonly Entry[], type: T): Said<Data<T>>[] {
  return live.flatMap((entry) =>
    entry.event.type === type && entry.event.source
      ? [withSource(entry, entry.event.data as Data<T>, entry.event.source)]
      : [],
  );
}

function announced(entry: Entry): ProviderStanding['announcements'] {
  const { event } = entry;
  if (event.type !== 'AnnouncementMade' && event.type !== 'PartnershipAnnounced') return [];
  return [withSource(entry, { type: event.type, ...event.data }, event.source)];
}

const withSource = <T extends object>({ id, event }: Entry, data: T, source: Source): Said<T> => ({
  ...data,
  event: id,
  occurred: event.occurred ?? null,
  confirmed: confirms(source),
  source,
});
