import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { times } from '#test/laws/law.js';
import { addDays, END_OF_TIME, type Day } from '../date/day.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { SOURCE_KINDS } from '../source/source.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { deadlinesOf, deadlineSpans } from '../deadline/deadlines.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { factsOf } from './facts.js';
import { beginOf, outlineOn, spansOf, standingSpans } from './spans.js';
import { standingOn } from './standing.js';

const day = fc.integer({ min: 0, max: 4000 }).map((offset) => addDays('2019-01-01', offset));
const when = fc.oneof(
  day,
  day.map((at) => at.slice(0, 7)),
  fc.constantFrom('2020', '2021-H2', '2024-Q3'),
);
const kind = fc.constantFrom(...SOURCE_KINDS);
const decision = fc.constantFrom(undefined, '1', '2');
const some = fc.option(when, { nil: undefined });

/** Any event that can move something, as likely to make sense as not. */
const anyEvent: fc.Arbitrary<DossierEvent> = fc.oneof(
  fc
    .tuple(when, fc.constantFrom('J0', 'J1', 'J2', 'J3'), kind)
    .map(([at, milestone, by]) => fact('MilestoneReached', at, { milestone }, by)),
  fc
    .tuple(when, decision, some, kind)
    .map(([at, number, validUntil, by]) => fact('GrantIssued', at, { decision: number, validUntil }, by)),
  fc
    .tuple(when, fc.constantFrom('granted', 'in-progress', 'absent'), some, kind)
    .map(([at, listing, validUntil, by]) =>
      fact('RegisterObserved', at, { register: 'r', listing: listing, validUntil }, by),
    ),
  fc
    .tuple(
      when,
      fc.constantFrom('GrantSuspended', 'GrantReinstated', 'GrantWithdrawn', 'GrantAnnounced', 'ReservationLifted'),
      decision,
      kind,
    )
    .map(([at, type, number, by]) => fact(type as 'GrantSuspended', at, { decision: number }, by)),
  fc
    .tuple(
      when,
      fc.constantFrom('ApplicationFiled', 'ApplicationRefused', 'ApplicationAbandoned', 'IntentDeclared'),
      kind,
    )
    .map(([at, type, by]) => fact(type as 'ApplicationFiled', at, {}, by)),
  fc.tuple(when, when, kind).map(([at, target, by]) => fact('TargetSet', at, { milestone: 'J3', target }, by)),
  fc.tuple(when, some).map(([at, due]) => fact('SurveillancePassed', at, { due })),
  when.map((due): DossierEvent => ({ type: 'DeadlineSet', data: { key: 'k', due } })),
);

const history = fc.array(anyEvent, { minLength: 1, maxLength: 12 });
const seed = 20261125;

describe('the start of the first grant', () => {
  it('is confirmed if the authority gives it, not if it only lists the grant of a claim once it is over', () => {
    const data = { decision: '9', validUntil: '2024-03-31' };
    const issued = (by: 'company' | 'decision') => fact('GrantIssued', '2024-01-16', data, by);
    const over = fact('RegisterObserved', '2024-06-10', { ...data, register: 'r', listing: 'granted' }, 'catalogue');
    const granted = (...events: DossierEvent[]) =>
      outlineOn(factsOf(onRecord([opened(), ...events]))!, secnumcloud, '2024-07-01').granted;
    const start = { occurred: '2024-01-16', dated: true };
    expect(granted(issued('company'), over)).toEqual({ ...start, confirmed: false });
    expect(granted(issued('decision'), over)).toEqual({ ...start, confirmed: true });
  });
});

describe('the spans of a dossier', () => {
  it('match the evaluation of the events on any day (sampled)', () => {
    fc.assert(
      fc.property(history, day, (events, at) => {
        const facts = factsOf(onRecord([opened(), ...events]))!;
        const span = standingSpans(facts, secnumcloud).find(({ from, to }) => from <= at && at <= to);
        if (at < beginOf(facts, secnumcloud)) expect(span).toBeUndefined();
        else expect(span?.value).toEqual(standingOn(facts, secnumcloud, at));
      }),
      { seed, numRuns: times(200) },
    );
  });

  it('match its deadlines, too (sampled)', () => {
    fc.assert(
      fc.property(history, day, (events, at) => {
        const facts = factsOf(onRecord([opened(), ...events]))!;
        const spans = deadlineSpans(uuid(500), facts, secnumcloud);
        const found = spans.filter(({ from, to }) => from <= at && at <= to).map(({ value }) => value);
        const begun = at >= beginOf(facts, secnumcloud);
        const known = begun ? deadlinesOf(uuid(500), facts, secnumcloud, at) : [];
        expect(new Set(found.map((one) => JSON.stringify(one)))).toEqual(
          new Set(known.map((one) => JSON.stringify(one))),
        );
      }),
      { seed, numRuns: times(200) },
    );
  });

  it('follow each other without gaps or equal neighbours (sampled)', () => {
    fc.assert(
      fc.property(history, (events) => {
        const spans = standingSpans(factsOf(onRecord([opened(), ...events]))!, secnumcloud);
        expect(spans.at(-1)?.to).toBe(END_OF_TIME);
        spans.slice(1).forEach((span, index) => {
          expect(addDays(spans[index]!.to, 1)).toBe(span.from);
          expect(span.value).not.toEqual(spans[index]!.value);
        });
      }),
      { seed, numRuns: times(100) },
    );
  });

  it('merge if nothing changes', () => {
    const days: Day[] = ['2021-01-03', '2021-01-01', '2021-01-02'];
    expect(spansOf(days, (at) => at > '2021-01-02')).toEqual([
      { from: '2021-01-01', to: '2021-01-02', value: false },
      { from: '2021-01-03', to: END_OF_TIME, value: true },
    ]);
  });
});
