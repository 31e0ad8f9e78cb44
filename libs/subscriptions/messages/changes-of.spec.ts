import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { corrected, fact, onRecord, opened, retracted, uuid } from '#test/events.js';
import { changesOf, standings } from './changes-of.js';

const DOSSIERS = 200;
const EACH = 40;

/** The last event of each of many dossiers. */
function ledgerOf(dossiers: number) {
  const lived = Array.from({ length: EACH }, (_, nth) =>
    fact(
      'MilestoneReached',
      `2026-${String((nth % 12) + 1).padStart(2, '0')}`,
      { milestone: `J${nth % 3}` },
      'company',
    ),
  );
  const record = onRecord<DossierEvent>([opened(), ...lived]);
  const streams = new Map(Array.from({ length: dossiers }, (_, nth) => [`dossier-${uuid(nth)}`, record]));
  const batch = [...streams].map(([stream, all]): Recorded<LedgerEvent> => {
    return { ...all.at(-1)!, stream, actor: 'test', correlationId: null, causationId: null };
  });
  const loadAll = (wanted: readonly string[]) =>
    Promise.resolve(new Map(wanted.flatMap((stream) => (streams.has(stream) ? [[stream, streams.get(stream)]] : []))));
  return { batch, events: { loadAll } as unknown as EventStore<LedgerEvent> };
}

describe('the changes of a batch', () => {
  it('lets other requests run while the effects of many events are evaluated', async () => {
    const { batch, events } = ledgerOf(DOSSIERS);
    const schemes = { history: () => Promise.resolve([]) } as unknown as SchemeCatalogue;
    let [turns, isOver] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const changes = await changesOf(events, schemes, batch, 'Europe/Paris');
    isOver = true;
    expect(changes).toHaveLength(DOSSIERS);
    expect(turns).toBeGreaterThan(1);
  });
});

const dossier = uuid(500);

/** The events, each with the day on which it was recorded, at noon in Paris unless it says otherwise. */
const recordOf = (events: readonly (readonly [string, DossierEvent])[]) =>
  onRecord(events.map(([, event]) => event)).map((entry, index) => {
    const at = events[index]![0];
    return { ...entry, recordedAt: new Date(at.length === 10 ? `${at}T11:00:00Z` : at) };
  });

const brief = (standing: { status: string; confirmed: boolean; stage: string | null } | null) =>
  standing && [standing.status, standing.confirmed ? 'confirmed' : 'claimed', standing.stage].filter(Boolean).join(' ');

/** Of each event from what to what, and what is due next. */
function told(...events: (readonly [string, DossierEvent])[]) {
  const record = recordOf(events);
  const stepOf = standings(dossier, record, 'Europe/Paris');
  return record.map(({ version }) => {
    const { status, next } = stepOf(version, builtInSchemes);
    return [brief(status?.before ?? null), brief(status?.after ?? null), next && `${next.kind} ${next.due}`];
  });
}

const open = ['2026-01-01', opened()] as const;
const j1 = fact('MilestoneReached', '2026-01-10', { milestone: 'J1' });
const grant = fact('GrantIssued', '2026-02-01', { decision: '77', validFrom: '2026-02-01', validUntil: '2026-11-30' });
const expired: DossierEvent = {
  type: 'GrantExpired',
  occurred: '2026-12-01',
  data: { grant: null, validUntil: '2026-11-30' },
};

describe('what an event came to', () => {
  it('is the status of the dossier right before and after it, and the next deadline', () => {
    expect(
      told(open, ['2026-01-12', j1], ['2026-02-02', grant], ['2026-03-01', fact('GrantSuspended', '2026-03-01', {})]),
    ).toEqual([
      [null, 'unknown claimed', null],
      ['unknown claimed', 'in-progress confirmed J1', expect.stringMatching(/^staleness /)],
      ['in-progress confirmed J1', 'granted confirmed J3', 'grant-end 2026-11-30'],
      ['granted confirmed J3', 'suspended confirmed J3', 'grant-end 2026-11-30'],
    ]);
  });

  it('is empty if the event changes nothing, and a confirmation if it only adds a source', () => {
    const [, , again, decided] = told(
      open,
      ['2026-02-02', fact('ApplicationFiled', '2026-02-01', {}, 'press')],
      ['2026-02-03', fact('StatementMade', '2026-02-03', { speaker: 'CTO' }, 'company')],
      ['2026-02-04', fact('ApplicationFiled', '2026-02-01', {}, 'list')],
    );
    expect(again!.slice(0, 2)).toEqual(['applied claimed', 'applied claimed']);
    expect(decided!.slice(0, 2)).toEqual(['applied claimed', 'applied confirmed']);
  });

  it('of an amendment is the status before and after it', () => {
    const later = corrected(uuid(3), { data: { validUntil: '2027-11-30' } });
    const steps = told(open, ['2026-01-12', j1], ['2026-02-02', grant], ['2026-12-10', later], [
      '2026-12-11',
      retracted(uuid(3)),
    ] as const);
    expect(steps.slice(3).map(([before, after]) => [before, after])).toEqual([
      ['expired confirmed J3', 'granted confirmed J3'],
      ['granted confirmed J3', 'in-progress confirmed J1'],
    ]);
  });

  it('of an expiry is from how things stood on the last day of the grant', () => {
    const steps = told(open, ['2026-02-02', grant], ['2026-11-30T23:00:05Z', expired]);
    expect(steps.at(-1)).toEqual(['granted confirmed J3', 'expired confirmed J3', null]);
  });

  it('of an expiry long past is nothing where the dossier was told of as expired', () => {
    const steps = told(['2027-05-01', opened()], ['2027-05-01', grant], ['2027-05-01', expired]);
    expect(steps.slice(1).map(([before, after]) => [before, after])).toEqual([
      ['unknown claimed', 'expired confirmed J3'],
      ['expired confirmed J3', 'expired confirmed J3'],
    ]);
  });

  it('uses the day of recording in the time zone of the ledger', () => {
    const announced = fact('GrantSuspended', '2026-03-01', {});
    const late = told(open, ['2026-02-02', grant], ['2026-02-28T22:59:00Z', announced]);
    const next = told(open, ['2026-02-02', grant], ['2026-02-28T23:01:00Z', announced]);
    expect([late.at(-1)?.[1], next.at(-1)?.[1]]).toEqual(['granted confirmed J3', 'suspended confirmed J3']);
  });

  it('is the same whichever events are asked for, in whatever order', () => {
    const record = recordOf([open, ['2026-01-12', j1], ['2026-02-02', grant], ['2026-12-01', expired]]);
    const [one, other] = [
      standings(dossier, record, 'Europe/Paris'),
      (version: number) => standings(dossier, record, 'Europe/Paris')(version, builtInSchemes),
    ];
    for (const version of [3, 1, 4, 2, 2, 3]) expect(one(version, builtInSchemes)).toEqual(other(version));
    expect(one(9, builtInSchemes)).toMatchObject({ status: null, next: null });
    expect(one(3, new Map())).toMatchObject({ status: { before: null, after: null }, next: null });
  });
});
