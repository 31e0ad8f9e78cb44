import { describe, expect, it } from '@jest/globals';
import type { DossierEventAs } from '#domain/event/dossier-events.js';
import type { HistoryRow } from '#domain/register/entry.js';
import { datedByHistory } from '#domain/register/history.js';
import { frenchTrustedList as register } from '#domain/register/trusted-list.js';
import { amendedIn, toldHistory, type SaidOfEntry } from './told-history.js';

type Observed = DossierEventAs<'observation'>;

const nothingElse = { serviceKinds: [], milestones: [], conditions: [], dependsOn: [] };
const entryWith = (...history: HistoryRow[]) => ({
  ...{ key: 'one', provider: 'Nuage', listing: history.at(-1)!.listing, history },
  ...nothingElse,
});
const told = (entry: ReturnType<typeof entryWith>, day: string, said?: SaidOfEntry, by = register) =>
  toldHistory(entry, said, { register: by, day, source: { kind: 'list', publisher: 'ANSSI', readOn: day } });

describe('a history', () => {
  it('is back at a status on the day on which it left it', () => {
    const day = '2020-01-01';
    const entry = entryWith({ day, listing: 'granted' }, { day, listing: 'withdrawn' }, { day, listing: 'granted' });
    expect(told(entry, '2020-06-01').last).toMatchObject({ listing: 'granted' });
    expect(datedByHistory(entry, '2020-06-01')).toMatchObject({ listing: 'granted', validFrom: day });
  });

  it('leaves what others have corrected of it as it is', () => {
    const entry = entryWith({ day: '2020-01-01', listing: 'granted' }, { day: '2020-02-01', listing: 'withdrawn' });
    const recorded = told(entry, '2020-06-01').events.map((event, index) => ({
      ...{ id: String(index), event: event as Observed, position: index, version: index, recordedAt: new Date(0) },
    }));
    const observed = recorded.map((one) =>
      one.id === '1' ? { ...one, event: { ...one.event, occurred: '2020-03-01' } } : one,
    );
    const said = { observed, ...amendedIn(recorded, observed, register.slug, () => false) };
    expect(told(entry, '2021-06-01', said).events).toEqual([]);
  });

  it('of the present stage only tells nothing of those before, which stay', () => {
    const by = { ...register, reader: { ...register.reader, history: undefined } };
    const recorded = told(entryWith({ day: '2020-01-01', listing: 'granted' }), '2020-06-01', undefined, by).events;
    const observed = recorded.map((event, index) => ({ id: String(index), event: event as Observed }));
    const said = { observed, struck: new Set<string>(), corrected: new Set<string>() };
    const { events } = told(entryWith({ day: '2021-02-01', listing: 'withdrawn' }), '2021-06-01', said, by);
    expect(events.map(({ type }) => type)).toEqual(['RegisterObserved']);
  });
});
